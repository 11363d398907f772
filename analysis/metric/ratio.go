package metric

import (
	"math"

	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// Ratio is the sum over units of y divided by the sum over units of x, with
// the error of the delta method clustered by unit (stats.Sums.Ratio), then as a
// mean. Its effective units are (Σx)²/Σx²: few heavy units weigh as few, and
// below stats.FewUnits the interval is that of leaving one unit out.
// Undefined when Σx = 0.
var Ratio = Kind{
	Name:   spec.Ratio,
	About:  "sum over units of one value per sum of another",
	Dim:    2,
	Adds:   true,
	Before: true,
	variables: func(k Kind, layout spec.Layout, m spec.Metric) []spec.Variable {
		return []spec.Variable{k.variable(layout, m, m.Name+".numerator", m.Numerator),
			k.variable(layout, m, m.Name+".denominator", m.Denominator)}
	},
	positive: func(m spec.Metric) bool { return counts(m.Numerator) && counts(m.Denominator) },
	Sample:   stats.Sums.Ratio,
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
