package decide

import (
	"fmt"
	"math"

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
	switch {
	case !(weeks > 0):
		return "", false
	case weeks > 52:
		return "more than a year", true
	}
	n := max(1, int(math.Ceil(weeks-1e-6)))
	if n == 1 {
		return "about 1 more week", true
	}
	return fmt.Sprintf("about %d more weeks", n), true
}
