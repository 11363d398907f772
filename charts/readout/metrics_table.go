package readout

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// metricsTable lists metrics with both arms, the differences, their intervals
// and how they read: one row per comparison, or per arm where nothing is compared.
func (s *subject) metricsTable(caption string, ms []*report.Metric) doc.Table {
	if !s.comparing() {
		return s.describeTable(caption, ms)
	}
	several := s.treatments() > 1
	t := doc.Table{Caption: caption, Long: true, Head: []doc.Column{{Text: "Metric"}}}
	if several {
		t.Head = append(t.Head, doc.Column{Text: "Arm"})
	}
	t.Head = append(t.Head, doc.Column{Text: say.Name(s.control()), Num: true}, doc.Column{Text: s.armHead(),
		Num: true},
		doc.Column{Text: "Difference", Num: true}, doc.Column{Text: "Relative difference", Num: true},
		doc.Column{Text: "Reading"})
	for _, m := range ms {
		if len(m.Comparisons) == 0 {
			t.Rows = append(t.Rows, s.uncompared(m, len(t.Head), several))
			continue
		}
		for i := range m.Comparisons {
			t.Rows = append(t.Rows, s.metricRow(m, &m.Comparisons[i], several))
		}
	}
	t.Foot = s.tableFoot()
	return t
}

// pTable gives the p of every comparison, and what made it.
func (s *subject) pTable(caption string, ms []*report.Metric, adjusted bool) doc.Table {
	t := doc.Table{Caption: caption, Long: true, Head: []doc.Column{{Text: "Metric"}}}
	if s.Withheld != nil {
		return t
	}
	several := s.treatments() > 1
	if several {
		t.Head = append(t.Head, doc.Column{Text: "Arm"})
	}
	t.Head = append(t.Head, doc.Column{Text: "p", Num: true})
	if adjusted {
		t.Head = append(t.Head, doc.Column{Text: "Adjusted p", Num: true})
	}
	t.Head = append(t.Head, doc.Column{Text: "Test"})
	for _, m := range ms {
		for i := range m.Comparisons {
			c := &m.Comparisons[i]
			row := []doc.Cell{{Text: say.MetricTitle(m.Name), Sub: roleNote(m)}}
			if several {
				row = append(row, doc.Cell{Text: say.Name(c.Arm)})
			}
			row = append(row, doc.Cell{Text: say.P(c.P)})
			if adjusted {
				row = append(row, doc.CorrectedCell(c.PAdjusted, c.FamilySize))
			}
			t.Rows = append(t.Rows, append(row, doc.Cell{Text: methodText(c.Method)}))
		}
	}
	t.Foot = "p is how often a difference at least this large would appear if the arms were truly alike."
	if adjusted {
		t.Foot += " Adjusted p is by " + s.adjustment() + ", over arms and over what the file declares (but for " +
			"guardrails that their margin judges) and accepted suggestions per unit."
	}
	t.Foot += " " + say.Dash + " means not known."
	return t
}

// armHead heads the column of what is compared with control.
func (s *subject) armHead() string {
	if s.treatments() == 1 {
		for _, a := range s.Arms {
			if !a.Control {
				return say.Name(a.Name)
			}
		}
	}
	return "This arm"
}

func (s *subject) metricRow(m *report.Metric, c *report.Comparison, several bool) []doc.Cell {
	row := []doc.Cell{{Text: say.MetricTitle(m.Name), Sub: roleNote(m)}}
	if several {
		row = append(row, doc.Cell{Text: say.Name(c.Arm)})
	}
	row = append(row, armCell(m, c.Control), armCell(m, c.Arm))
	row = append(row, s.spanCell(say.Difference(c.Abs, say.DiffScale(m))),
		s.spanCell(say.Difference(c.Rel, say.Percent)))
	st := stateOf(m, c)
	switch {
	case s.Withheld != nil:
		st = draw.State{Word: say.Hidden, Tone: draw.Inconclusive}
	case s.hides(m) != "":
		st = draw.State{Word: say.NotCompared, Tone: draw.Inconclusive}
	}
	return append(row, doc.Cell{Text: st.Word, Tone: st.Tone})
}

// uncompared is the row of a metric that could not be compared at all.
func (s *subject) uncompared(m *report.Metric, columns int, several bool) []doc.Cell {
	row := make([]doc.Cell, columns)
	for i := range row {
		row[i] = doc.Cell{Text: say.Dash}
	}
	row[0] = doc.Cell{Text: say.MetricTitle(m.Name), Sub: roleNote(m)}
	at := 1
	if several {
		at = 2
	}
	row[at] = armCell(m, s.control())
	if !several {
		for _, a := range s.Arms {
			if !a.Control {
				row[at+1] = armCell(m, a.Name)
			}
		}
	}
	row[columns-1] = doc.Cell{Text: "no comparison", Tone: draw.Inconclusive}
	return row
}

