package readout

import (
	"uptake/analysis"
	"uptake/analysis/report"
	"uptake/analysis/sums"
)

// immature puts beside every arm's estimate how many of its units the metric leaves
// out because its own window is not over for them.
func immature(metrics []report.Metric, list []analysis.Entry, f *sums.Result, made map[int]valued) {
	for i, e := range list {
		if e.Metric.Window == 0 {
			continue
		}
		own := made[i].immature
		if e.Col >= 0 {
			own = f.Immature[e.Col]
		}
		for a := range own {
			metrics[i].Arms[a].Immature = &own[a]
		}
	}
}
