package stats

import "math"

// BetaQuantile returns the x with I_x(a, b) = p, and 1−x, for a lower tail
// (upper = false) or an upper tail (true) of probability p. Newton on the log
// of the smaller tail against the logit of x, kept inside a bracket. NaN for p
// outside 0…1 or a or b not above 0.
func BetaQuantile(p, a, b float64, upper bool) (x, y float64) {
	switch {
	case !(p >= 0 && p <= 1) || !(a > 0) || !(b > 0):
		return math.NaN(), math.NaN()
	case p == 0 && !upper || p == 1 && upper:
		return 0, 1
	case p == 0 || p == 1:
		return 1, 0
	}
	lp, lq := logOf(p), math.Log1p(-p)
	if upper {
		lp, lq = lq, lp
	}
	// f rises in u = logit x; the smaller of the two tails is compared in logs.
	small := lp < lq
	f := func(u float64) (value, slope float64) {
		x, y := logistic(u)
		l, s := betaLogCDF(x, y, a, b)
		density := logBetaTerm(x, y, a, b) // x(1−x)·pdf = x^a·y^b/B
		if small {
			return l - lp, math.Exp(density - l)
		}
		return lq - s, math.Exp(density - s)
	}
	u := solveRising(f, math.Log(a/b), -745, 745)
	return logistic(u)
}

// logistic returns 1/(1+e^−u) and 1/(1+e^u).
func logistic(u float64) (x, y float64) {
	e := math.Exp(-math.Abs(u))
	x, y = 1/(1+e), e/(1+e)
	if u < 0 {
		x, y = y, x
	}
	return x, y
}

// solveRising finds where a rising function is 0, by Newton inside a bracket
// that bisection narrows whenever a step leaves it. f returns value and slope.
func solveRising(f func(u float64) (value, slope float64), start, lo, hi float64) float64 {
	u := math.Min(math.Max(start, lo), hi)
	for range 300 {
		v, s := f(u)
		switch {
		case v == 0:
			return u
		case v < 0 || math.IsNaN(v) && u < start:
			lo = u
		default:
			hi = u
		}
		next := u - v/s
		if !(next > lo && next < hi) {
			next = lo + (hi-lo)/2
		}
		if math.Abs(next-u) <= 1e-10*(1+math.Abs(u)) && next == u-v/s || hi-lo <= 2e-16*math.Abs(u) {
			return next // a Newton step leaves the square of its length
		}
		u = next
	}
	return u
}
