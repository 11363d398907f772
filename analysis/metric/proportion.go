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
	Binary: true,
	Before: true,
	variables: func(k Kind, layout spec.Layout, m spec.Metric) []spec.Variable {
		if len(m.Steps) > 0 {
			return steps(k, layout, m)
		}
		return one(k, layout, m)
	},
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

// steps are the variables of a funnel, in the order of its steps; the last is the value of
// the metric.
func steps(kind Kind, layout spec.Layout, m spec.Metric) []spec.Variable {
	var out []spec.Variable
	for k, s := range m.Steps {
		v := kind.variable(layout, m, m.StepVariable(k), spec.Aggregate{Event: s.Event, Where: s.Where})
		v.Step, v.Follows, v.Within = k+1, s.Within, m.Within
		out = append(out, v)
	}
	return out
}
