package ignores

import (
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// relianceSection says whether ignoring was right.
func (s *subject) relianceSection() (doc.Section, bool) {
	r := s.Reliance
	if r == nil {
		return doc.Section{}, false
	}
	sec := doc.Section{ID: "reliance", Topic: s.relianceAsks(), Short: true, Heading: s.relianceHeading(r)}
	if r.Sentence != "" {
		sec.Lead = append(sec.Lead, say.Sentence(r.Sentence))
	}
	if r.UsedGood+r.UsedBad+r.UnusedGood+r.UnusedBad > 0 {
		row := func(label string, good, bad int64) []doc.Cell {
			return []doc.Cell{{Text: label}, {Text: say.Count(good)}, {Text: say.Count(bad)},
				{Text: say.Count(good + bad)}}
		}
		sec.Tables = append(sec.Tables, doc.Table{Caption: "Labelled suggestions, used or not, good or bad",
			Head: []doc.Column{{Text: ""}, {Text: "Good", Num: true}, {Text: "Bad", Num: true},
				{Text: "Together", Num: true}},
			Rows: [][]doc.Cell{row("Used", r.UsedGood, r.UsedBad), row("Not used", r.UnusedGood, r.UnusedBad),
				row("Together", r.UsedGood+r.UnusedGood, r.UsedBad+r.UnusedBad)},
			Foot: say.Count(r.Labelled) + " of " + say.Count(r.Seen) + " seen suggestions are labelled."})
		sec.Tables[0].Head[0].Text = "What was done"
	}
	line := func(label string, iv report.Interval, tail string) {
		if iv.Value.Defined() {
			c := rateCell(iv)
			if c.Sub != "" {
				c.Text += " (" + c.Sub + ")"
			}
			sec.Lines = append(sec.Lines, doc.Line{Label: label, Value: c.Text + tail})
		}
	}
	if r.From == "stated" {
		sec.Lines = append(sec.Lines, doc.Line{Label: "Stated, not measured", Value: say.Tenth(r.Good) +
			" of suggestions are good; " + say.Tenth(r.Unused) + " are not used"})
		if r.Bounds.Lo.Defined() && r.Bounds.Hi.Defined() {
			sec.Lines = append(sec.Lines, doc.Line{Label: "Good, and left unused", Value: rangeText(r.Bounds.Lo,
				r.Bounds.Hi) + " of all seen: that is all that the two shares can say without labels"})
		}
		return sec, true
	}
	line("Good, and left unused", r.Bounds, " of the labelled")
	line("Under-reliance", r.Under, " of the good ones are not used")
	line("Over-reliance", r.Over, " of the bad ones are used")
	line("Rightly left", r.Right, " of those not used are bad")
	return sec, true
}

// relianceAsks is what the section asks: its numbers are of all that is not used,
// whichever outcome is studied.
func (s *subject) relianceAsks() string {
	if s.of.Name == "ignored" {
		return "Was ignoring right?"
	}
	return "Was it right not to use them?"
}

func (s *subject) relianceHeading(r *report.RelianceLens) string {
	switch {
	case r.From == "stated" && r.Bounds.Lo.Defined() && r.Bounds.Hi.Defined():
		return "Between " + say.Tenth(r.Bounds.Lo) + " and " + say.Tenth(r.Bounds.Hi) + " of the suggestions are " +
			"good and left unused"
	case r.Right.Value.Defined():
		what := "suggestions"
		if 5*r.Labelled < r.Seen {
			what = "labelled suggestions" // too few to speak of all
		}
		return "Of 100 " + what + " not used, " + say.Fixed(100*float64(r.Right.Value), 0) + " were rightly left"
	}
	if s.of.Name != "ignored" {
		return "Whether it was right not to use them cannot be told"
	}
	return "Whether ignoring was right cannot be told"
}

// keptWords are the words for what became of accepted suggestions.
var keptWords = map[string]string{"as_is": "Kept as offered", "partial": "Only a part taken",
	"edited": "Changed soon after", "reverted": "Undone soon after"}

// keptSection says what became of accepted suggestions.
func (s *subject) keptSection() (doc.Section, bool) {
	if len(s.Kept) == 0 {
		return doc.Section{}, false
	}
	sec := doc.Section{ID: "kept", Topic: "Kept or undone", Short: true, Heading: "What became of accepted suggestions"}
	for _, a := range s.Kept {
		caption := "Accepted suggestions"
		if a.Arm != all {
			caption += " in " + say.Name(a.Arm)
		}
		t := doc.Table{Caption: caption + ": " + say.Count(a.Accepted),
			Head: []doc.Column{{Text: "What became of them"}, {Text: "Suggestions", Num: true},
				{Text: "Share", Num: true}}}
		for _, x := range a.Shares {
			word := say.OrElse(keptWords[x.Outcome], say.Name(x.Outcome))
			t.Rows = append(t.Rows, []doc.Cell{{Text: word}, {Text: say.Count(x.Count)},
				{Text: say.Value(x.Value, x.Lo, x.Hi, say.Percent), Sub: rangeText(x.Lo, x.Hi)}})
			if a.Arm != all && len(s.Kept) > 1 || !x.Value.Defined() {
				continue
			}
			switch value := say.Value(x.Value, x.Lo, x.Hi, say.Percent); x.Outcome {
			case "as_is":
				sec.Heading = value + " of accepted suggestions are kept as offered"
			case "reverted":
				sec.Heading += ", " + value + " undone"
			}
		}
		sec.Tables = append(sec.Tables, t)
		if len(a.Stayed) == 0 {
			continue
		}
		t = doc.Table{Caption: caption + ", still found later", Head: []doc.Column{{Text: "After the accept"},
			{Text: "Found", Num: true}, {Text: "Accepted so long ago", Num: true}, {Text: "Share", Num: true}},
			Foot: "Found then or later; of those accepted so long before the data end that the check has passed. One " +
				"that was not found counts as gone."}
		for _, x := range a.Stayed {
			t.Rows = append(t.Rows, []doc.Cell{{Text: secondsText(float64(x.Seconds))}, {Text: say.Count(x.Found)},
				{Text: say.Count(x.Old)}, rateCell(x.Share)})
		}
		sec.Tables = append(sec.Tables, t)
		if a.Arm == all || len(s.Kept) == 1 {
			end := &a.Stayed[0]
			for i := range a.Stayed {
				if bounded(a.Stayed[i].Share) {
					end = &a.Stayed[i] // the longest delay of which something is known
				}
			}
			sec.Heading += "; " + say.Tenth(end.Share.Value) + " are still there after " +
				secondsText(float64(end.Seconds))
			if f := stayedFigure(a.Stayed, sec.Heading); f != nil {
				sec.Figures = append(sec.Figures, f)
			}
		}
	}
	return sec, true
}

// stayedFigure draws how many accepted suggestions are still found, by the time since
// the accept; nil where that is not known.
func stayedFigure(list []report.StayedPoint, finding string) *draw.Figure {
	p := draw.Plot{Y: "still found", XName: "time since the accept"}
	for j, x := range list {
		p.Bands = append(p.Bands, secondsText(float64(x.Seconds)))
		p.Marks = append(p.Marks, draw.PlotMark{X: float64(j), Of: x.Share, Shape: "circle", Token: "good", Shift: 0})
	}
	if !p.Drawable() {
		return nil
	}
	return &draw.Figure{ID: "figure-stayed", Title: "Do accepted suggestions stay?", Finding: finding + ".",
		Wide: p.Drawing(1040, 300), Narrow: p.Drawing(360, 290)}
}
