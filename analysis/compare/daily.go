package compare

import (
	"uptake/analysis"
	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// plannedUnits is N*, the sample size at which the always-valid interval is
// tightest, where the file plans none: frozen, so that it never follows the data.
const plannedUnits = 5000

// AlwaysValid gives the interval that may be read every day, nil where it is
// switched off or the fixed comparison has no error.
func (by *Terms) AlwaysValid(c report.Comparison, control, treatment stats.Sample, alpha float64) (*report.Sequential,
	[]report.Caution) {
	if !by.Exp.Statistics.Sequential || !c.SE.Defined() {
		return nil, nil
	}
	return method.Sequential(control, treatment, alpha, by.NStar())
}

// BandAlpha is the two-sided level of the always-valid band.
func (by *Terms) BandAlpha() float64 { return by.Exp.Statistics.Alpha * spec.BandShare }

// HasBand reports whether the band is given for two samples.
func (by *Terms) HasBand(control, treatment stats.Sample) bool {
	s, _ := method.Sequential(control, treatment, by.BandAlpha(), by.NStar())
	return s != nil
}

// NStar is the frozen number of units at which always-valid intervals are tightest.
func (by *Terms) NStar() float64 {
	if p := by.Exp.Decision.PlannedUnits; p > 0 {
		return float64(p)
	}
	return plannedUnits
}

// daily adds the always-valid interval to a comparison, and the state by it.
func (by *Terms) daily(c *report.Comparison, e analysis.Entry, control, treatment stats.Sample) {
	c.StateSoFar = "none"
	s, why := by.AlwaysValid(*c, control, treatment, by.BandAlpha())
	c.Cautions = append(c.Cautions, why...)
	if s == nil {
		return
	}
	c.Sequential, c.StateSoFar = s, method.State(s.Abs)
	if by.Bounded(e) {
		if g, _ := by.AlwaysValid(*c, control, treatment, 2*by.Exp.Decision.GuardAlpha*spec.BandShare); g != nil {
			c.StateSoFar, s.Held = by.Limits(e, c.StateSoFar, g.Abs, g.Rel)
			if !by.Ended && e.Metric.Limited() {
				by.narrower(c, e, c.StateSoFar, Inside(e.Metric, s.Abs, s.Rel), g.Abs, g.Rel)
			}
		}
	}
}
