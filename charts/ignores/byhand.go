package ignores

import (
	"fmt"
	"slices"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// byHandSection says how often people did by themselves what was suggested.
func (s *subject) byHandSection() (doc.Section, bool) {
	l := s.ByHand
	if l == nil {
		return doc.Section{}, false
	}
	sec := doc.Section{ID: "byhand", Topic: "Done by hand", Short: true,
		Heading: say.Tenth(l.Share.Value) + " of the suggestions seen are done by hand instead",
		Lead: []string{"Seen, not accepted, and then the user did the same without it: the suggestion was right, " +
			"at least in part, and came too late or was not worth reaching for. It is not counted as ignored."}}
	line := func(label, value string) { sec.Lines = append(sec.Lines, doc.Line{Label: label, Value: value}) }
	rated := func(iv report.Interval, tail string) string {
		c := rateCell(iv)
		if c.Sub != "" {
			c.Text += " (" + c.Sub + ")"
		}
		return c.Text + tail
	}
	line("Of what is seen", rated(l.Share, ": "+say.Count(l.Done)+" of "+say.Plural(l.Seen, "suggestion",
		"suggestions")))
	line("Of what is not accepted", rated(l.OfUnused, ""))
	line("Who", say.Plural(l.Users, "user", "users")+" at least once")
	if l.Half.Defined() {
		line("How soon", "half of them within "+secondsText(float64(l.Half))+" of the suggestion")
	}
	line("What to test next", s.byHandNext())
	s.byHandArms(&sec, l)
	for i, p := range l.Places {
		sec.Lead = append(sec.Lead, s.apartText(p.Attribute, p.Levels, "done by hand")...)
		sec.Tables = append(sec.Tables, s.sharesTable("Done by hand, by "+say.Name(p.Attribute), p.Attribute, "By hand",
			p.Levels, i > 0))
	}
	if len(l.Places) > 0 {
		p := l.Places[0]
		if f := sharesFigure("figure-byhand", "What is done by hand, by "+say.Name(p.Attribute), "done by hand",
			p.Attribute, p.Levels, sec.Heading); f != nil {
			sec.Figures = append(sec.Figures, f)
		}
	}
	return sec, true
}

// byHandNext says what to do about it: the test that is drafted, or why none is.
func (s *subject) byHandNext() string {
	at := slices.IndexFunc(s.Plans, func(p report.NextTest) bool { return p.Cause == "redundant" })
	if at < 0 {
		return "nothing: so little is done by hand, or so little is known of it, that a test would not pay"
	}
	return fmt.Sprintf("%s; test %d under Next tests", say.Sentence(s.Plans[at].Change), at+1)
}

func (s *subject) byHandArms(sec *doc.Section, l *report.ByHandLens) {
	if len(l.Arms) == 0 {
		return
	}
	t := doc.Table{Caption: "Done by hand, by arm", Head: []doc.Column{{Text: "Arm"}, {Text: "Seen", Num: true},
		{Text: "By hand", Num: true}, {Text: "Share", Num: true}, {Text: "Against control", Num: true}}}
	for _, a := range l.Arms {
		t.Rows = append(t.Rows, []doc.Cell{{Text: say.Name(a.Arm)}, {Text: say.Count(a.Seen)},
			{Text: say.Count(a.Done)},
			rateCell(a.Share), spanText(a.Gap)})
		if a.Gap.Leaves0() {
			more := "more"
			if a.Gap.Value < 0 {
				more = "less"
			}
			sp := say.Difference(a.Gap, say.Cost)
			sec.Lead = append(sec.Lead, fmt.Sprintf("In %s %s %s is done by hand than in control (%s): a randomised "+
				"difference.", say.Name(a.Arm), say.Unsigned(sp.Estimate()), more, sp.Range()))
		}
	}
	sec.Tables = append(sec.Tables, t)
}
