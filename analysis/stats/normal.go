package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// NormalSF returns the upper tail P(Z > x) of the standard normal, by
// ½·erfc(x/√2); relative error about 1e-13 down to the smallest double.
func NormalSF(x float64) float64 { return 0.5 * math.Erfc(x/math.Sqrt2) }

// NormalLogSF returns ln P(Z > x), right far beyond where the tail itself
// underflows: above x = 20 by the continued fraction of the Mills ratio
// (Abramowitz & Stegun 26.2.14).
func NormalLogSF(x float64) float64 {
	switch {
	case x < -1:
		return math.Log1p(-NormalSF(-x))
	case x < 20:
		return math.Log(NormalSF(x))
	}
	f := 0.0
	for k := 60; k > 0; k-- {
		f = float64(k) / (x + f)
	}
	return -0.5*x*x - 0.5*math.Log(2*math.Pi) - math.Log(x+f)
}

// NormalISF returns the upper quantile: the x with P(Z > x) = q, for 0 < q < 1;
// ±Inf at the ends, NaN outside. By the rational approximation of Wichura (1988,
// AS 241), right to about 1e-16.
func NormalISF(q float64) float64 {
	switch {
	case !(q >= 0 && q <= 1):
		return math.NaN()
	case q == 0:
		return math.Inf(1)
	case q == 1:
		return math.Inf(-1)
	case q > 0.5:
		return -NormalISF(1 - q)
	case q > 1e-300: // below, the logarithm that Wichura's approximation starts from loses digits
		return -mathext.NormalQuantile(q)
	}
	return normalISFLog(logOf(q))
}

// normalISFLog inverts NormalLogSF for ln q ≤ ln ½ by Newton on the log tail,
// which is concave, so the steps from the left of the root never overshoot.
func normalISFLog(lq float64) float64 {
	x := 0.0
	if lq < -2 {
		x = math.Sqrt(-2*lq) - 1 // below the root: the tail is thinner than exp(−x²/2)
		if x < 0 {
			x = 0
		}
	}
	for range 60 {
		l := NormalLogSF(x)
		h := math.Exp(-0.5*x*x - 0.5*math.Log(2*math.Pi) - l) // hazard, −d ln sf/dx
		step := (l - lq) / h
		x += step
		if math.Abs(step) <= 1e-9 { // what is left is the square of that
			break
		}
	}
	return x
}

// logOf is ln q for 0 < q, right for subnormal numbers too, where math.Log of
// the amd64 assembly is off in the fourth digit.
func logOf(q float64) float64 {
	if q < 1e-300 {
		f, e := math.Frexp(q)
		return math.Log(f) + float64(e)*math.Ln2
	}
	return math.Log(q)
}
