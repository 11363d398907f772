package analysis

import (
	"uptake/analysis/fold"
	"uptake/analysis/report"
)

// setImmature puts beside every arm's estimate how many of its units the metric
// leaves out because its own window is not over for them; own has the counts of a
// metric that is made of values.
func setImmature(m *report.Metric, e entry, f *fold.Result, own []int64) {
	if e.m.Window == 0 {
		return
	}
	if e.col >= 0 {
		own = f.Immature[e.col]
	}
	for a := range own {
		m.Arms[a].Immature = &own[a]
	}
}
