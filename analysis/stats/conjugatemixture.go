package stats

import "math"

// ExactMixtureRho2 is the ρ² of a normal-mixture confidence sequence that is
// exactly tightest at tOpt, (−W₋₁(−α²/e) − 1)/t with Lambert's W, found as the
// larger root of w − ln w = 1 − 2 ln α. MixtureRho is its approximation.
//
// Source: Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2023), arXiv 2103.06476, appendix.
func ExactMixtureRho2(alpha, tOpt float64) float64 {
	level := 1 - 2*math.Log(alpha)
	w := level + math.Log(level)
	for range 50 {
		step := (w - math.Log(w) - level) / (1 - 1/w)
		w -= step
		if math.Abs(step) <= 1e-15*w {
			break
		}
	}
	return (w - 1) / tOpt
}

// ConjugateMixtureMargin is the half-width at time t of the sequence for a mean of
// terms with variance 1, √((tρ²+1)/(t²ρ²)·ln((tρ²+1)/α²)).
func ConjugateMixtureMargin(t, rho2, alpha float64) float64 {
	return SequenceRadius(t, math.Sqrt(rho2), alpha) / math.Sqrt(t)
}
