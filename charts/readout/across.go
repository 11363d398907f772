package readout

import (
	"slices"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// without reports whether the arms are taken as they are found, so that none is the
// control and one test asks whether any of them differ.
func (s *subject) without() bool {
	return slices.ContainsFunc(s.Metrics, func(m report.Metric) bool { return m.Across != nil })
}

// spreadCard is the main metric from the lowest arm to the highest.
func (s *subject) spreadCard(k doc.Card, m *report.Metric) doc.Card {
	if why := s.keepsBack(m); why != "" {
		k.Big, k.Sub, k.Tone = say.Hidden, why, draw.Invalid
		return k
	}
	var lo, hi *report.Estimate
	for i := range m.Arms {
		e := &m.Arms[i]
		switch {
		case !e.Value.Defined():
			continue
		case lo == nil:
			lo, hi = e, e
		case e.Value < lo.Value:
			lo = e
		case e.Value > hi.Value:
			hi = e
		}
	}
	if lo == nil {
		k.Big, k.Sub = say.Unknown, "No arm has a value: see the cautions."
		return k
	}
	sc := say.LevelScale(m)
	k.Big = say.Value(lo.Value, lo.Lo, lo.Hi, sc) + " to " + say.Value(hi.Value, hi.Lo, hi.Hi, sc)
	k.Sub = "The lowest and the highest of " + say.Plural(len(m.Arms), "arm", "arms") + ": " + say.Name(lo.Arm) +
		" and " + say.Name(hi.Arm) + "."
	k.Note = "Picked because they are so, both lie further out than they are likely to be again."
	return k
}

// acrossCard is the test of the main metric over all arms.
func (s *subject) acrossCard(k doc.Card, m *report.Metric) doc.Card {
	a := m.Across
	switch {
	case s.keepsBack(m) != "":
		k.Big, k.Sub, k.Tone = say.Hidden, s.keepsBack(m), draw.Invalid
	case !a.P.Defined():
		k.Big, k.Sub = say.Unknown, "Nothing could be tested: see the cautions."
	default:
		k.Big = "p " + say.P(a.P)
		k.Sub = "One test of whether any two arms differ, by " + methodText(a.Method) + "."
		k.Note = "It says nothing of which arm is best."
	}
	return k
}

// acrossTable has the test of every metric over all arms.
func (s *subject) acrossTable(ms []*report.Metric) doc.Table {
	t := doc.Table{Caption: "Whether any two arms differ", Long: true, Head: []doc.Column{{Text: "Metric"},
		{Text: "Statistic", Num: true}, {Text: "Degrees of freedom", Num: true}, {Text: "p", Num: true},
		{Text: "Adjusted p", Num: true}, {Text: "Test"}}}
	for _, m := range ms {
		a := m.Across
		if a == nil {
			continue
		}
		df := say.Number(a.DF)
		if a.DFError.Defined() {
			df += " and " + say.Number(a.DFError)
		}
		test := doc.Cell{Text: methodText(a.Method)}
		if a.Method == "" {
			test.Text = say.Dash
		}
		for _, c := range a.Cautions {
			test.Sub = say.Sentence(c.Detail)
		}
		t.Rows = append(t.Rows, []doc.Cell{{Text: say.MetricTitle(m.Name), Sub: roleNote(m)},
			{Text: say.Number(a.Statistic)}, {Text: df}, {Text: say.P(a.P)}, doc.CorrectedCell(a.PAdjusted,
				a.FamilySize), test})
	}
	t.Foot = "p is how often arms would differ at least this much if they were truly alike. Adjusted p is by " +
		s.adjustment() + ", over what the file declares. " + say.Dash + " means not known."
	return t
}
