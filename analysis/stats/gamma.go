package stats

import "math"

// logGamma is ln Γ(x) for x > 0.
func logGamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}

// stirlingError is ln Γ(x+1) − [(x+½)·ln x − x + ½·ln 2π], the part of a
// log-gamma that Stirling's formula leaves, without cancellation for large x.
// Source: Loader (2000), Fast and accurate computation of binomial probabilities.
func stirlingError(x float64) float64 {
	if x < 16 {
		return logGamma(x+1) - ((x+0.5)*math.Log(x) - x + 0.5*math.Log(2*math.Pi))
	}
	const s0, s1, s2, s3, s4, s5 = 1. / 12, 1. / 360, 1. / 1260, 1. / 1680, 1. / 1188, 691. / 360360
	y := 1 / (x * x)
	return (s0 - (s1-(s2-(s3-(s4-s5*y)*y)*y)*y)*y) / x
}

// deviance is x·ln(x/m) + m − x ≥ 0, exact where x is near m (Loader 2000).
func deviance(x, m float64) float64 {
	if x == 0 {
		return m
	}
	if d := x - m; math.Abs(d) < 0.1*(x+m) {
		v := d / (x + m)
		s := d * v
		ej := 2 * x * v
		for j := 1; j < 1000; j++ {
			ej *= v * v
			next := s + ej/float64(2*j+1)
			if next == s {
				break
			}
			s = next
		}
		return s
	}
	return x*math.Log(x/m) + m - x
}

// ChiSquareSF returns the upper tail P(X > x) of a chi-square with df degrees
// of freedom (df > 0) and its natural logarithm.
//
// It is Q(a, x) with a = df/2: the series of P below a+1, Lentz's continued
// fraction of Q above, with the saddle-point form of x^a·e^(−x)/Γ(a) (Loader
// 2000), so neither large df nor far tails lose digits; above a = 1e4 by
// gammaLogIntegral.
func ChiSquareSF(x, df float64) (sf, logSF float64) {
	if math.IsNaN(x) || !(df > 0) {
		return math.NaN(), math.NaN()
	}
	if x <= 0 {
		return 1, 0
	}
	if math.IsInf(x, 1) {
		return 0, math.Inf(-1)
	}
	a, h := df/2, x/2
	// ln of h^a e^(−h) / Γ(a+1) = −deviance(a, h) − stirlingError(a) − ½ ln 2πa
	front := -deviance(a, h) - stirlingError(a) - 0.5*math.Log(2*math.Pi*a)
	if a > 1e4 {
		l := front + math.Log(a) + gammaLogIntegral(h, a)
		if h >= a {
			return math.Exp(l), l
		}
		return -math.Expm1(l), log1mexp(l)
	}
	if h < a+1 {
		sum, term := 1.0, 1.0
		for n := 1; n < 1_000_000; n++ {
			term *= h / (a + float64(n))
			sum += term
			if term < sum*1e-17 {
				break
			}
		}
		p := math.Exp(front + math.Log(sum))
		return 1 - p, math.Log1p(-p)
	}
	// Q = front·a · 1/(h+1−a − 1(1−a)/(h+3−a − …)), Numerical Recipes 6.2.7
	b := h + 1 - a
	c, d := math.Inf(1), 1/b
	f := d
	for i := 1; i < 1_000_000; i++ {
		an := -float64(i) * (float64(i) - a)
		b += 2
		d = 1 / (an*d + b)
		c = b + an/c
		step := c * d
		f *= step
		if math.Abs(step-1) < 1e-16 {
			break
		}
	}
	l := front + math.Log(a) + math.Log(f)
	return math.Exp(l), l
}
