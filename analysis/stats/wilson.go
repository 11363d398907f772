package stats

import "math"

// Wilson returns the score interval of a proportion of x successes in n units
// with normal quantile z = z_{α/2} (no continuity correction):
//
//	(x + z²/2 ± z·sqrt(x(n−x)/n + z²/4)) / (n + z²)
//
// It never leaves [0, 1] and exists at x = 0 and x = n. The lower end is
// computed through the product of both ends, so it keeps its digits for rare
// events. NaN for n < 1 or x outside 0…n.
//
// Source: Wilson (1927), Probable inference, JASA 22, p. 209.
func Wilson(n, x int64, z float64) (lo, hi float64) {
	if n < 1 || x < 0 || x > n {
		return math.NaN(), math.NaN()
	}
	if x == n {
		return wilsonLower(n, x, z), 1
	}
	nf, xf := float64(n), float64(x)
	hi = (xf + z*z/2 + z*math.Sqrt(xf*(float64(n-x)/nf)+z*z/4)) / (nf + z*z)
	return wilsonLower(n, x, z), hi
}

// wilsonLower is the lower end through the product of both.
func wilsonLower(n, x int64, z float64) float64 {
	if x == 0 {
		return 0
	}
	nf, xf := float64(n), float64(x)
	return xf * (xf / nf) / (xf + z*z/2 + z*math.Sqrt(xf*(float64(n-x)/nf)+z*z/4))
}

// WilsonShare is Wilson for a share p of n trials that need not be whole: the
// number of independent trials that a clustered error is worth. NaN for n ≤ 0 or
// p outside 0…1. With the α/2 of one of k categories divided by k it is Goodman's
// joint interval.
//
// Source: Wilson (1927), JASA 22; Goodman (1965), On simultaneous confidence
// intervals for multinomial proportions, Technometrics 7.
func WilsonShare(n, p, z float64) (lo, hi float64) {
	if !(n > 0) || !(p >= 0 && p <= 1) {
		return math.NaN(), math.NaN()
	}
	mid, half := p+z*z/(2*n), z*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	hi = math.Min((mid+half)/(1+z*z/n), 1)
	if p == 0 {
		return 0, hi
	}
	return p * p / ((1 + z*z/n) * hi), hi // through the product of both ends
}

// EffectiveTrials is the number of independent trials whose share p would have
// the squared error q, p(1−p)/q, at most n; n itself where there is no error to
// judge by (p of 0 or 1).
func EffectiveTrials(p, q, n float64) float64 {
	if !(q > 0) || p <= 0 || p >= 1 {
		return n
	}
	return math.Min(p*(1-p)/q, n)
}

// UpperIfNone is the one-sided upper bound of a share of which none was seen in n
// trials, 1 − alpha^(1/n): about 3/n at 5 %.
//
// Source: Clopper & Pearson (1934), Biometrika 26; Hanley & Lippman-Hand (1983), JAMA 249.
func UpperIfNone(n, alpha float64) float64 { return -math.Expm1(math.Log(alpha) / n) }
