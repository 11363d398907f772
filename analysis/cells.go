package analysis

import (
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// setCells puts beside every arm's estimate how many of the metric's cells held no value.
func setCells(m *report.Metric, about spec.Metric, plan spec.Plan, t *study.Tally) {
	places, values := plan.ValuesOf(about), plan.Values()
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
