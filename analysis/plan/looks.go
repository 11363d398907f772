package plan

import (
	"uptake/analysis/compare"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// LooksInflation is how many times the units of a single reading the planned
// looks need for the same power, where units come evenly; 1 without looks. alpha
// is two-sided.
func LooksInflation(exp *spec.Experiment, alpha, power float64) float64 {
	var information, spent []float64
	for _, day := range exp.LookDays() {
		t := float64(day-exp.Start+1) / float64(exp.End-exp.Start+1)
		information, spent = append(information, t), append(spent, compare.Spendings[exp.Statistics.Spending](alpha/2,
			t))
	}
	if information == nil {
		return 1
	}
	z, err := stats.SpentBoundaries(information, spent)
	if err != nil {
		panic("plan: " + err.Error()) // days rise, and config refuses too many
	}
	return stats.SequentialInflation(information, z, alpha/2, power)
}
