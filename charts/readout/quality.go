package readout

import (
	"slices"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// qualitySection shows what the graded suggestions were worth: the share of each
// grade, what it costs, and where the verdict on cost turns. ok is false where
// no metric is graded.
func (s *subject) qualitySection() (sec doc.Section, ok bool) {
	sec = doc.Section{ID: "quality", Topic: "How good they were", Heading: "The grades of suggestions"}
	for i := range s.Metrics {
		m := &s.Metrics[i]
		if m.Graded == nil {
			continue
		}
		if len(sec.Tables) == 0 {
			sec.Heading = s.qualityHeading(m)
			sec.Lead = []string{"A grade's share is of the graded suggestions. Intervals count " + s.units() +
				" rather than suggestions, since those of one are alike. " +
				"The joint interval holds for all grades at once."}
		}
		sec.Tables = append(sec.Tables, s.gradesTable(m), s.labelledTable(m))
		if t := s.turnTable(m); len(t.Rows) > 0 {
			sec.Tables = append(sec.Tables, t)
		}
		sec.Notes = append(sec.Notes, cautionTexts(say.MetricTitle(m.Name)+": ", m.Cautions, map[string]bool{})...)
	}
	return sec, len(sec.Tables) > 0
}

// qualityHeading says what became of the costliest grade that was seen.
func (s *subject) qualityHeading(m *report.Metric) string {
	worst := &m.Graded.Grades[0]
	for i := range m.Graded.Grades {
		g := &m.Graded.Grades[i]
		if seen := slices.ContainsFunc(g.Arms, func(a report.GradeShare) bool { return a.Count > 0 }); seen &&
			g.Cost > worst.Cost {
			worst = g
		}
	}
	title := say.UpperFirst(say.Name(worst.Name))
	share := func(arm string) string {
		for _, a := range worst.Arms {
			if a.Arm == arm {
				return say.Tenth(a.Share)
			}
		}
		return say.Dash
	}
	if s.Withheld != nil || len(worst.Comparisons) == 0 {
		return title + ": " + share(worst.Arms[0].Arm) + " of the graded suggestions"
	}
	_, focus := s.focus()
	c := worst.Comparisons[0]
	for _, x := range worst.Comparisons {
		if focus != nil && x.Arm == focus.Arm {
			c = x
		}
	}
	out := title + ": " + share(c.Control) + " in " + say.Name(c.Control) + ", " + share(c.Arm) + " in " +
		say.Name(c.Arm)
	if !s.Decision.Early && c.Abs.Lo.Defined() && c.Abs.Lo <= 0 && c.Abs.Hi >= 0 {
		out += ", a difference that chance can make"
	}
	return out
}

// gradesTable gives every grade's share in every arm.
func (s *subject) gradesTable(m *report.Metric) doc.Table {
	t := doc.Table{Caption: say.MetricTitle(m.Name) + ": share of each grade", Head: []doc.Column{{Text: "Grade"},
		{Text: "Cost each", Num: true}}}
	for _, a := range s.Arms {
		t.Head = append(t.Head, doc.Column{Text: say.Name(a.Name), Num: true},
			doc.Column{Text: "Joint " + say.Level(s.Alpha), Num: true})
	}
	for i := range m.Graded.Grades {
		g := &m.Graded.Grades[i]
		row := []doc.Cell{{Text: say.Name(g.Name)}, {Text: say.Number(g.Cost)}}
		for _, a := range g.Arms {
			row = append(row, gradeCell(a), boundsCell(a.JointLo, a.JointHi))
		}
		t.Rows = append(t.Rows, row)
	}
	t.Foot = "Beneath each share its own " + say.Level(s.Alpha) + " interval. Where none was seen, the bound is " +
		"one-sided: at most that share, and in brackets what holds if all suggestions of one " +
		strings.TrimSuffix(s.units(), "s") + " stand or fall together."
	return t
}

func gradeCell(a report.GradeShare) doc.Cell {
	c := doc.Cell{Text: say.Tenth(a.Share)}
	switch {
	case a.UpperIf0.Defined():
		c.Text = "0 of " + say.Count(a.Of)
		c.Sub = "at most " + say.Fixed(100*float64(a.UpperIf0), 2) + "%"
		if a.UpperUnits.Defined() {
			c.Sub += " (" + say.Fixed(100*float64(a.UpperUnits), 2) + "%)"
		}
	case a.Lo.Defined():
		c.Sub = boundsCell(a.Lo, a.Hi).Text
	}
	return c
}

func boundsCell(lo, hi report.Num) doc.Cell {
	if !lo.Defined() || !hi.Defined() {
		return doc.Cell{Text: say.Dash}
	}
	return doc.Cell{Text: say.Fixed(100*float64(lo), 1) + "% to " + say.Fixed(100*float64(hi), 1) + "%"}
}

// labelledTable says how much of each arm is graded.
func (s *subject) labelledTable(m *report.Metric) doc.Table {
	t := doc.Table{Caption: say.MetricTitle(m.Name) + ": what is graded", Head: []doc.Column{{Text: "Group"},
		{Text: "Graded", Num: true}, {Text: "Shown", Num: true}, {Text: "Share", Num: true},
		{Text: say.UpperFirst(s.units()) + " with one", Num: true}, {Text: "p of a difference", Num: true}}}
	for _, l := range m.Graded.Labelled {
		t.Rows = append(t.Rows, []doc.Cell{{Text: say.Name(l.Arm)}, {Text: say.Count(l.Graded)},
			{Text: say.Count(l.Shown)}, {Text: say.Tenth(l.Share)}, {Text: say.Count(l.Units)},
			{Text: say.P(l.PDiffer)}})
	}
	return t
}

// turnTable gives the differences of the shares and the cost at which the arms
// would cost the same; before the planned end there is none to show.
func (s *subject) turnTable(m *report.Metric) doc.Table {
	t := doc.Table{Caption: say.MetricTitle(m.Name) + ": where the verdict on cost turns",
		Head: []doc.Column{{Text: "Grade"}}}
	if s.Withheld != nil || s.Decision.Early {
		return t
	}
	several := s.treatments() > 1
	if several {
		t.Head = append(t.Head, doc.Column{Text: "Arm"})
	}
	t.Head = append(t.Head, doc.Column{Text: "Difference", Num: true}, doc.Column{Text: "p", Num: true},
		doc.Column{Text: "Cost now", Num: true}, doc.Column{Text: "Same cost at", Num: true})
	for i := range m.Graded.Grades {
		g := &m.Graded.Grades[i]
		for _, c := range g.Comparisons {
			row := []doc.Cell{{Text: say.Name(g.Name)}}
			if several {
				row = append(row, doc.Cell{Text: say.Name(c.Arm)})
			}
			turn := doc.Cell{Text: say.Dash}
			if c.BreakEven.Defined() {
				turn.Text = strings.TrimPrefix(say.Number(c.BreakEven), "+")
			}
			t.Rows = append(t.Rows, append(row, s.spanCell(say.Difference(c.Abs, say.Points)),
				doc.Cell{Text: say.P(c.P)}, doc.Cell{Text: say.Number(g.Cost)}, turn))
		}
	}
	t.Foot = "Same cost at: if each such suggestion cost that much, the others as declared, both arms would cost the " +
		"same; beyond it the other arm is cheaper. " + say.Dash + " means that no cost turns it."
	return t
}
