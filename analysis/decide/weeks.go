package decide

import (
	"fmt"
	"math"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// moreWeeks says what more data would do for the first primary's minimum effect d.
// Data already read do not count again, so there are two ways. A declared second
// reading stands in |z| at NormalISF(alpha/2 · 0.1) or lower, with the error
// se·√(days/(days+extension)): it settles d in at least Φ(d/error − z) of the
// experiments of this size. Any other reading is a new experiment. False where the
// effect, the error or the traffic is unknown or the error is small enough already.
func moreWeeks(v *view) (string, bool) {
	if v.awaited() {
		effect, se, ok := v.sought()
		if !ok {
			return "", false
		}
		days, more := 7*v.Weeks, float64(v.Exp.Decision.Extension)
		if v.Exp.Start != spec.NoDay {
			days = float64(v.Exp.End - v.Exp.Start + 1)
		}
		chance := 1 - stats.NormalSF(effect/(se*math.Sqrt(days/(days+more)))-stats.NormalISF(
			v.Exp.Statistics.Alpha/2*(1-spec.FirstShare)))
		return fmt.Sprintf("Cannot tell yet: the declared second reading settles the minimum effect in at least %d "+
			"of 100 experiments of this size.", int(math.Floor(100*chance))), true
	}
	n, ok := newWeeks(v)
	if !ok {
		return "", false
	}
	took := "about " + counted.Noun(n, "week")
	if n > 52 {
		took = "more than a year"
	}
	return "Cannot tell: a new experiment of " + took + " at this traffic would have 80 in 100 to settle it at the " +
		"minimum effect.", true
}

// newWeeks is how long a new experiment has to run for a chance of 80 % to settle
// the first primary's minimum effect d: its error must be d/(z + z_{0.2}), z being
// what this one was held at when read at its end, and the error shrinks with the square root of the
// weeks. False as of moreWeeks.
func newWeeks(v *view) (int, bool) {
	effect, se, ok := v.sought()
	if !ok {
		return 0, false
	}
	z := v.critical()
	ratio := math.Pow(se*(z+stats.NormalISF(0.2))/effect, 2)
	return max(1, int(math.Ceil(v.Weeks*ratio-1e-6))), ratio > 1
}

// critical is what |z| of the first primary metric is held at when the data are read at the end of
// an experiment: at its last planned look, where there are some.
func (v *view) critical() float64 {
	if l := v.primaries()[0].cmp.Looks; l != nil {
		if z, ok := lastBoundary(l); ok {
			return z
		}
	}
	if n := v.final(); n != nil && n.By == "end" && n.Critical.Defined() {
		return float64(n.Critical)
	}
	return stats.NormalISF(v.Exp.Statistics.Alpha / 2 * spec.ReadShare(v.Exp.BandBeside(), false))
}

// sought is the first primary's minimum effect in its own unit, and its error;
// false where either or the traffic is unknown.
func (v *view) sought() (effect, se float64, ok bool) {
	p := v.primaries()[0]
	for _, e := range p.got.Arms {
		if e.Arm == v.Control {
			if a, ok := p.ask.MinimumEffect.Abs(float64(e.Value)); ok {
				effect = math.Abs(a)
			}
		}
	}
	se = v.standardError(p)
	return effect, se, effect > 0 && !math.IsNaN(se) && v.Weeks > 0
}

// standardError is the standard error of what decides on a pair: planned looks are not adjusted for the
// time before exposure, whatever is beside.
func (v *view) standardError(p *pair) float64 {
	for _, c := range p.got.Comparisons {
		if c.Arm == v.arm && c.Looks != nil {
			return float64(c.SE)
		}
	}
	return float64(p.cmp.SE)
}

// awaited reports whether a declared second reading is still to come.
func (v *view) awaited() bool {
	n := v.final()
	return v.Exp.Decision.Extension > 0 && n != nil && n.By == "end"
}

// nextReading says how more data may be read: never by moving the end, which reads
// the same data twice.
func (v *view) nextReading() string {
	switch {
	case v.awaited():
		return fmt.Sprintf("The declared second reading is that of the data to the end of %s.",
			v.Exp.End+spec.Day(v.Exp.Decision.Extension))
	case v.Exp.Decision.Extension > 0 && v.Ended:
		return "The declared second reading is made, and no part of alpha is left for another: more data take a new " +
			"experiment."
	case v.unplanned() || !v.Timed:
		return "More data take a new experiment: reading this one again would be wrong more often than it says."
	}
	return "Do not move the end, which would read the data twice: plan a new experiment, and declare a second " +
		"reading before its start (decision: {extension: 14d})."
}
