package metric

import (
	"math"

	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// Proportion is the share of units whose value is 1. Counts stay exact:
// value = successes/n with Wilson's interval, se = sqrt(p(1−p)/n); arms are
// compared by the pooled z with Newcombe and Koopman intervals.
var Proportion = Kind{
	Name:   spec.Proportion,
	About:  "share of units with a success",
	Dim:    1,
	Sample: stats.Sums.Sample,
	Estimate: func(arm string, s stats.Sample, alpha float64) report.Estimate {
		e := estimate(arm, s, alpha)
		if s.Successes < 0 || s.N < 1 {
			return e
		}
		n, x := float64(s.N), float64(s.Successes)
		e.SE = report.Num(math.Sqrt(x / n * ((n - x) / n) / n))
		lo, hi := stats.Wilson(s.N, s.Successes, stats.NormalISF(alpha/2))
		e.Lo, e.Hi = report.Num(lo), report.Num(hi)
		return e
	},
	compare: method.PooledZ,
}
