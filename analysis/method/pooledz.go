package method

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// smallCell is the expected count below which the normal approximation of the
// pooled z is not to be relied on.
const smallCell = 5

// PooledZ compares two proportions by their exact counts: p by the pooled z
// (score) test, abs by Newcombe's hybrid score interval, rel by Koopman's score
// interval, which excludes 0 exactly when the test rejects. SE is that of the
// pooled test; DF is undefined (the reference is the normal).
//
// Samples without counts (a value other than 0 and 1) go to Welch with a
// caution. Undefined, with a caution: an empty arm (n_below_2), nothing or
// everything a success (zero_variance; Newcombe's interval still exists), no
// success in control alone (zero_control_mean, rel only). The state follows p.
//
// Source: Newcombe (1998), Statistics in Medicine 17; Koopman (1984), Biometrics 40.
func PooledZ(c, t stats.Sample, alpha float64) report.Comparison {
	if c.N < 1 || t.N < 1 {
		return Undefined("pooled_z", report.Cautionf("n_below_2",
			"Control has %d and the other arm %d units; a comparison needs both.", c.N, t.N))
	}
	if c.Successes < 0 || t.Successes < 0 {
		out := Welch(c, t, alpha)
		out.Cautions = append(out.Cautions, report.Cautionf("not_binary",
			"Some of the %d values are neither 0 nor 1, so the means are compared by Welch's t.", c.N+t.N))
		return out
	}
	out := Undefined("pooled_z")
	crit := stats.NormalISF(alpha / 2)
	d := stats.PropDiff(c.N, c.Successes, t.N, t.Successes)
	lo, hi := stats.Newcombe(c.N, c.Successes, t.N, t.Successes, crit)
	out.Abs = report.Interval{Value: report.Num(d), Lo: report.Num(lo), Hi: report.Num(hi), Method: "newcombe",
		Bounded: true}
	out.State = state(out.Abs)
	se, z := stats.PooledZ(c.N, c.Successes, t.N, t.Successes)
	out.SE = report.Num(se)
	all := c.Successes + t.Successes
	if se == 0 {
		out.Cautions = append(out.Cautions, report.Cautionf("zero_variance",
			"%d of %d units have a success: with none or all there is nothing to test.", all, c.N+t.N))
	} else {
		p := stats.TwoSided(stats.NormalLogSF(math.Abs(z)))
		out.Statistic, out.P, out.Log10P = report.Num(z), report.Num(p.P), report.Num(p.Log10())
		// The state follows the test, as p and the relative interval do:
		// Newcombe's interval is not the test's own and may disagree near the level.
		switch {
		case p.P >= alpha:
			out.State = "open"
		case d > 0:
			out.State = "up"
		default:
			out.State = "down"
		}
		n := float64(c.N + t.N)
		least := math.Min(float64(all), n-float64(all)) * float64(min(c.N, t.N)) / n
		if least < smallCell {
			out.Cautions = append(out.Cautions, report.Cautionf("small_counts",
				"Only %.1f units are expected in the smallest cell; below %d the p value is approximate.", least,
				smallCell))
		}
	}
	out.Rel = report.NoInterval("koopman")
	switch {
	case all == 0: // said already
		return out
	case c.Successes == 0:
		out.Cautions = append(out.Cautions, report.Cautionf("zero_control_mean",
			"None of control's %d units has a success, so no relative lift exists; the absolute difference is given.",
			c.N))
		return out
	}
	out.Rel.Value = report.Num(d / c.Value())
	rlo, rhi := stats.Koopman(c.N, c.Successes, t.N, t.Successes, crit)
	out.Rel.Lo, out.Rel.Hi, out.Rel.Bounded = report.Num(rlo-1), report.Num(rhi-1), true
	return out
}
