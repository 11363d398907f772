package decide

import (
	"fmt"
	"math"

	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// moreWeeks estimates how much longer the experiment would have to run, at the
// traffic so far, to detect the first primary's minimum effect with a chance of
// 80 %: the standard error must shrink to minimum effect/(z_{α/2} + z_{0.2}),
// and it shrinks with the square root of the units. False where the effect, the
// error or the traffic is unknown or the error is small enough already.
func moreWeeks(v *view) (string, bool) {
	p := v.primaries()[0]
	effect := math.NaN()
	for _, e := range p.got.Arms {
		if e.Arm == v.Control {
			if a, ok := p.ask.MinimumEffect.Abs(float64(e.Value)); ok {
				effect = math.Abs(a)
			}
		}
	}
	if !(effect > 0) || !p.cmp.SE.Defined() || v.Weeks <= 0 {
		return "", false
	}
	need := effect / (stats.NormalISF(v.Exp.Statistics.Alpha/2) + stats.NormalISF(0.2))
	weeks := v.Weeks * (math.Pow(float64(p.cmp.SE)/need, 2) - 1)
	n := max(1, int(math.Ceil(weeks-1e-6)))
	took := fmt.Sprintf("about %d more weeks", n)
	switch {
	case !(weeks > 0):
		return "", false
	case weeks > 52:
		took = "more than a year more"
	case n == 1:
		took = "about 1 more week"
	}
	return "Cannot tell: at this traffic " + took + " would give 80 in 100 to settle it at the minimum effect.", true
}

// nextReading says how more data may be read: never by moving the end, which reads
// the same data twice.
func (v *view) nextReading() string {
	switch n := v.final(); {
	case v.Exp.Decision.Extension > 0 && n != nil && n.By == "end":
		return fmt.Sprintf("The declared second reading is that of the data to the end of %s.", v.Exp.End+spec.Day(v.Exp.Decision.Extension))
	case v.unplanned() || !v.Timed:
		return "More data take a new experiment: reading this one again would be wrong more often than it says."
	}
	return "Do not move the end, which would read the data twice: plan a new experiment, and declare a second reading before its start (decision: {extension: 14d})."
}
