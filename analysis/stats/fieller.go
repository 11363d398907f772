package stats

import "math"

// Fieller returns the interval of the relative lift (m_t − m_c)/|m_c| of two
// independent means with squared standard errors q_c and q_t at critical value
// z, the same as the absolute test's, so that 0 is outside exactly when that
// test rejects. With g = z²·q_c/m_c² and L the lift over m_c:
//
//	[L + g ∓ (z/|m_c|)·sqrt((1+L)²·q_c + (1−g)·q_t)] / (1 − g)
//
// mirrored for a negative control mean. For g ≥ 1 the control mean cannot be
// told from 0 and the set of lifts has no two finite ends: NaN, with g to say
// so. L must be exact to the caller's digits; it is not computed from the means
// here. NaN for m_c = 0.
//
// Source: Fieller (1954), Some problems in interval estimation, JRSS B 16, eq. 9.
func Fieller(mc, qc, qt, lift, z float64) (lo, hi, g float64) {
	if mc == 0 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	s := z / math.Abs(mc)
	g = s * math.Sqrt(qc)
	g *= g
	if !(g < 1) {
		return math.NaN(), math.NaN(), g
	}
	l := lift
	if mc < 0 {
		l = -lift // lift = −(R−1) for a negative control mean
	}
	// s·sqrt(…) with the scale inside, so that values of 1e150 do not overflow
	a, b := s*math.Sqrt(qc)*(1+l), s*math.Sqrt(qt)*math.Sqrt(1-g)
	half := math.Hypot(a, b)
	lo, hi = (l+g-half)/(1-g), (l+g+half)/(1-g)
	if mc < 0 {
		lo, hi = -hi, -lo
	}
	return lo, hi, g
}

// FiellerPair is Fieller for a difference d that is not that of the means it is
// divided by, such as an adjusted one: the set of L with (d − L·m)² ≤ z²·(vd −
// 2L·cov + L²·vm), m = |mc|, for d with variance vd, mc with variance vm and
// their covariance. 0 is outside exactly when |d| > z·√vd. g as for Fieller; NaN
// ends for g ≥ 1 and for mc = 0.
//
// Source: Fieller (1954), JRSS B 16, with correlated numerator and denominator.
func FiellerPair(d, vd, mc, vm, cov, z float64) (lo, hi, g float64) {
	if mc == 0 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	m := math.Abs(mc)
	if mc < 0 {
		cov = -cov // that of d with |mc|
	}
	s := z / m
	g = s * math.Sqrt(vm)
	g *= g
	if !(g < 1) {
		return math.NaN(), math.NaN(), g
	}
	l := d / m
	b := l - s*s*cov
	half := math.Sqrt(math.Max(b*b-(1-g)*(l*l-s*s*vd), 0))
	return (b - half) / (1 - g), (b + half) / (1 - g), g
}
