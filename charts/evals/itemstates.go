package evals

import (
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// itemParts are the parts of a bar of items.
var itemParts = []draw.Part{
	{Group: "in both", Label: "scored in both", Token: "accepted"},
	{Group: "here alone", Label: "scored here alone", Token: "edited"},
	{Group: "failed", Label: "failed", Token: "dismissed"},
	{Group: "scorer failed", Label: "scorer failed", Token: "ignored"},
	{Group: "no score", Label: "empty or no such score", Token: "caution"},
	{Group: "not run", Label: "not run", Token: "notseen"},
}

// mostBars is how many versions have a bar; the table has them all.
const mostBars = 12

// itemStates counts the items of one metric in one version by what became of them, as itemParts has it.
func (s *subject) itemStates(m *report.EvalMetric, v *report.EvalMetricVersion) draw.Stack {
	with := v.Version
	if with == s.Baseline {
		with = s.Decision.Version
	}
	paired := 0
	if c := compared(m, with); c != nil {
		paired = c.Paired
	}
	u := v.Unscored
	b := draw.Stack{Name: v.Version}
	for _, n := range []int{paired, v.Items - paired, u.Errored, u.JudgeFailed, u.Missing + u.Absent, u.NotRun} {
		b.Parts, b.Of = append(b.Parts, int64(n)), b.Of+int64(n)
	}
	return b
}

// statesTable is what became of the items of every declared metric, of all where none is declared.
func (s *subject) statesTable() doc.Table {
	t := doc.Table{Caption: "What became of every item", Head: []doc.Column{{Text: "Metric"}, {Text: "Version"}}}
	for _, p := range itemParts {
		t.Head = append(t.Head, doc.Column{Text: say.UpperFirst(p.Label), Num: true})
	}
	for i := range s.Metrics {
		m := &s.Metrics[i]
		if m.Role == "diagnostic" && s.lead().Role != "diagnostic" || len(m.Comparisons) == 0 {
			continue
		}
		for k := range m.Versions {
			b := s.itemStates(m, &m.Versions[k])
			row := []doc.Cell{{Text: say.MetricTitle(m.Metric)}, {Text: say.Name(b.Name)}}
			for _, n := range b.Parts {
				row = append(row, doc.Cell{Text: say.Count(n)})
			}
			t.Rows = append(t.Rows, row)
		}
	}
	t.Foot = "Of all items that a version or the data set has. Scored: at least one run has a score. Both: the " +
		"version and " + say.Name(s.Baseline)
	if s.several() {
		t.Foot += ", of which that is " + say.Name(s.Decision.Version)
	}
	t.Foot += ". Nothing without a score counts as 0."
	return t
}

// statesFigure draws the items of the leading metric, a bar a version; nil where every item is scored everywhere.
func (s *subject) statesFigure() *draw.Figure {
	m := s.lead()
	if m == nil || len(m.Comparisons) == 0 {
		return nil
	}
	var bars []draw.Stack
	whole := true
	f := &draw.Figure{ID: "figure-items", Title: "What became of the items in " + say.Metric(m.Metric)}
	for k := range m.Versions {
		b := s.itemStates(m, &m.Versions[k])
		whole = whole && b.Parts[0] == b.Of
		bars = append(bars, b)
		var parts []string
		for i, n := range b.Parts {
			if n > 0 {
				parts = append(parts, say.Count(n)+" "+itemParts[i].Label)
			}
		}
		if f.Finding != "" {
			f.Finding += " "
		}
		f.Finding += say.Name(b.Name) + ": " + say.List(parts) + "."
	}
	if whole {
		return nil
	}
	if left := len(bars) - mostBars; left > 0 {
		f.Finding += inTable(left, "version", "versions")
		bars = bars[:mostBars]
	}
	f.Wide, f.Narrow = draw.Stacks(bars, itemParts, 1040), draw.Stacks(bars, itemParts, 360)
	for _, p := range itemParts {
		f.Key = append(f.Key, p.Key())
	}
	return f
}
