package metric

import (
	"uptake/analysis/method"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// Mean is the average of a value per unit: m = Σy/n, se = s/√n with s² over
// n−1, t interval; arms are compared by Welch's t with Fieller's interval of the
// relative lift.
var Mean = Kind{
	Name:      spec.Mean,
	About:     "average of a value per unit",
	Dim:       1,
	Adds:      true,
	Before:    true,
	variables: one,
	positive:  func(m spec.Metric) bool { return counts(m.Numerator) },
	Sample:    stats.Sums.Sample,
	Estimate:  estimate,
	compare:   method.Welch,
}
