package stats

import "math"

// logBetaTerm is ln of x^a·(1−x)^b / B(a, b), y = 1−x given apart so that
// neither end loses digits; the saddle-point form of Loader (2000) for large a
// and b.
func logBetaTerm(x, y, a, b float64) float64 {
	if a > 10 && b > 10 {
		n := a + b
		return 0.5*math.Log(a*b/(2*math.Pi*n)) + stirlingError(n) - stirlingError(a) - stirlingError(b) -
			deviance(a, n*x) - deviance(b, n*y)
	}
	lx, ly := math.Log(x), math.Log(y)
	if x > 0.5 {
		lx = math.Log1p(-y)
	} else {
		ly = math.Log1p(-x)
	}
	return a*lx + b*ly - logBeta(a, b)
}

// logBeta is ln B(a, b). For one large argument the difference of the two
// large log-gammas is taken by Stirling's series, so it keeps its digits.
func logBeta(a, b float64) float64 {
	if a > b {
		a, b = b, a
	}
	if b < 16 {
		return logGamma(a) + logGamma(b) - logGamma(a+b)
	}
	// ln Γ(b) − ln Γ(a+b), with ln Γ(z) = (z−½)ln z − z + ½ln 2π + stirlingError(z)
	n := a + b
	return logGamma(a) + (b-0.5)*-math.Log1p(a/b) - a*math.Log(n) + a + stirlingError(b) - stirlingError(n)
}

// betaLogCDF returns ln I_x(a, b) and ln(1 − I_x(a, b)), y = 1−x, by Lentz's
// continued fraction (Didonato & Morris 1992; Numerical Recipes 6.4.5) in logs,
// above a+b = 5000 by betaLogIntegral.
func betaLogCDF(x, y, a, b float64) (logLower, logUpper float64) {
	switch {
	case math.IsNaN(x) || !(a > 0) || !(b > 0):
		return math.NaN(), math.NaN()
	case x <= 0:
		return math.Inf(-1), 0
	case y <= 0:
		return 0, math.Inf(-1)
	}
	if a+b > 5000 {
		if a*y >= b*x { // x ≤ a/(a+b)
			l := logBetaTerm(x, y, a, b) + betaLogIntegral(x, y, a, b)
			return l, log1mexp(l)
		}
		l := logBetaTerm(y, x, b, a) + betaLogIntegral(y, x, b, a)
		return log1mexp(l), l
	}
	if x <= (a+1)/(a+b+2) {
		l := logBetaTerm(x, y, a, b) - math.Log(a) + math.Log(betaFraction(x, a, b))
		return l, log1mexp(l)
	}
	l := logBetaTerm(y, x, b, a) - math.Log(b) + math.Log(betaFraction(y, b, a))
	return log1mexp(l), l
}

// betaFraction is the continued fraction of I_x(a, b)·a·B(a, b)/(x^a (1−x)^b).
func betaFraction(x, a, b float64) float64 {
	c := 1.0
	d := 1 / (1 - (a+b)*x/(a+1))
	f := d
	for m := 1.0; m < 1e5; m++ {
		n := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d = 1 / (1 + n*d)
		c = 1 + n/c
		f *= c * d
		n = -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d = 1 / (1 + n*d)
		c = 1 + n/c
		step := c * d
		f *= step
		if math.Abs(step-1) < 2e-16 {
			break
		}
	}
	return f
}

// log1mexp is ln(1 − e^l) for l ≤ 0.
func log1mexp(l float64) float64 {
	if l > -math.Ln2 {
		return math.Log(-math.Expm1(l))
	}
	return math.Log1p(-math.Exp(l))
}

// BetaCDF returns I_x(a, b), the distribution function of a beta variable, and
// its natural logarithm; NaN for a or b not above 0.
func BetaCDF(x, a, b float64) (cdf, logCDF float64) {
	l, _ := betaLogCDF(x, 1-x, a, b)
	return math.Exp(l), l
}

// FSF returns the upper tail P(F > f) with df1 and df2 degrees of freedom and
// its natural logarithm.
func FSF(f, df1, df2 float64) (sf, logSF float64) {
	if f <= 0 {
		return 1, 0
	}
	s := df2 + df1*f
	l, _ := betaLogCDF(df2/s, df1*f/s, df2/2, df1/2)
	return math.Exp(l), l
}
