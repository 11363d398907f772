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
