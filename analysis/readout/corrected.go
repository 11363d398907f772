package readout

import (
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// adjustment is the correction that the file asks for.
func adjustment(exp *spec.Experiment) stats.Adjustment {
	way, ok := stats.FindAdjustment(exp.Statistics.Adjust)
	if !ok {
		panic("readout: there is no adjustment " + exp.Statistics.Adjust) // config names those there are
	}
	return way
}

// setCorrected writes the corrected of p where at says, and beside those that are defined how many
// were corrected together.
func setCorrected(p, corrected []float64, at func(i int) (adjusted *report.Num, familySize *int)) {
	among := stats.Tests(p)
	for i, v := range corrected {
		adjusted, size := at(i)
		if *adjusted = report.Num(v); adjusted.Defined() {
			*size = among
		}
	}
}
