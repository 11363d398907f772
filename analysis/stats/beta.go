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

// betaLogCDF returns ln I_x(a, b) and ln(1 − I_x(a, b)), y = 1−x, from the tail
// on x's side of a/(a+b): by the continued fraction, or where both a and b are
// large by betaLogIntegral, which takes the same time for any.
func betaLogCDF(x, y, a, b float64) (logLower, logUpper float64) {
	switch {
	case math.IsNaN(x) || !(a > 0) || !(b > 0):
		return math.NaN(), math.NaN()
	case x <= 0:
		return math.Inf(-1), 0
	case y <= 0:
		return 0, math.Inf(-1)
	}
	if a*y >= b*x { // x ≤ a/(a+b)
		l := betaLogTail(x, y, a, b)
		return l, log1mexp(l)
	}
	l := betaLogTail(y, x, b, a)
	return log1mexp(l), l
}

// betaLogTail is ln I_x(a, b) for x ≤ a/(a+b).
func betaLogTail(x, y, a, b float64) float64 {
	if math.Min(a, b) < 1000 {
		return logBetaTerm(x, y, a, b) + math.Log(betaFraction(x, y, a, b))
	}
	return logBetaTerm(x, y, a, b) + betaLogIntegral(x, y, a, b)
}

// betaFraction is the continued fraction of I_x(a, b)·B(a, b)/(x^a·y^b) for
// x ≤ a/(a+b), in which 1−x is never formed, so that neither a large a nor a
// large b costs digits; it takes about 3·√min(a, b) steps.
//
// Source: Didonato & Morris (1992), ACM TOMS 18, algorithm 708, equation 9.
func betaFraction(x, y, a, b float64) float64 {
	lambda := a - (a+b)*x
	if a > b {
		lambda = (a+b)*y - b
	}
	lambda = math.Max(lambda, 0)
	c, c0, c1 := 1+lambda, b/a, 1+1/a
	an, bn, anp1, bnp1 := 0.0, 1.0, 1.0, c/c1
	r, p, s := c1/c, 1.0, a+1
	for n := 1.0; n < 1e5; n++ {
		t := n / a
		w := n * (b - n) * x
		e := a / s
		alpha := p * (p + c0) * e * e * (w * x)
		e = (t + 1) / (c1 + t + t)
		beta := n + w/s + e*(c+n*(y+1))
		p, s = t+1, s+2
		an, anp1 = anp1, alpha*an+beta*anp1
		bn, bnp1 = bnp1, alpha*bn+beta*bnp1
		before := r
		r = anp1 / bnp1
		if math.Abs(r-before) <= 2e-16*r {
			break
		}
		an, bn, anp1, bnp1 = an/bnp1, bn/bnp1, r, 1
	}
	return r
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
