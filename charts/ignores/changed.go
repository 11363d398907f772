package ignores

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// contrastTitle says what is set against what.
func contrastTitle(c *report.Changed) string {
	switch c.Compare {
	case "week":
		return "Last full week (" + say.Name(c.To) + ") against the one before"
	case "half":
		return "Later half of the days (" + say.Name(c.To) + ") against the earlier"
	}
	return say.UpperFirst(say.Name(c.To)) + " against " + say.Name(c.From)
}

// changedSection splits differences into mix and behaviour.
func (s *subject) changedSection() (doc.Section, bool) {
	if len(s.Changed) == 0 {
		return doc.Section{}, false
	}
	sec := doc.Section{ID: "changed", Topic: "What changed", Heading: s.changedHeading(),
		Lead: []string{s.say("A difference in the {ignore rate} is split exactly: into what is shown where (mix) and " +
			"what people do there (behaviour). The split over weeks describes; it does not say what moved the mix.")}}
	if f := s.waterfallFigure(); f != nil {
		sec.Figures = append(sec.Figures, f)
	}
	for i := 0; i < len(s.Changed); {
		first := &s.Changed[i]
		t := doc.Table{Caption: contrastTitle(first) + ": " + say.Tenth(first.RateFrom) + " to " +
			say.Tenth(first.RateTo) + s.say(" {ignored}, ") + sidesText(first), Long: true,
			Head: []doc.Column{{Text: "Split over"}, {Text: "Mix", Num: true}, {Text: "Behaviour", Num: true},
				{Text: "Together", Num: true}, {Text: "p of the mix, corrected", Num: true}}}
		j := i
		for ; j < len(s.Changed) && s.Changed[j].Compare == first.Compare && s.Changed[j].To == first.To; j++ {
			c := &s.Changed[j]
			row := []doc.Cell{{Text: say.Name(c.Attribute), Sub: fixedText(c)}}
			for _, iv := range []report.Interval{c.Mix, c.Rate, c.Total} {
				row = append(row, spanText(iv))
			}
			t.Rows = append(t.Rows, append(row, doc.CorrectedCell(c.MixPAdj, c.FamilySize)))
		}
		t.Foot = s.say("Corrected by Holm for all attributes and comparisons. Points of the {ignore rate} of seen "+
			"suggestions, with ") + s.level + " intervals from resampled units. A suggestion that lacks what is " +
			"split over is left out there."
		sec.Tables = append(sec.Tables, t)
		if k := s.largestMix(i, j); k >= 0 {
			sec.Tables = append(sec.Tables, s.levelsTable(&s.Changed[k]))
		}
		i = j
	}
	return sec, true
}

func fixedText(c *report.Changed) string {
	switch {
	case c.Alarm:
		return "balance alarm"
	case c.Fixed:
		return "of the unit, fixed before exposure"
	}
	return "of the suggestion"
}

func spanText(iv report.Interval) doc.Cell {
	sp := say.Difference(iv, say.Cost)
	if !sp.Known {
		return doc.Cell{Text: say.Dash}
	}
	c := doc.Cell{Text: sp.Value}
	if sp.Bounded {
		c.Sub = sp.Range()
	}
	return c
}

// clearMix reports whether a shift of the mix is more than chance makes, corrected
// for all attributes and comparisons that are looked at.
func (s *subject) clearMix(c *report.Changed) bool { return c.MixPAdj < s.Alpha }

// largestMix is the clear mix part that is largest, −1 when none is clear.
func (s *subject) largestMix(from, to int) int {
	best := -1
	size := func(i int) float64 { return max(float64(s.Changed[i].Mix.Value), -float64(s.Changed[i].Mix.Value)) }
	for i := from; i < to; i++ {
		if s.clearMix(&s.Changed[i]) && (best < 0 || size(i) > size(best)) {
			best = i
		}
	}
	return best
}

// changedHeading is the difference between the arms, or else the largest clear shift of
// a mix.
func (s *subject) changedHeading() string {
	for i := range s.Changed {
		if c := &s.Changed[i]; c.Compare == "arm" && c.Total.Value.Defined() {
			return fmt.Sprintf(s.say("%s less %s: %s {ignored}, of seen"), say.UpperFirst(say.Name(c.To)),
				say.Name(c.From), say.Difference(c.Total, say.Cost).String())
		}
	}
	k := s.largestMix(0, len(s.Changed))
	if k < 0 {
		return "No shift of the mix is clear"
	}
	c := &s.Changed[k]
	word := "added"
	v := 100 * float64(c.Mix.Value)
	if v < 0 {
		word, v = "took away", -v
	}
	what := "in the later half of the days"
	switch c.Compare {
	case "half":
	case "week":
		what = "in the last full week"
	default:
		what = "in " + say.Name(c.To)
	}
	return fmt.Sprintf("A shifted mix of %s %s %s points %s", say.Name(c.Attribute), word,
		say.Fixed(v, max(say.Decimals(50*float64(c.Mix.Hi-c.Mix.Lo)), 0)), what)
}

// sidesText says how many suggestions and users each side has.
func sidesText(c *report.Changed) string {
	from, to := "before", "now"
	if c.Compare != "week" && c.Compare != "half" {
		from, to = "in "+say.Name(c.From), "in "+say.Name(c.To)
	}
	return fmt.Sprintf("of %s of %s %s and %s of %s %s", say.Plural(int(c.SeenFrom), "suggestion", "suggestions"),
		say.Plural(int(c.UsersFrom), "user", "users"), from,
		say.Count(c.SeenTo), say.Plural(int(c.UsersTo), "user", "users"), to)
}

// levelsTable gives one split level by level.
func (s *subject) levelsTable(c *report.Changed) doc.Table {
	t := doc.Table{Caption: "The levels of " + say.Name(c.Attribute), Long: true, Head: []doc.Column{{Text: "Level"},
		{Text: "Share before", Num: true}, {Text: "Share now", Num: true}, {Text: s.say("{Ignored} before"), Num: true},
		{Text: s.say("{Ignored} now"), Num: true}, {Text: "Mix, points", Num: true}, {Text: "Behaviour, points",
			Num: true}}}
	if c.Compare == "arm" {
		t.Head[1].Text, t.Head[2].Text, t.Head[3].Text, t.Head[4].Text = "Share in "+say.Name(c.From), "Share in "+
			say.Name(c.To), s.say("{Ignored} in ")+say.Name(c.From), s.say("{Ignored} in ")+say.Name(c.To)
	}
	for _, l := range c.Levels {
		t.Rows = append(t.Rows, []doc.Cell{{Text: say.OrElse(say.Name(l.Level), "(none)")},
			{Text: say.Tenth(l.ShareFrom)}, {Text: say.Tenth(l.ShareTo)}, {Text: say.Tenth(l.RateFrom)},
			{Text: say.Tenth(l.RateTo)},
			{Text: say.Signed(100*float64(l.Mix), 2)}, {Text: say.Signed(100*float64(l.Rate), 2)}})
	}
	t.Foot = s.say("Mix is taken from the pooled rate: a level that grew and is {ignored} more than most adds.")
	if len(c.Pooled) > 0 {
		var names []string
		for _, p := range c.Pooled {
			names = append(names, say.OrElse(say.Name(p), "(none)"))
		}
		t.Foot += " other is " + say.List(names[:min(len(names), 12)]) + ", for want of suggestions on one side."
	}
	return t
}
