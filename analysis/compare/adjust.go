package compare

import (
	"math"

	"uptake/analysis"
	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// adjust adds the adjusted comparison beside the unadjusted one, or says why
// there is none. The adjustment is returned for the chances.
func (by *Terms) Adjust(c *report.Comparison, e analysis.Entry, v *analysis.Covaried, arm int) *method.Adjustment {
	if v == nil || !c.SE.Defined() {
		return nil
	}
	say := func(code, format string, a ...any) *method.Adjustment {
		c.Cautions = append(c.Cautions, report.Cautionf(code, format, a...))
		return nil
	}
	control, treatment := v.Samples[by.Control], v.Samples[arm]
	if few := math.Min(control.Effective, treatment.Effective); e.Kind.Dim == 2 && few < stats.DeltaUnits {
		return say("cuped_few_units", "Not adjusted for the time before exposure: the smaller arm rests on %.0f "+
			"effective units, and that needs %d.", few, stats.DeltaUnits)
	}
	missing := math.Max(v.Missing[by.Control], v.Missing[arm])
	if missing == 1 {
		return say("cuped_no_history", "Not adjusted for the time before exposure: no unit of an arm has data from "+
			"then.")
	}
	a, ok := method.Adjust(control, treatment, string(by.Exp.Statistics.Theta), e.Kind.Dim == 2)
	if !ok || math.IsNaN(a.Theta) || math.IsNaN(a.ThetaArm) {
		return say("cuped_no_variation", "Not adjusted for the time before exposure: its values do not vary.")
	}
	nStar := 0.0
	if by.Exp.Statistics.Sequential {
		nStar = by.NStar()
	}
	c.CUPED = a.CUPED(by.Exp.Statistics.Alpha, by.BandAlpha(), nStar)
	if by.Bounded(e) { // by one-sided bounds, as guard does
		g := a.CUPED(2*by.Exp.Decision.GuardAlpha, 2*by.Exp.Decision.GuardAlpha*spec.BandShare, nStar)
		c.CUPED.State, c.CUPED.Held = by.Limits(e, c.CUPED.State, g.Abs, g.Rel)
		if s := c.CUPED.Sequential; s != nil && g.Sequential != nil {
			c.CUPED.StateSoFar, s.Held = by.Limits(e, c.CUPED.StateSoFar, g.Sequential.Abs, g.Sequential.Rel)
		}
	}
	n := v.Missing[by.Control]*float64(control.N) + v.Missing[arm]*float64(treatment.N)
	c.CUPED.Missing = report.Num(n / float64(control.N+treatment.N))
	if missing > missingHistory {
		say("cuped_missing", "%.0f%% of the units have no history before exposure and were given the mean of the "+
			"others, so the adjustment takes out less noise.", 100*float64(c.CUPED.Missing))
	}
	return &a
}

// missingHistory is the share of units without a covariate worth a word.
const missingHistory = 0.2
