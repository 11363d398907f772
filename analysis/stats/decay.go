package stats

import "math"

// decayIntegral is ∫₀^∞ exp(f(h)) dh of a concave f with f(0) = 0 that falls from
// 0 on by about 1 over length, by the double-exponential rule h = L·exp(u − e^(−u))
// (Takahasi & Mori 1974): some 90 points for about 14 digits.
//
// Near 0, where f is below 1e-18 or so, e^f is 1 and f is not asked; at the other
// end it stops where a point is lost beside the sum, and every later one with it:
// f is concave, so from −40 on each point is under a hundredth of the one before.
func decayIntegral(length float64, f func(h float64) float64) float64 {
	sum := 0.0
	for i := range decayNodes {
		n := &decayNodes[i]
		h := length * n.h
		if n.h < 1e-18 {
			sum += h * n.weight
			continue
		}
		v := f(h)
		point := math.Exp(v) * h * n.weight
		if v < -40 && point < sum*0x1p-55 {
			break
		}
		sum += point
	}
	return sum * decayStep
}

// decayNodes are the points of decayIntegral for length 1 and their weights.
var decayNodes = func() (nodes [89]struct{ h, weight float64 }) {
	for i := range nodes {
		u := -5 + float64(i)*decayStep
		e := math.Exp(-u)
		nodes[i].h, nodes[i].weight = math.Exp(u-e), 1+e
	}
	return nodes
}()

const decayStep = 0.125

// betaLogIntegral is ln of I_x(a, b)·B(a, b)/(x^a·y^b) for x ≤ a/(a+b): with n =
// a+b and h the distance below logit x
//
//	∫₀^∞ exp(−(a − n·x)h − n·k(h)) dh,  k(h) = ln(1 + x(e^(−h) − 1)) + x·h ≥ 0
//
// which takes the same time for any a and b, where the continued fraction takes
// √min(a, b) steps. For small a or b the integrand falls like e^(−e^h), for which
// the points are too few.
func betaLogIntegral(x, y, a, b float64) float64 {
	n, v := a+b, x*y
	slope := math.Max(a*y-b*x, 0) // a − n·x
	k := func(h float64) float64 {
		if h < 0.003 { // cumulants of a coin: no cancellation
			return v * h * h * (0.5 - h*((y-x)/6-h*((1-6*v)/24-h*(y-x)*(1-12*v)/120)))
		}
		if y < x {
			return math.Log1p(y*math.Expm1(h)) - y*h // the same, of terms no larger than y
		}
		return math.Log1p(x*math.Expm1(-h)) + x*h
	}
	return math.Log(decayIntegral(1/math.Max(slope, math.Sqrt(n*v)),
		func(h float64) float64 { return -slope*h - n*k(h) }))
}

// gammaLogIntegral is ln of the tail of the gamma density around x over x^a·e^(−x),
// in ln of the variable, away from the mode: up for x ≥ a, else down.
//
//	∫₀^∞ exp(−|a − x|·h − x·k(h)) dh,  k(h) = e^(±h) − 1 ∓ h ≥ 0
func gammaLogIntegral(x, a float64) float64 {
	sign := 1.0
	if x < a {
		sign = -1
	}
	slope := math.Abs(a - x)
	k := func(h float64) float64 {
		if h < 0.003 {
			return h * h * (0.5 + sign*h/6 + h*h/24 + sign*h*h*h/120)
		}
		return math.Expm1(sign*h) - sign*h
	}
	return math.Log(decayIntegral(1/math.Max(slope, math.Sqrt(x)),
		func(h float64) float64 { return -slope*h - x*k(h) }))
}
