package ignores

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// answerWords are the answers in words, with their colour.
var answerWords = map[string]struct{ word, token string }{
	"accepted": {"accepted", "accepted"}, "dismissed": {"dismissed", "dismissed"},
	"ended": {"replaced or typed by hand", "notseen"},
}

// given reports whether there is an answer to draw.
func given(t *report.AnswerTimes) bool {
	return t != nil && len(t.Upto) > 0 && slices.ContainsFunc(t.Answers, func(a report.AnswerTime) bool {
		return len(a.Counts) == len(t.Upto) && slices.Max(a.Counts) > 0
	})
}

// timesFigure draws, one row for each kind of answer, how long the answers took.
func timesFigure(t *report.AnswerTimes) *draw.Figure {
	f := &draw.Figure{ID: "figure-times", Whole: true, Title: "How long the answers took", Finding: timesFinding(t),
		Sub: "Of the answers that came within the window, all units; every row has its own height. Each step but the " +
			"last is about twice as long as the one before."}
	f.Wide, f.Narrow = timesDrawing(t, 1040), timesDrawing(t, 360)
	return f
}

// timesFinding says by when half of every kind of answer had come.
func timesFinding(t *report.AnswerTimes) string {
	var parts []string
	for _, a := range t.Answers {
		parts = append(parts, toldAnswer(a.Answer)+" "+secondsText(float64(a.Half)))
	}
	return "Half of the answers came within: " + strings.Join(parts, ", ") + "."
}

func toldAnswer(answer string) string { return say.OrElse(answerWords[answer].word, say.Name(answer)) }

func timesDrawing(t *report.AnswerTimes, width float64) draw.Drawing {
	const tall, head, foot = 62.0, 32.0, 26.0
	n := len(t.Upto)
	s := &draw.Sketch{Width: width, Height: (tall+head)*float64(len(t.Answers)) + foot}
	room := width / float64(n)
	for i, a := range t.Answers {
		top := (tall + head) * float64(i)
		var all, most int64
		for _, c := range a.Counts {
			all, most = all+c, max(most, c)
		}
		s.Words(0, top+head/2+4, draw.FitWidth(say.UpperFirst(toldAnswer(a.Answer))+": "+say.Count(all), 14*draw.Bold,
			width*0.66), 14, "ink", "start", true)
		s.Words(width, top+head/2+4, draw.FitWidth("half within "+secondsText(float64(a.Half)), 13, width*0.33), 13,
			"muted", "end", false)
		for b, c := range a.Counts {
			if most == 0 || b >= n {
				break
			}
			h := (tall - 8) * float64(c) / float64(most)
			s.Rect(room*float64(b)+1, top+head+tall-h, room-2, h, answerWords[a.Answer].token)
		}
		s.Line(0, top+head+tall, width, top+head+tall, "rule", 1, "")
	}
	every := 1
	for float64(every)*room < 56 {
		every++
	}
	for b := n - 1; b >= 0; b -= every {
		x, text := room*float64(b+1), secondsText(float64(t.Upto[b]))
		if b < n-1 && x-draw.TextWidth(text, 13)/2 >= 0 {
			s.Words(x, s.Height-foot/2, text, 13, "muted", "middle", false)
		} else if b == n-1 {
			s.Words(width, s.Height-foot/2, text, 13, "muted", "end", false)
		}
	}
	return s.Drawing()
}

// timesTable has the counts of the figure.
func timesTable(t *report.AnswerTimes) doc.Table {
	out := doc.Table{Caption: "How long the answers took", Folded: true, Long: true,
		Head: []doc.Column{{Text: "Within"}}}
	sums := make([]int64, len(t.Answers))
	all := make([]int64, len(t.Answers))
	for k, a := range t.Answers {
		out.Head = append(out.Head, doc.Column{Text: say.UpperFirst(toldAnswer(a.Answer)), Num: true})
		for _, c := range a.Counts {
			all[k] += c
		}
	}
	for b, at := range t.Upto {
		row := []doc.Cell{{Text: secondsText(float64(at))}}
		for k, a := range t.Answers {
			if b < len(a.Counts) {
				sums[k] += a.Counts[b]
			}
			row = append(row, doc.Cell{Text: say.Count(sums[k]), Sub: fmt.Sprintf("%s of them",
				say.Tenth(report.Num(float64(sums[k])/float64(max(1, all[k])))))})
		}
		out.Rows = append(out.Rows, row)
	}
	out.Foot = "Counts add up from row to row. Suggestions that got no answer are in none of them."
	return out
}
