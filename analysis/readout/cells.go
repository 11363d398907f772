package readout

import (
	"uptake/analysis"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/sums"
)

// cells puts beside every arm's estimate how many of the metric's cells held no value.
func cells(metrics []report.Metric, list []analysis.Entry, demand spec.Demand, t *sums.Tally) {
	values := demand.Values()
	for i, e := range list {
		cellsOf(&metrics[i], demand.ValuesOf(e.Metric), values, t)
	}
}

func cellsOf(m *report.Metric, places []int, values []spec.CellValue, t *sums.Tally) {
	for a := range m.Arms {
		var all sums.Values
		for _, k := range places {
			if !values[k].Covariate && values[k].Cells && k < len(t.Values) {
				all.Add(t.Values[k][a])
			}
		}
		c := &report.Cells{Cells: all.Rows, Missing: all.Missing, Broken: all.Broken}
		if x := all.Example; x != nil {
			c.Example = &report.Example{File: x.File, Row: x.Row, Value: x.Shown()}
		}
		m.Arms[a].Cells = c
	}
}
