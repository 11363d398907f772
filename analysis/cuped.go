package analysis

import (
	"math"

	"uptake/analysis/fold"
	"uptake/analysis/method"
	"uptake/analysis/metric"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// covaried are every arm's sample of a metric with its covariate, and the share
// of units whose covariate was missing.
type covaried struct {
	samples []stats.Sample
	missing []float64
}

// covaried makes the samples that CUPED works on; nil where the metric has no
// covariate.
func (e entry) covaried(a fold.Adjusted) *covaried {
	if len(e.before) == 0 {
		return nil
	}
	scales := append(append([]int{}, e.scales...), e.before...)
	var with, without []stats.Sums
	out := &covaried{}
	for arm := range a.With {
		w, o := metric.Sums(a.With[arm], scales...), metric.Sums(a.Without[arm], e.scales...)
		with, without = append(with, w), append(without, o)
		out.missing = append(out.missing, float64(o.N)/math.Max(1, float64(w.N+o.N)))
	}
	for _, s := range stats.Impute(with, without) {
		if e.m.Kind == spec.Ratio {
			out.samples = append(out.samples, s.RatioPair())
		} else {
			out.samples = append(out.samples, s.Sample())
		}
	}
	return out
}

// adjust adds the adjusted comparison beside the unadjusted one, or says why
// there is none. The adjustment is returned for the chances.
func (b *board) adjust(c *report.Comparison, e entry, v *covaried, arm int) *method.Adjustment {
	if v == nil || !c.SE.Defined() {
		return nil
	}
	say := func(code, format string, a ...any) *method.Adjustment {
		c.Cautions = append(c.Cautions, caution(code, format, a...))
		return nil
	}
	control, treatment := v.samples[b.control], v.samples[arm]
	if few := math.Min(control.Effective, treatment.Effective); e.m.Kind == spec.Ratio && few < stats.DeltaUnits {
		return say("cuped_few_units", "Not adjusted for the time before exposure: the smaller arm rests on %.0f effective units, and that needs %d.", few, stats.DeltaUnits)
	}
	missing := math.Max(v.missing[b.control], v.missing[arm])
	if missing == 1 {
		return say("cuped_no_history", "Not adjusted for the time before exposure: no unit of an arm has data from then.")
	}
	a, ok := method.Adjust(control, treatment, string(b.exp.Statistics.Theta), e.m.Kind == spec.Ratio)
	if !ok || math.IsNaN(a.Theta) || math.IsNaN(a.ThetaArm) {
		return say("cuped_no_variation", "Not adjusted for the time before exposure: its values do not vary.")
	}
	nStar := 0.0
	if b.exp.Statistics.Sequential {
		nStar = b.nStar()
	}
	c.CUPED = a.CUPED(b.exp.Statistics.Alpha, b.bandAlpha(), nStar)
	if b.bounded(e) { // by one-sided bounds, as guard does
		g := a.CUPED(2*b.exp.Decision.GuardAlpha, 2*b.exp.Decision.GuardAlpha*spec.BandShare, nStar)
		c.CUPED.State, c.CUPED.Held = b.limits(e, c.CUPED.State, g.Abs, g.Rel)
		if s := c.CUPED.Sequential; s != nil && g.Sequential != nil {
			c.CUPED.StateSoFar, s.Held = b.limits(e, c.CUPED.StateSoFar, g.Sequential.Abs, g.Sequential.Rel)
		}
	}
	n := v.missing[b.control]*float64(control.N) + v.missing[arm]*float64(treatment.N)
	c.CUPED.Missing = report.Num(n / float64(control.N+treatment.N))
	if missing > missingHistory {
		say("cuped_missing", "%.0f%% of the units have no history before exposure and were given the mean of the others, so the adjustment takes out less noise.", 100*float64(c.CUPED.Missing))
	}
	return &a
}

// missingHistory is the share of units without a covariate worth a word.
const missingHistory = 0.2
