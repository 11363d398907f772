package ignores

import (
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// precisionSection says of each type of suggestions how many were good.
func (s *subject) precisionSection() (doc.Section, bool) {
	l := s.Precision
	if l == nil {
		return doc.Section{}, false
	}
	sec := doc.Section{ID: "precision", Topic: "Precision", Short: true,
		Heading: s.precisionHeading(l), Lead: []string{say.Sentence(l.Sentence)}}
	how := "Good is what a label says is good, of those labelled."
	if l.From == "answers" {
		how = "There are no labels, so the answers tell: good is accepted and not undone, or done by hand; bad is " +
			"dismissed or undone. What is ignored tells neither. What people dismiss need not be wrong: labels " +
			"of even some suggestions would say more."
	}
	sec.Lead = append(sec.Lead, how)
	c := rateCell(l.Overall)
	if c.Sub != "" {
		c.Text += " (" + c.Sub + ")"
	}
	sec.Lines = append(sec.Lines, doc.Line{Label: "All together", Value: c.Text + ": " + say.Count(l.Good) + " of " +
		say.Count(l.Judged) + " judged, of " + say.Plural(l.Seen, "suggestion", "suggestions") + " seen"})
	t := doc.Table{Caption: "Good ones of each " + say.Name(l.Attribute) + ", the least precise first",
		Head: []doc.Column{{Text: say.UpperFirst(say.Name(l.Attribute))}, {Text: "Seen", Num: true},
			{Text: "Judged", Num: true}, {Text: "Good", Num: true}, {Text: "Precision", Num: true},
			{Text: "Against elsewhere", Num: true}, {Text: "p, adjusted", Num: true}, {Text: "Accepted, of seen",
				Num: true},
			{Text: "Of all seen", Num: true}, {Text: "Of all good", Num: true}}}
	var levels []report.LevelShare
	for _, x := range l.Levels {
		levels = append(levels, x.LevelShare)
		t.Rows = append(t.Rows, []doc.Cell{{Text: levelWord(x.Level)}, {Text: say.Count(x.Seen)},
			{Text: say.Count(x.Of)},
			{Text: say.Count(x.Count)}, rateCell(x.Share), spanText(x.Apart), {Text: say.P(x.PAdjusted)},
			{Text: say.Tenth(x.Used)}, {Text: say.Tenth(x.SeenShare)}, {Text: say.Tenth(x.GoodShare)}})
	}
	t.Foot = s.level + " intervals, clustered by unit; p by Holm over the levels. With fewer than 20 users in or " +
		"outside of it a level is not compared. Holding a " + say.Name(l.Attribute) +
		" back would have left out its share of all seen and " +
		"of all good, had nobody behaved differently."
	sec.Tables = append(sec.Tables, t)
	if f := sharesFigure("figure-precision", "How many of each "+say.Name(l.Attribute)+" are good?", "good",
		l.Attribute,
		levels, sec.Heading); f != nil {
		sec.Figures = append(sec.Figures, f)
	}
	return sec, true
}

// precisionHeading names the least precise type where it stands apart beyond chance.
func (s *subject) precisionHeading(l *report.PrecisionLens) string {
	for _, x := range l.Levels {
		if x.PAdjusted < s.Alpha && x.Apart.Value < 0 {
			return "Of " + levelWord(x.Level) + " " + say.Tenth(x.Share.Value) + " are good, of all " +
				say.Tenth(l.Overall.Value)
		}
	}
	which := "labelled suggestions"
	if l.From == "answers" {
		which = "answered suggestions"
	}
	return say.Tenth(l.Overall.Value) + " of the " + which + " are good, of no " + say.Name(l.Attribute) +
		" clearly fewer"
}
