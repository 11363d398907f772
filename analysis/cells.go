package analysis

import (
	"uptake/analysis/health"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// setCells puts beside every arm's estimate how many of the metric's cells held no value.
func setCells(m *report.Metric, about spec.Metric, demand spec.Demand, t *study.Tally) {
	places, values := demand.ValuesOf(about), demand.Values()
	for a := range m.Arms {
		var all study.Values
		for _, k := range places {
			if !values[k].Covariate && values[k].Cells && k < len(t.Values) {
				all.Add(t.Values[k][a])
			}
		}
		c := &report.Cells{Cells: all.Rows, Missing: all.Missing, Broken: all.Broken}
		if x := all.Example; x != nil {
			c.Example = &report.Example{File: x.File, Row: x.Row, Value: x.Value}
		}
		m.Arms[a].Cells = c
	}
}

// cells adds the rows with and without the value that each metric is made of.
func (b *board) cells(h *health.Facts, list []entry, demand spec.Demand, t *study.Tally) {
	if b.exp.Layout == spec.Units {
		return
	}
	values := demand.Values()
	for _, e := range list {
		v := health.Values{Metric: e.m.Name, Has: make([]int64, len(b.arms)), Missing: make([]int64, len(b.arms))}
		for _, k := range demand.ValuesOf(e.m) {
			if values[k].Covariate || !values[k].Cells || k >= len(t.Values) {
				continue
			}
			for a := range b.arms {
				lost := t.Values[k][a].Missing + t.Values[k][a].Broken
				v.Has[a], v.Missing[a] = v.Has[a]+t.Values[k][a].Rows-lost, v.Missing[a]+lost
			}
		}
		h.Cells = append(h.Cells, v)
	}
}
