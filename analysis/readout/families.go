package readout

import (
	"uptake/analysis/decide"
	"uptake/analysis/report"
	"uptake/analysis/spec"
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
	way := adjustment(exp)
	setCorrected(p, way.Adjust(p), func(i int) (*report.Num, *int) { return &at[i].PAdjusted, &at[i].FamilySize })
	for i, v := range way.Adjust(adjusted) {
		if a := at[i].CUPED; a != nil {
			a.PAdjusted = report.Num(v)
		}
	}
	return way.Name
}
