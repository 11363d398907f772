package readout

import (
	"uptake/analysis/decide"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// families corrects family 1 over metrics × arms, by Holm unless the file asks for
// another way, whose name it gives.
func families(exp *spec.Experiment, metrics []report.Metric) string {
	var at []*report.Comparison
	var p, adjusted []float64
	for i := range metrics {
		if decide.Family(metrics[i]) != 1 {
			continue
		}
		for j := range metrics[i].Comparisons {
			c := &metrics[i].Comparisons[j]
			at, p, adjusted = append(at, c), append(p, float64(c.P)), append(adjusted, float64(c.Adjusted().P))
		}
	}
	way, ok := stats.FindAdjustment(exp.Statistics.Adjust)
	if !ok {
		panic("readout: there is no adjustment " + exp.Statistics.Adjust) // config names those there are
	}
	for i, v := range way.Adjust(p) {
		if at[i].PAdjusted = report.Num(v); at[i].PAdjusted.Defined() {
			at[i].FamilySize = stats.Tests(p)
		}
	}
	for i, v := range way.Adjust(adjusted) {
		if a := at[i].CUPED; a != nil {
			a.PAdjusted = report.Num(v)
		}
	}
	return way.Name
}
