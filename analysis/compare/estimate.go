package compare

import (
	"math"
	"uptake/analysis"
	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// Estimates gives every arm's value, with the reason for each that has no value
// or no interval; a rate with too many immature suggestions keeps its counts only.
func (by *Terms) Estimates(e analysis.Entry, s []stats.Sample) ([]report.Estimate, []report.Caution) {
	var out []report.Estimate
	cautions := []report.Caution{}
	for i := range by.Names {
		est, why := by.Estimate(e, s[i], i)
		out = append(out, est)
		cautions = append(cautions, why...)
	}
	return out, cautions
}

func (by *Terms) Estimate(e analysis.Entry, s stats.Sample, arm int) (report.Estimate, []report.Caution) {
	name := by.Names[arm]
	est := e.Kind.Estimate(name, s, by.Exp.Statistics.Alpha)
	if e.Rate && est.Lo.Defined() { // a share lies between 0 and 1, whatever the t interval of few units says
		est.Lo, est.Hi = max(est.Lo, 0), min(est.Hi, 1)
	}
	switch {
	case e.Rate && by.TooImmature(arm):
		u := report.Undefined()
		est.Value, est.SE, est.Lo, est.Hi = u, u, u, u
		return est, []report.Caution{by.ImmatureCaution(arm)}
	case s.N == 0:
		if e.Metric.Window > 0 && by.Units[arm] > 0 {
			return est, []report.Caution{report.Cautionf("no_units", "No unit of %s has a value and has finished the "+
				"metric's window of %s.", name, spec.Span(e.Metric.Window))}
		}
		return est, []report.Caution{report.Cautionf("no_units", "No unit of %s has a value.", name)}
	case s.Order != nil && !est.Value.Defined():
		return est, []report.Caution{report.Cautionf("no_units", "Nothing of %s has a value.", name)}
	case !est.Value.Defined():
		return est, []report.Caution{report.Cautionf("zero_denominator", "In %s the denominator adds up to %g over "+
			"%d units, so the ratio is undefined.", name, s.Denominator, s.N)}
	case est.Lo.Defined():
		return est, nil
	case s.Order != nil:
		return est, []report.Caution{report.Cautionf("quantile_bounds", "The quantile of %s cannot be bounded: %s.",
			name, s.Order.Why)}
	case e.Flat != nil:
		return est, nil // the cap is said of the metric
	case s.N == 1:
		return est, []report.Caution{report.Cautionf("n_below_2", "In %s only 1 unit has a value, so there is no "+
			"interval.", name)}
	}
	return est, []report.Caution{unbounded(name, s)}
}

// unbounded says why a value of two units or more has no interval.
func unbounded(arm string, s stats.Sample) report.Caution {
	switch {
	case s.SE() == 0 && math.IsInf(s.DenominatorZ, 1):
		return report.Cautionf("no_variation", "In %s all %d units have the value %g, so there is no interval.", arm,
			s.N, s.Value())
	case s.SE() == 0:
		return report.Cautionf("no_variation", "In %s every unit's ratio is %g, over %d units, so there is no "+
			"interval.", arm, s.Value(), s.N)
	}
	return report.Cautionf("weak_denominator", "In %s %s, so there is no interval.", arm, method.WeakText(s))
}
