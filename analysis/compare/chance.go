package compare

import (
	"math"
	"uptake/analysis"
	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// chance computes the chances of a comparison for the verdict; nil where there are
// none. Of experiments drawn by the thousand, which nothing before them adjusts, only the
// one that a verdict asks for is.
func (by *Terms) chance(c report.Comparison, e analysis.Entry, a *method.Adjustment, control, treatment stats.Sample,
	base float64) *report.Bayes {
	if !c.SE.Defined() || by.Drawn && (e.Metric.Role != spec.Primary || c.State != "up" && c.State != "down") {
		return nil
	}
	enough := math.NaN()
	if a, ok := e.Metric.MinimumEffect.Abs(base); ok && base != 0 {
		enough = a / math.Abs(base)
	}
	prior := method.Prior{Enough: enough, SD: by.Exp.Statistics.PriorSD, NonNegative: e.NonNegative(),
		Futures: e.Metric.Role == spec.Primary}
	if m := e.Metric.MinimumEffect; m.Form != spec.Relative && !math.IsNaN(enough) {
		prior.Absolute = enough * math.Abs(base)
	}
	if by.Drawn {
		return &report.Bayes{ChanceEnough: report.Num(method.ChanceEnough(control, treatment, prior, e.Metric.Down))}
	}
	bayes := method.Chances(control, treatment, prior, e.Metric.Down)
	if a != nil {
		bayes = a.Chances(prior, e.Metric.Down)
	}
	return bayes
}
