package stats

import "math"

// The uniform boundaries of a sum S with intrinsic time V: under no effect the
// chance that S ever exceeds the boundary at V is at most alpha. Each mixture is
// tightest at vOpt for a boundary of level alphaOpt.
//
// Source: Howard, Ramdas, McAuliffe & Sekhon (2021), Time-uniform, nonparametric,
// nonasymptotic confidence sequences, Annals of Statistics 49.

// mixtureTime is ρ = v/(−2 ln α + ln(1 − 2 ln α)), the mixing precision tuned at v.
func mixtureTime(v, alpha float64) float64 {
	l := -2 * math.Log(alpha)
	return v / (l + math.Log1p(l))
}

// NormalMixtureBound is the two-sided normal mixture's boundary,
// √((v+ρ)·(ln(1 + v/ρ) − 2 ln α)).
func NormalMixtureBound(v, alpha, vOpt, alphaOpt float64) float64 {
	rho := mixtureTime(vOpt, alphaOpt)
	return math.Sqrt((v + rho) * (math.Log1p(v/rho) - 2*math.Log(alpha)))
}

// OneSidedNormalMixtureBound is the s at which
//
//	½ ln(4ρ/(v+ρ)) + s²/(2(v+ρ)) + ln Φ(s/√(v+ρ)) = −ln α
//
// with ρ tuned at 2·alphaOpt.
func OneSidedNormalMixtureBound(v, alpha, vOpt, alphaOpt float64) float64 {
	rho := mixtureTime(vOpt, 2*alphaOpt)
	root := math.Sqrt(v + rho)
	level := 0.5*math.Log(4*rho/(v+rho)) + math.Log(alpha)
	return root * rootAbove(func(u float64) float64 { return level + u*u/2 + NormalLogSF(-u) }, math.Inf(1))
}

// GammaExponentialBound is the gamma-exponential mixture's boundary for sums
// whose steps have a sub-exponential scale c. With R = ρ/c², A = (v+ρ)/c² and
// X = A + s/c it is the s at which
//
//	D(A, X) − ½ ln(A/R) + δ(A) − δ(R) + ln P(A, X) − ln P(R, R) = −ln α
//
// D(A, X) = A ln(A/X) + X − A, δ the error of Stirling's formula, P the lower
// incomplete gamma function: the published martingale without the log-gammas
// that cancel. NaN beyond A = 1e7, where there is no reference to hold it against.
func GammaExponentialBound(v, alpha, vOpt, alphaOpt, c float64) float64 {
	rho := mixtureTime(vOpt, 2*alphaOpt)
	r, a := rho/(c*c), (v+rho)/(c*c)
	if a > 1e7 {
		return math.NaN()
	}
	logP := func(a, x float64) float64 {
		_, q := ChiSquareSF(2*x, 2*a)
		return log1mexp(q)
	}
	level := math.Log(alpha) - 0.5*math.Log(a/r) + stirlingError(a) - stirlingError(r) - logP(r, r)
	return rootAbove(func(s float64) float64 {
		x := a + s/c
		return level + deviance(a, x) + logP(a, x)
	}, math.Inf(1))
}

// BetaBinomialBound is the one-sided beta-binomial mixture's boundary for steps
// between −g and h (a sub-Bernoulli sum); at most v/g, which the sum cannot pass.
func BetaBinomialBound(v, alpha, vOpt, alphaOpt, g, h float64) float64 {
	r := math.Max(mixtureTime(vOpt, 2*alphaOpt)-g*h, 1e-3*g*h)
	mass := func(a, b float64) float64 { // ln of the incomplete beta function at h/(g+h)
		lower, _ := betaLogCDF(h/(g+h), g/(g+h), a, b)
		return logBeta(a, b) + lower
	}
	level := math.Log(alpha) + v/(g*h)*math.Log(g+h) - mass(r/(g*(g+h)), r/(h*(g+h)))
	return rootAbove(func(s float64) float64 {
		up, down := (v+h*s)/(h*(g+h)), (v-g*s)/(g*(g+h)) // steps of h and of −g
		return level - up*math.Log(g) - down*math.Log(h) + mass(down+r/(g*(g+h)), up+r/(h*(g+h)))
	}, v/g)
}

// StitchedBound is the polynomial stitching boundary from vMin on,
//
//	k₁·√(v·(s·ln ln(ηv/v_min) + ln(ζ(s)/(α·lnˢ η)))),  k₁ = (η^¼ + η^−¼)/√2
//
// flat before vMin, for sub-Gaussian sums.
func StitchedBound(v, alpha, vMin, s, eta float64) float64 {
	v = math.Max(v, vMin)
	l := s*math.Log(math.Log(eta*v/vMin)) + math.Log(zeta(s)/(alpha*math.Pow(math.Log(eta), s)))
	return (math.Pow(eta, 0.25) + math.Pow(eta, -0.25)) / math.Sqrt2 * math.Sqrt(v*l)
}

// rootAbove finds where f, rising from below 0 at 0, is 0; most where f is still
// below 0 there.
func rootAbove(f func(float64) float64, most float64) float64 {
	hi := 1.0
	for hi < most && f(hi) < 0 {
		hi *= 2
	}
	if hi >= most {
		if hi = most; f(hi) < 0 {
			return most
		}
	}
	lo := 0.0
	for mid := hi / 2; mid > lo && mid < hi; mid = lo + (hi-lo)/2 {
		if f(mid) < 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

// zeta is Riemann's zeta function for s > 1, by Euler and Maclaurin.
func zeta(s float64) float64 {
	const n = 30.0
	sum := 0.0
	for k := 1.0; k < n; k++ {
		sum += math.Pow(k, -s)
	}
	p := math.Pow(n, -s)
	return sum + n*p/(s-1) + p/2 + s*p/(12*n) - s*(s+1)*(s+2)*p/(720*n*n*n)
}
