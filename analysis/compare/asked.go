package compare

import (
	"uptake/analysis"
	"uptake/analysis/method"
	"uptake/analysis/spec"
)

// Asked is what conventions beside the default need to know of a metric.
func (by *Terms) Asked(e analysis.Entry) method.Asked {
	return method.Asked{Alpha: by.Exp.Statistics.Alpha, GuardAlpha: by.Exp.Decision.GuardAlpha,
		Margin: bound(e.Metric.Margin), Effect: bound(e.Metric.MinimumEffect), Down: e.Metric.Down}
}

func bound(a spec.Amount) method.Bound {
	return method.Bound{Value: a.Value, Relative: a.Form == spec.Relative, Text: a.Text}
}
