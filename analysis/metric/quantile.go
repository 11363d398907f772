package metric

import (
	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// quantile is the value below which a share of the shown suggestions, or of the
// units, lies: its samples are made of values (stats.ClusterQuantile), not of
// sums, and its interval is Woodruff's, clustered by unit.
var quantile = Kind{
	Name:   spec.Quantile,
	About:  "value below which a share of suggestions or of units lies",
	Valued: true,
	variables: func(k Kind, layout spec.Layout, m spec.Metric) []spec.Variable {
		if m.Of != "" { // a number that shown suggestions carry
			return nil
		}
		return one(k, layout, m)
	},
	Estimate: func(arm string, s stats.Sample, alpha float64) report.Estimate {
		e := estimate(arm, s, alpha)
		e.Lo, e.Hi = report.Undefined(), report.Undefined()
		if o := s.Order; o != nil {
			plain := report.Num(o.Plain)
			e.Lo, e.Hi, e.PlainQuantile = report.Num(o.Lo), report.Num(o.Hi), &plain
		}
		return e
	},
	compare: method.Quantiles,
}
