package metric

import (
	"math"

	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// graded is the cost per graded suggestion: a ratio of the unit's summed costs
// and its graded suggestions. The share of each grade stands beside it.
var graded = Kind{
	Name:     spec.Graded,
	About:    "cost per graded suggestion",
	Dim:      2,
	Sample:   Ratio.Sample,
	Estimate: Ratio.Estimate,
	compare:  Ratio.compare,
}

// Ratio is the sum over units of y divided by the sum over units of x, with
// the error of the delta method clustered by unit (stats.Sums.Ratio), then as a
// mean. Its effective units are (Σx)²/Σx²: few heavy units weigh as few, and
// below stats.FewUnits the interval is that of leaving one unit out.
// Undefined when Σx = 0.
var Ratio = Kind{
	Name:   spec.Ratio,
	About:  "sum over units of one value per sum of another",
	Dim:    2,
	Sample: stats.Sums.Ratio,
	Estimate: func(arm string, s stats.Sample, alpha float64) report.Estimate {
		e := estimate(arm, s, alpha)
		if !(s.Effective < stats.FewUnits) || !e.Lo.Defined() || s.LeftOut == nil && s.Effective >= stats.DeltaUnits {
			return e
		}
		e.Lo, e.Hi = report.Undefined(), report.Undefined()
		if l := s.LeftOut; l != nil && l.Q > 0 {
			half := stats.StudentISF(alpha/2, l.DF(stats.LeaveOneOut{})) * math.Sqrt(l.Q)
			e.Lo, e.Hi = report.Num(s.Value()-half), report.Num(s.Value()+half)
		}
		return e
	},
	compare: method.Ratio,
}
