package stats

import "math"

// OneSidedRho is MixtureRho for one-sided sequences at level alpha: that of a
// two-sided one at 2·alpha.
func OneSidedRho(alpha, nStar float64) float64 { return MixtureRho(2*alpha, nStar) }

// OneSidedRadius returns the distance, in standard errors, of the one-sided
// confidence sequence's bound at n units in total:
//
//	√(2(v+1)/v · ln(1 + √(v+1)/(2α))),  v = nρ²
//
// Source: Waudby-Smith et al. (2021), arXiv 2103.06476, eq. 134.
func OneSidedRadius(n, rho, alpha float64) float64 {
	v := n * rho * rho
	return math.Sqrt(2 * (v + 1) / v * math.Log1p(math.Sqrt(v+1)/(2*alpha)))
}

// OneSidedSequenceP returns the always-valid p of an effect above 0 for an
// estimate z standard errors above 0: the level at which OneSidedRadius with
// this rho reaches z,
//
//	p = √(v+1) / (2(e^u − 1)),  u = v z²/(2(v+1)),  v = nρ²
//
// at most 1, and 1 for z ≤ 0.
func OneSidedSequenceP(n, rho, z float64) Tail {
	if !(z > 0) {
		if math.IsNaN(z) {
			return TailOf(z)
		}
		return Tail{1, 0}
	}
	v := n * rho * rho
	u := v * z * z / (2 * (v + 1))
	logExpm1 := u + math.Log(-math.Expm1(-u)) // ln(e^u − 1)
	return TailOf(math.Min(0, 0.5*math.Log1p(v)-math.Ln2-logExpm1))
}

// SequenceP returns the always-valid two-sided p, min(1, 1/e), of ln e.
func SequenceP(logE float64) Tail { return TailOf(math.Min(0, -logE)) }

// MSPRT is the mixture sequential probability ratio test of a difference d with
// variance V (the sum of the squared standard errors) against a normal mixture
// with variance tau2:
//
//	ln Λ = ½ ln(V/(V+τ²)) + d²τ²/(2V(V+τ²)),  p = min(1, 1/Λ)
//
// It is the confidence sequence of MixtureRho with τ² = ρ²·V·N.
//
// Source: Johari, Pekelis & Walsh (2015), arXiv 1512.04922, eq. 9.
func MSPRT(d, v, tau2 float64) (logLambda float64) {
	return -0.5*math.Log1p(tau2/v) + d/v*(d/(v+tau2))*(tau2/2)
}

// MSPRTHalf returns the half-width of the always-valid interval of MSPRT at
// level alpha: √(V(V+τ²)/τ² · (ln((V+τ²)/V) − 2 ln α)).
func MSPRTHalf(v, tau2, alpha float64) float64 {
	return math.Sqrt(v * ((v + tau2) / tau2) * (math.Log1p(tau2/v) - 2*math.Log(alpha)))
}

// StatsigTau2 is the mixing variance z²_{α/2}(s_t² + s_c²)/(n_t + n_c) that
// Statsig publishes. It depends on the data, so the test is not strictly a
// mixture martingale. Statsig takes α/2 inside the logarithm of the half-width.
//
// Source: Statsig's documentation of sequential testing (19d1165).
func StatsigTau2(c, t Sample, alpha float64) float64 {
	z := NormalISF(alpha / 2)
	return z * z * (c.Var() + t.Var()) / (float64(c.N) + float64(t.N))
}