// describeTable lists each arm's value with its interval.
func (s *subject) describeTable(caption string, ms []*report.Metric) doc.Table {
	t := doc.Table{Caption: caption, Long: true, Head: []doc.Column{{Text: "Metric"}, {Text: "Group"},
		{Text: "Value", Num: true},
		{Text: s.level + " interval", Num: true}, {Text: "Sum", Num: true}, {Text: "Over", Num: true},
		{Text: "n", Num: true}}}
	for _, m := range ms {
		for _, e := range m.Arms {
			iv := say.Dash
			sc := say.LevelScale(m)
			if e.Value.Defined() && e.Lo.Defined() && e.Hi.Defined() {
				iv = say.Value(e.Lo, e.Lo, e.Hi, sc) + " to " + say.Value(e.Hi, e.Lo, e.Hi, sc)
			}
			t.Rows = append(t.Rows, []doc.Cell{{Text: say.MetricTitle(m.Name), Sub: roleNote(m)},
				{Text: say.Name(e.Arm)},
				{Text: say.Value(e.Value, e.Lo, e.Hi, sc)}, {Text: iv}, {Text: say.Number(e.Numerator)},
				{Text: say.Number(e.Denominator)}, {Text: say.Count(e.Units)}})
		}
	}
	t.Foot = say.Dash + " means not known; the cautions say why."
	return t
}

func (s *subject) spanCell(sp say.Span) doc.Cell {
	switch {
	case s.Withheld != nil:
		return doc.Cell{Text: say.Hidden}
	case !sp.Known:
		return doc.Cell{Text: say.Dash}
	}
	return doc.Cell{Text: sp.Estimate(), Sub: sp.Range()}
}

func armCell(m *report.Metric, arm string) doc.Cell {
	e := estimateOf(m.Arms, arm)
	if e == nil {
		return doc.Cell{Text: say.Dash}
	}
	return doc.Cell{Text: say.Value(e.Value, e.Lo, e.Hi, say.LevelScale(m)), Sub: "n " + say.Count(e.Units)}
}

// roleNote is the second line under a metric's name.
func roleNote(m *report.Metric) string {
	parts := []string{say.Name(m.Role)}
	if m.Role == "guardrail" {
		parts = append(parts, worse(m))
		if l := limitText(m); l != "" {
			parts = append(parts, "limit "+l)
		}
	}
	if m.SoFar {
		parts = append(parts, "so far")
	}
	return strings.Join(parts, ", ")
}

// tableFoot explains the columns of a table of comparisons.
func (s *subject) tableFoot() string {
	if s.Withheld != nil {
		return doc.WithheldWords + " " + say.Dash + " means not known."
	}
	foot := "Intervals are " + s.level + ", not corrected for the number of metrics. Differences are arm minus " +
		say.Name(s.control()) + "; relative ones divide by its value."
	if cut := s.Decision.FirstCut; cut != "" && !s.Decision.Early {
		foot += " How each reads was read once, of the data to " + say.Instant(cut) + "; the numbers are of all data."
	}
	if s.anyLookApart() {
		foot += fmt.Sprintf(" Differences are those of look %d, arms' values of all data so far, so they are not "+
			"exactly those of the values.", s.Looks.Reached)
	}
	if s.adjusting() {
		foot += " Differences are adjusted for the time before exposure where they can be, so they are not exactly " +
			"those of the arms' values."
	}
	return foot + " " + say.Dash + " means not known; the cautions say why."
}

// anyLookApart reports whether data after the last look have moved a metric's values.
func (s *subject) anyLookApart() bool {
	for i := range s.Metrics {
		for j := range s.Metrics[i].Comparisons {
			if s.lookApart(&s.Metrics[i], &s.Metrics[i].Comparisons[j]) != "" {
				return true
			}
		}
	}
	return false
}

// diagnosticsSection lists the metrics that are printed and never decided on.
func (s *subject) diagnosticsSection() doc.Section {
	sec := doc.Section{ID: "diagnostics", Topic: "Diagnostics"}
	ms := s.byRole("diagnostic")
	if len(ms) == 0 {
		sec.Heading = "No diagnostic metrics"
		sec.Lead = []string{"Nothing was computed beyond the metrics above."}
		return sec
	}
	sec.Heading = say.Plural(len(ms), "metric", "metrics") + " for understanding, not for deciding"
	sec.Lead = []string{"These explain how a result came about. They are not adjusted for the number of looks and " +
		"decide nothing."}
	sec.Tables = []doc.Table{s.metricsTable("Diagnostic metrics", ms)}
	sec.AddFolded(s.pTable("p of the diagnostic metrics", ms, false))
	sec.Notes = s.metricNotes(ms)
	return sec
}
