package metric

import (
	"uptake/analysis/method"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// ratio is the sum over units of y divided by the sum over units of x, with
// the error of the delta method clustered by unit (stats.Sums.Ratio), then as a
// mean. Its effective units are (Σx)²/Σx²: few heavy units weigh as few.
// Undefined when Σx = 0.
var ratio = Kind{
	Name:     spec.Ratio,
	About:    "sum over units of one value per sum of another",
	Dim:      2,
	Sample:   stats.Sums.Ratio,
	Estimate: estimate,
	Compare:  method.Welch,
}
