package ignores

import (
	"strconv"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// calibrationSection says whether the model's confidence tells what is accepted
// and, where there are labels, what is right.
func (s *subject) calibrationSection() (doc.Section, bool) {
	c := s.Calibration
	if c == nil {
		return doc.Section{}, false
	}
	sec := doc.Section{ID: "calibration", Topic: "Can the model's confidence be trusted", Short: true,
		Heading: calibrationHeading(c)}
	if c.Sentence != "" {
		sec.Lead = append(sec.Lead, say.Sentence(c.Sentence))
	}
	s.addCalibration(&sec, c)
	if l := c.Labels; l != nil {
		if l.Sentence != "" {
			sec.Lead = append(sec.Lead, say.Sentence(l.Sentence))
		}
		s.addCalibration(&sec, l)
	}
	return sec, true
}

// calibrationHeading says how well confidence ranks, in words for everybody.
func calibrationHeading(c *report.CalibrationLens) string {
	a := c.AUC
	if !a.Value.Defined() {
		return "Whether the confidence tells what is " + againstWord(c) + " is not known"
	}
	said := "Of two suggestions, the one with more confidence is the " + againstWord(c) + " one in " +
		say.Fixed(100*float64(a.Value), 0) + " of 100 cases; a coin gets 50"
	if a.Lo.Defined() && a.Lo <= 0.5 && a.Hi >= 0.5 {
		return "The confidence does not tell what is " + againstWord(c) + " better than a coin"
	}
	return said
}

// againstWord is what the confidence is held against.
func againstWord(c *report.CalibrationLens) string {
	switch c.Against {
	case "acceptance":
		return "accepted"
	case "correctness":
		return "right"
	}
	return say.Name(c.Against)
}

// addCalibration adds the curve, the score and the what-if of one outcome.
func (s *subject) addCalibration(sec *doc.Section, c *report.CalibrationLens) {
	what := againstWord(c)
	if f := calibrationFigure(len(sec.Figures)+1, c); f != nil {
		sec.Figures = append(sec.Figures, f)
	}
	t := doc.Table{Caption: "Confidence against what is " + what, Long: true, Head: []doc.Column{{Text: "Confidence"},
		{Text: "Suggestions", Num: true}, {Text: "Mean confidence", Num: true}, {Text: say.UpperFirst(what),
			Num: true}}}
	for _, b := range c.Bins {
		t.Rows = append(t.Rows, []doc.Cell{{Text: say.Tenth(b.From) + " to " + say.Tenth(b.To)},
			{Text: say.Count(b.Seen)}, {Text: say.Tenth(b.Mean)}, rateCell(b.Observed)})
	}
	if len(t.Rows) > 0 {
		sec.Tables = append(sec.Tables, t)
	}
	line := func(label, value string) {
		sec.Lines = append(sec.Lines, doc.Line{Label: label + ", " + what, Value: value})
	}
	if c.ECE.Defined() {
		line("Off by", pointsText(c.ECE)+" on average, between the share promised and the share "+what)
	}
	if a := c.AUC; a.Value.Defined() {
		line("Ranked rightly", pairsText(a)+" of 100 pairs of one that is "+what+" and one that is not; a coin gets 50")
	}
	if c.Brier.Defined() && c.Uncertainty.Defined() {
		against := "better than"
		if c.Brier >= c.Uncertainty {
			against = "no better than"
		}
		line("Squared error", three(c.Brier)+" (Brier score; 0 is perfect), "+against+" always saying the overall "+
			"share, which gets "+three(c.Uncertainty))
	}
	if len(c.Hide) == 0 {
		return
	}
	h := doc.Table{Caption: "Had everything below a confidence been hidden", Long: true,
		Head: []doc.Column{{Text: "Hidden below"}, {Text: "Still shown", Num: true},
			{Text: say.UpperFirst(what) + ", of those", Num: true}, {Text: "Lost, of all " + what, Num: true}},
		Foot: "Observed only: nobody's behaviour is assumed to change."}
	for _, x := range c.Hide {
		h.Rows = append(h.Rows, []doc.Cell{{Text: say.Tenth(x.Below)}, {Text: say.Tenth(x.Shown)},
			{Text: say.Tenth(x.Acceptance)}, {Text: say.Tenth(x.Lost)}})
	}
	sec.Tables = append(sec.Tables, h)
}

// pairsText is a chance as so many of 100, with its interval.
func pairsText(iv report.Interval) string {
	out := say.Fixed(100*float64(iv.Value), 0)
	if iv.Lo.Defined() && iv.Hi.Defined() {
		d := max(0, say.Decimals(50*float64(iv.Hi-iv.Lo)))
		out = say.Fixed(100*float64(iv.Value), d) + " (" + say.Fixed(100*float64(iv.Lo), d) + " to " +
			say.Fixed(100*float64(iv.Hi), d) + ")"
	}
	return out
}

// three prints a score to three digits after the point.
func three(v report.Num) string {
	if !v.Defined() {
		return say.Dash
	}
	return say.Fixed(float64(v), 3)
}

// pointsText is a size in points, without a sign.
func pointsText(v report.Num) string {
	if !v.Defined() {
		return say.Unknown
	}
	return say.Fixed(100*float64(v), 1) + " points"
}

// calibrationFigure is the reliability diagram; nil without a bin to draw.
func calibrationFigure(i int, c *report.CalibrationLens) *draw.Figure {
	what := againstWord(c)
	p := draw.Plot{Y: what, XName: "mean confidence of the bin"}
	for _, b := range c.Bins {
		if b.Mean.Defined() {
			p.Marks = append(p.Marks, draw.PlotMark{X: float64(b.Mean), Of: b.Observed, Shape: "circle", Token: "good",
				Shift: 0})
		}
	}
	if !p.Drawable() {
		return nil
	}
	f := &draw.Figure{ID: "figure-calibration-" + strconv.Itoa(i), Title: "What is " + what + ", by confidence",
		Sub:     "On the dashed line the confidence is right; below it promises too much.",
		Finding: calibrationHeading(c) + ".", Key: []draw.KeyItem{{Shape: "key-circle", Token: "good", Text: "share " +
			what}, {Shape: "key-line", Token: "muted", Text: "as promised"}},
		Wide: p.Drawing(510, 400), Narrow: p.Drawing(360, 340)}
	return f
}
