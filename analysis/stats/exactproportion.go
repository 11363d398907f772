package stats

import "math"

// ClopperPearson returns the exact interval of a proportion of x successes in n
// units at level 1 − alpha: the proportions that neither one-sided exact
// binomial test at alpha/2 rejects,
//
//	lo = B⁻¹(α/2; x, n−x+1),  hi = B⁻¹(1−α/2; x+1, n−x)
//
// with closed forms at x = 0 and x = n. It covers at least 1 − alpha, usually
// more. NaN for n < 1 or x outside 0…n.
//
// Source: Clopper & Pearson (1934), Biometrika 26.
func ClopperPearson(n, x int64, alpha float64) (lo, hi float64) {
	if n < 1 || x < 0 || x > n {
		return math.NaN(), math.NaN()
	}
	nf, xf := float64(n), float64(x)
	lo, hi = 0, 1
	switch {
	case x == n:
		lo = math.Exp(math.Log(alpha/2) / nf)
	case x > 0:
		lo, _ = BetaQuantile(alpha/2, xf, nf-xf+1, false)
	}
	switch {
	case x == 0:
		hi = -math.Expm1(math.Log(alpha/2) / nf)
	case x < n:
		hi, _ = BetaQuantile(alpha/2, xf+1, nf-xf, true)
	}
	return lo, hi
}

// Jeffreys returns the equal-tailed interval of the posterior Beta(x+½, n−x+½),
// with the ends 0 at x = 0 and 1 at x = n. NaN for n < 1 or x outside 0…n.
//
// Source: Brown, Cai & DasGupta (2001), Statistical Science 16, section 3.1.3.
func Jeffreys(n, x int64, alpha float64) (lo, hi float64) {
	if n < 1 || x < 0 || x > n {
		return math.NaN(), math.NaN()
	}
	a, b := float64(x)+0.5, float64(n-x)+0.5
	lo, hi = 0, 1
	if x > 0 {
		lo, _ = BetaQuantile(alpha/2, a, b, false)
	}
	if x < n {
		hi, _ = BetaQuantile(alpha/2, a, b, true)
	}
	return lo, hi
}

// AgrestiCoull returns the Wald interval around p̃ = (x+z²/2)/(n+z²) with n+z²
// units, not clipped: it can leave [0, 1]. NaN for n < 1 or x outside 0…n.
//
// Source: Agresti & Coull (1998), The American Statistician 52.
func AgrestiCoull(n, x int64, z float64) (lo, hi float64) {
	if n < 1 || x < 0 || x > n {
		return math.NaN(), math.NaN()
	}
	m := float64(n) + z*z
	good, bad := float64(x)+z*z/2, float64(n-x)+z*z/2
	half := z * math.Sqrt(good/m*(bad/m)/m)
	// the nearer end is measured from 1 when most are successes
	return good/m - half, 1 - (bad/m - half)
}
