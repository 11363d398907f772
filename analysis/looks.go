package analysis

import (
	"math"

	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// plannedUnits is N*, the sample size at which the always-valid interval is
// tightest, where the file plans none: frozen, so that it never follows the data.
const plannedUnits = 5000

// alwaysValid gives the interval that may be read every day, nil where it is
// switched off or the fixed comparison has no error.
func (b *board) alwaysValid(c report.Comparison, control, treatment stats.Sample, alpha float64) (*report.Sequential, []report.Caution) {
	if !b.exp.Statistics.Sequential || !c.SE.Defined() {
		return nil, nil
	}
	return method.Sequential(control, treatment, alpha, b.nStar())
}

// bandAlpha is the two-sided level of the always-valid band.
func (b *board) bandAlpha() float64 { return b.exp.Statistics.Alpha * spec.BandShare }

// hasBand reports whether the band is given for two samples.
func (b *board) hasBand(control, treatment stats.Sample) bool {
	s, _ := method.Sequential(control, treatment, b.bandAlpha(), b.nStar())
	return s != nil
}

// nStar is the frozen number of units at which always-valid intervals are tightest.
func (b *board) nStar() float64 {
	if p := b.exp.Decision.PlannedUnits; p > 0 {
		return float64(p)
	}
	return plannedUnits
}

// daily adds the always-valid interval to a comparison, and the state by it.
func (b *board) daily(c *report.Comparison, e entry, control, treatment stats.Sample) {
	c.StateSoFar = "none"
	s, why := b.alwaysValid(*c, control, treatment, b.bandAlpha())
	c.Cautions = append(c.Cautions, why...)
	if s == nil {
		return
	}
	c.Sequential, c.StateSoFar = s, method.State(s.Abs)
	if b.bounded(e) {
		if g, _ := b.alwaysValid(*c, control, treatment, 2*b.exp.Decision.GuardAlpha*spec.BandShare); g != nil {
			c.StateSoFar, s.Held = b.limits(e, c.StateSoFar, g.Abs, g.Rel)
			if !b.ended && e.m.Limited() {
				b.narrower(c, e, c.StateSoFar, inside(e.m, s.Abs, s.Rel), g.Abs, g.Rel)
			}
		}
	}
}

// chance computes the chances of a comparison for the verdict; they are
// printed only at the planned end. Of experiments drawn by the thousand only those
// that a verdict asks for are.
func (b *board) chance(c *report.Comparison, e entry, a *method.Adjustment, control, treatment stats.Sample, base float64) {
	if !c.SE.Defined() || b.drawn && (e.m.Role != spec.Primary || c.State != "up" && c.State != "down") {
		return
	}
	enough := math.NaN()
	if a, ok := e.m.MinimumEffect.Abs(base); ok && base != 0 {
		enough = a / math.Abs(base)
	}
	prior := method.Prior{Enough: enough, SD: b.exp.Statistics.PriorSD, NonNegative: e.nonNegative()}
	if m := e.m.MinimumEffect; m.Form != spec.Relative && !math.IsNaN(enough) {
		prior.Absolute = enough * math.Abs(base)
	}
	bayes := method.Chances(control, treatment, prior, e.m.Down)
	if a != nil {
		bayes = a.Chances(prior, e.m.Down)
	}
	if bayes == nil {
		return
	}
	if b.chances[e.m.Name] == nil {
		b.chances[e.m.Name] = map[string]*report.Bayes{}
	}
	b.chances[e.m.Name][c.Arm] = bayes
	if b.ended {
		c.Bayes = bayes
	}
}
