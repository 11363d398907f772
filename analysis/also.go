package analysis

import (
	"uptake/analysis/method"
	"uptake/analysis/spec"
)

// asked is what conventions beside the default need to know of a metric.
func (b *board) asked(e entry) method.Asked {
	return method.Asked{Alpha: b.exp.Statistics.Alpha, GuardAlpha: b.exp.Decision.GuardAlpha,
		Margin: bound(e.m.Margin), Effect: bound(e.m.MinimumEffect), Down: e.m.Down}
}

func bound(a spec.Amount) method.Bound {
	return method.Bound{Value: a.Value, Relative: a.Form == spec.Relative, Text: a.Text}
}
