package stats

import "math"

// MixtureRho returns the tuning ρ of the normal-mixture confidence sequence
// that is tightest at nStar units in total, for a two-sided level alpha:
//
//	ρ² = (−2 ln α + ln(1 − 2 ln α)) / N*
//
// the published approximation of the exact (−W₋₁(−α²/e) − 1)/N*. It must be
// fixed for the life of an experiment. NaN unless 0 < alpha < 1 and nStar > 0.
//
// Source: Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas (2021), arXiv 2103.06476, after eq. 9.
func MixtureRho(alpha, nStar float64) float64 {
	if !(alpha > 0 && alpha < 1 && nStar > 0) {
		return math.NaN()
	}
	l := -2 * math.Log(alpha)
	return math.Sqrt((l + math.Log1p(l)) / nStar)
}

// SequenceRadius returns the half-width, in standard errors, of the two-sided
// confidence sequence at n units in total:
//
//	√(2(nρ²+1)/(nρ²) · ln(√(nρ²+1)/α))
//
// The interval estimate ± radius·se covers at all n at once with probability
// 1 − alpha, asymptotically: use it from about 100 units an arm on.
//
// Source: Waudby-Smith et al. (2021), eq. 9.
func SequenceRadius(n, rho, alpha float64) float64 {
	v := n * rho * rho
	return math.Sqrt(2 * (v + 1) / v * (0.5*math.Log1p(v) - math.Log(alpha)))
}

// SequenceLogE returns the natural log of the e-value against no effect at n
// units in total, for an estimate z standard errors from 0:
//
//	ln e = v z²/(2(v+1)) − ½ ln(v+1),  v = nρ²
//
// The always-valid p is min(1, 1/e); it is below alpha exactly when 0 lies
// outside the sequence.
//
// Source: Waudby-Smith et al. (2021); the mixture of Johari, Pekelis, Walsh (2015).
func SequenceLogE(n, rho, z float64) float64 {
	v := n * rho * rho
	return v*z*z/(2*(v+1)) - 0.5*math.Log1p(v)
}
