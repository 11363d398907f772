package evals

import (
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// itemStates are the parts of a bar of items, in the places that a bar of outcomes has for them.
var itemStates = []draw.OutcomePart{
	{Group: "in both", Label: "scored in both", Token: "accepted",
		Count: func(o *report.Outcomes) int64 { return o.Accepted }},
	{Group: "here alone", Label: "scored here alone", Token: "edited",
		Count: func(o *report.Outcomes) int64 { return o.Edited }},
	{Group: "failed", Label: "failed", Token: "dismissed",
		Count: func(o *report.Outcomes) int64 { return o.Dismissed }},
	{Group: "scorer failed", Label: "scorer failed", Token: "ignored",
		Count: func(o *report.Outcomes) int64 { return o.Ignored }},
	{Group: "no score", Label: "empty or no such score", Token: "caution",
		Count: func(o *report.Outcomes) int64 { return o.TypedThrough }},
	{Group: "not run", Label: "not run", Token: "notseen",
		Count: func(o *report.Outcomes) int64 { return o.NotSeen }},
}

// itemStates counts the items of one metric in one version by what became of them.
func (s *subject) itemStates(m *report.EvalMetric, v *report.EvalMetricVersion) report.Outcomes {
	with := v.Version
	if with == s.Baseline {
		with = s.Decision.Version
	}
	paired := 0
	if c := compared(m, with); c != nil {
		paired = c.Paired
	}
	u := v.Unscored
	o := report.Outcomes{Arm: v.Version, Accepted: int64(paired), Edited: int64(v.Items - paired),
		Dismissed: int64(u.Errored), Ignored: int64(u.JudgeFailed), TypedThrough: int64(u.Missing + u.Absent),
		NotSeen: int64(u.NotRun)}
	for _, p := range itemStates {
		o.Shown += p.Count(&o)
	}
	return o
}

// statesTable is what became of the items of every declared metric, of all where none is declared.
func (s *subject) statesTable() doc.Table {
	t := doc.Table{Caption: "What became of every item", Head: []doc.Column{{Text: "Metric"}, {Text: "Version"}}}
	for _, p := range itemStates {
		t.Head = append(t.Head, doc.Column{Text: say.UpperFirst(p.Label), Num: true})
	}
	for i := range s.Metrics {
		m := &s.Metrics[i]
		if m.Role == "diagnostic" && s.lead().Role != "diagnostic" || len(m.Comparisons) == 0 {
			continue
		}
		for k := range m.Versions {
			o := s.itemStates(m, &m.Versions[k])
			row := []doc.Cell{{Text: say.MetricTitle(m.Metric)}, {Text: say.Name(o.Arm)}}
			for _, p := range itemStates {
				row = append(row, doc.Cell{Text: say.Count(p.Count(&o))})
			}
			t.Rows = append(t.Rows, row)
		}
	}
	t.Foot = "Of all items that a version or the data set has. Scored: at least one run has a score. Both: the " +
		"version " +
		"and " + say.Name(s.Baseline)
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
	var bars []report.Outcomes
	whole := true
	f := &draw.Figure{ID: "figure-items", Title: "What became of the items in " + say.Metric(m.Metric)}
	for k := range m.Versions {
		o := s.itemStates(m, &m.Versions[k])
		whole = whole && o.Accepted == o.Shown
		bars = append(bars, o)
		var parts []string
		for _, p := range itemStates {
			if n := p.Count(&o); n > 0 {
				parts = append(parts, say.Count(n)+" "+p.Label)
			}
		}
		if f.Finding != "" {
			f.Finding += " "
		}
		f.Finding += say.Name(o.Arm) + ": " + say.List(parts) + "."
	}
	if whole {
		return nil
	}
	bars = bars[:min(len(bars), 12)]
	f.Wide, f.Narrow = draw.Outcomes(bars, itemStates, 1040), draw.Outcomes(bars, itemStates, 360)
	for _, p := range itemStates {
		f.Key = append(f.Key, draw.KeyItem{Shape: "key-swatch", Token: p.Token, Text: p.Label})
	}
	return f
}
