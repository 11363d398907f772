package readout

import (
	"strconv"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// lastingSection asks whether the effect lasts: by days since exposure on the
// same units, and early against late cohorts.
func (s *subject) lastingSection() doc.Section {
	sec := doc.Section{ID: "lasting", Topic: "Does it last", Paper: true}
	switch {
	case s.Withheld != nil:
		sec.Heading, sec.Lead = "Whether it lasts is hidden", []string{"The groups are not comparable."}
		return sec
	case len(s.Novelty) == 0:
		sec.Heading, sec.Lead = "Too early to say whether it lasts", []string{"An effect is followed on units that " +
			"were observed for the same number of days, 3 at least; the data hold too few such units, no days, or no " +
			"comparison."}
		if s.NoveltyWhy != "" {
			sec.Heading, sec.Lead = "Whether it lasts is not known", []string{say.Sentence(s.NoveltyWhy)}
		}
		return sec
	}
	sec.Heading = s.lastingHeading()
	sec.Lead = []string{"Each row is the same " + s.units() + " on later days, so nobody joins or leaves between " +
		"rows. Day 0 is the calendar day of first exposure."}
	if s.Decision.Early {
		sec.Lead = append(sec.Lead, "Before the planned end only estimates are shown: these intervals may be read "+
			"once.")
	}
	seen := map[string]bool{}
	for i := range s.Novelty {
		n := &s.Novelty[i]
		sec.Tables = append(sec.Tables, s.agesTable(n))
		sec.Notes = append(append(sec.Notes, cautionTexts(say.MetricTitle(n.Metric)+": ", n.Change.Cautions, seen)...),
			cautionTexts(say.MetricTitle(n.Metric)+": ", n.Cautions, seen)...)
	}
	sec.Tables = append(sec.Tables, s.cohortsTable())
	return sec
}

// lastingHeading compares the first and the last age of the focus metric.
func (s *subject) lastingHeading() string {
	n := &s.Novelty[0]
	if _, c := s.focus(); c != nil {
		for i := range s.Novelty {
			if s.Novelty[i].Arm == c.Arm {
				n = &s.Novelty[i]
				break
			}
		}
	}
	m := s.metricNamed(n.Metric)
	if len(n.Ages) < 2 {
		return "How the effect runs over the days since exposure"
	}
	first, last := n.Ages[0], n.Ages[len(n.Ages)-1]
	a, b := relOrAbs(m, &report.Comparison{Abs: first.Abs, Rel: first.Rel}),
		relOrAbs(m, &report.Comparison{Abs: last.Abs, Rel: last.Rel})
	if !a.Known || !b.Known {
		return "How the effect runs over the days since exposure"
	}
	out := say.MetricTitle(n.Metric) + ": " + a.Estimate() + " on " + agesText(first) + ", " + b.Estimate() + " on " +
		agesText(last)
	if s.Decision.Early {
		return out
	}
	return out + changeText(n.Change)
}

// changeText says whether arm over control moved from the first age to the last.
func changeText(c report.Change) string {
	sp := say.Difference(c.Ratio, say.Percent)
	switch c.State {
	case "up":
		return "; it rose (" + sp.Range() + ")"
	case "down":
		return "; it fell (" + sp.Range() + ")"
	case "open":
		return "; not shown to change (" + sp.Range() + ")"
	}
	return ""
}

func agesText(a report.AgeEffect) string {
	if a.From == a.To {
		return "day " + strconv.Itoa(a.From)
	}
	return "days " + strconv.Itoa(a.From) + " to " + strconv.Itoa(a.To)
}

// metricNamed is the report's metric of that name; a plain one where it has none.
func (s *subject) metricNamed(name string) *report.Metric {
	for i := range s.Metrics {
		if s.Metrics[i].Name == name {
			return &s.Metrics[i]
		}
	}
	return &report.Metric{Name: name}
}

// once is a cell of an interval that may be read once, at the planned end.
func (s *subject) once(sp say.Span) doc.Cell {
	if s.Decision.Early && sp.Known {
		return doc.Cell{Text: sp.Estimate()}
	}
	return s.spanCell(sp)
}

func (s *subject) agesTable(n *report.Novelty) doc.Table {
	m := s.metricNamed(n.Metric)
	t := doc.Table{Caption: say.MetricTitle(n.Metric) + " by days since exposure, " + say.Count(n.Units) + " " +
		s.units() + " followed for " + strconv.Itoa(n.Days) + " days",
		Head: []doc.Column{{Text: "Since exposure"}, {Text: "Difference", Num: true}, {Text: "Relative difference",
			Num: true}}}
	if s.treatments() > 1 {
		t.Caption = say.Name(n.Arm) + ": " + t.Caption
	}
	for _, a := range n.Ages {
		t.Rows = append(t.Rows, []doc.Cell{{Text: say.UpperFirst(agesText(a))},
			s.once(say.Difference(a.Abs, say.DiffScale(m))), s.once(say.Difference(a.Rel, say.Percent))})
	}
	if c := n.Change; len(n.Ages) > 1 {
		row := []doc.Cell{{Text: "From the first to the last, " + say.Name(n.Arm) + " over " + say.Name(n.Control)},
			{Text: say.Dash}, s.once(say.Difference(c.Ratio, say.Percent))}
		if !s.Decision.Early && c.P.Defined() {
			row[0].Sub = "p " + say.P(c.P)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (s *subject) cohortsTable() doc.Table {
	t := doc.Table{Caption: "Exposed early against exposed late, all followed for the same number of days",
		Head: []doc.Column{{Text: "Metric"}}}
	several := s.treatments() > 1
	if several {
		t.Head = append(t.Head, doc.Column{Text: "Arm"})
	}
	t.Head = append(t.Head, doc.Column{Text: "Early", Num: true}, doc.Column{Text: "Late", Num: true},
		doc.Column{Text: "Late minus early", Num: true}, doc.Column{Text: "p", Num: true})
	for i := range s.Novelty {
		n := &s.Novelty[i]
		m := s.metricNamed(n.Metric)
		row := []doc.Cell{{Text: say.MetricTitle(n.Metric)}}
		if several {
			row = append(row, doc.Cell{Text: say.Name(n.Arm)})
		}
		for _, c := range n.Cohorts {
			x := s.once(say.Difference(c.Abs, say.DiffScale(m)))
			if days := say.Days(c.From, c.To); days != "" {
				x.Sub = days + ", n " + say.Count(c.Units)
			}
			row = append(row, x)
		}
		p := say.P(n.P)
		if s.Decision.Early {
			p = say.Dash
		}
		t.Rows = append(t.Rows, append(row, s.once(say.Difference(n.Difference, say.DiffScale(m))), doc.Cell{Text: p}))
	}
	t.Foot = "Unadjusted for the number of rows. An effect that is smaller in late cohorts may be novelty that " +
		"spread, or other people."
	return t
}
