package ignores

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// sessionsSection lists sessions to watch for each cause.
func (s *subject) sessionsSection() (doc.Section, bool) {
	if len(s.Sessions) == 0 {
		return doc.Section{}, false
	}
	sec := doc.Section{ID: "sessions", Topic: "Sessions to watch", PageOnly: true, Heading: say.Plural(len(s.Sessions),
		"session", "sessions") + " to watch before anything is built",
		Lead: []string{"Watch what happened around the marked suggestions. A few sessions show what a cause may look " +
			"like; they prove nothing."}}
	for i := range s.Sessions {
		sec.Blocks = append(sec.Blocks, s.sessionBlock(i+1, &s.Sessions[i]))
	}
	return sec, true
}

func (s *subject) sessionBlock(n int, x *report.Timeline) doc.Block {
	b := doc.Block{Title: fmt.Sprintf("Session %d, for cause %d", n, x.Cause)}
	for _, c := range s.Causes {
		if c.Rank == x.Cause {
			b.Title += ": " + s.mechanism(c.Mechanism)
		}
	}
	who := say.Name(x.User)
	if x.Arm != "" {
		who += ", " + say.Name(x.Arm)
	}
	b.Lines = append(b.Lines, doc.Line{Label: "User", Value: who})
	if x.Began != "" {
		b.Lines = append(b.Lines, doc.Line{Label: "Began", Value: say.Instant(x.Began)})
	}
	if x.Session != "" {
		b.Lines = append(b.Lines, doc.Line{Label: "Session", Value: say.Name(x.Session)})
	}
	if link := say.WebLink(x.Link); link != "" {
		b.Lines = append(b.Lines, doc.Line{Label: "Replay", Value: say.Cap(link, 120), Link: link})
	}
	t := doc.Table{Caption: fmt.Sprintf("Suggestions of session %d", n), Long: true, Head: []doc.Column{{Text: "After"},
		{Text: "What"}, {Text: "In the place"}, {Text: "Outcome"}, {Text: "Decided in", Num: true}}}
	for _, step := range x.Steps {
		here := say.Dash
		if step.Here {
			here = "◂ here"
		}
		t.Rows = append(t.Rows, []doc.Cell{{Text: secondsSince(step.At, "+")}, {Text: say.Sentence(step.What)},
			{Text: here}, {Text: outcomeText(step.Outcome)}, {Text: secondsSince(step.After, "")}})
	}
	b.Tables = append(b.Tables, t)
	return b
}

// secondsSince prints a time since something: "+12.4 s".
func secondsSince(v report.Num, sign string) string {
	if !v.Defined() {
		return say.Dash
	}
	return sign + say.Fixed(float64(v), min(say.Digits(float64(v), 3), 1)) + " s"
}

// outcomeText is the word for an outcome.
func outcomeText(outcome string) string {
	for _, w := range outcomeWords {
		if w.Outcome == outcome {
			return w.Word
		}
	}
	return say.Metric(outcome)
}
