package metric

import (
	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// quantile is the value below which a share of the shown suggestions, or of the
// units, lies: its samples are made of values (stats.ClusterQuantile), not of
// sums, and its interval is that of order statistics with the cluster factor.
var quantile = Kind{
	Name:  spec.Quantile,
	About: "value below which a share of suggestions or of units lies",
	Estimate: func(arm string, s stats.Sample, alpha float64) report.Estimate {
		e := estimate(arm, s, alpha)
		e.Lo, e.Hi = report.Undefined(), report.Undefined()
		if o := s.Order; o != nil {
			e.Lo, e.Hi = report.Num(o.Lo), report.Num(o.Hi)
		}
		return e
	},
	compare: method.Quantiles,
}
