package stats

import (
	"math"
	"testing"
)

// The three tails at once are the three asked for one by one, to the last bit.
func TestTailsAtOnce(t *testing.T) {
	for _, df := range []float64{0.7, 3, 41.5, 9999, 2e4, 1e9, math.Inf(1)} {
		for _, est := range []float64{0, math.Copysign(0, -1), 1e-9, -1e-9, 0.4, -0.4, 2, -2, 38, -38, 1e5, -1e5} {
			x := Test{est, 1, df}
			two, greater, less := x.Tails()
			if two != x.TwoSided() || greater != x.Greater() || less != x.Less() {
				t.Errorf("estimate %v, df %v: %v %v %v, one by one %v %v %v", est, df, two, greater, less, x.TwoSided(),
					x.Greater(), x.Less())
			}
		}
	}
	if two, greater, less := (Test{1, 0, 5}).Tails(); two.P == two.P || greater.P == greater.P || less.P == less.P {
		t.Errorf("an undefined test has the tails %v %v %v", two, greater, less)
	}
}

// decayPlain is decayIntegral point by point, with nothing left out before e^f is 0.
func decayPlain(length float64, f func(h float64) float64) float64 {
	sum := 0.0
	for u := -5.0; u <= 6; u += 0.125 {
		e := math.Exp(-u)
		h := length * math.Exp(u-e)
		v := f(h)
		if v < -800 {
			break
		}
		sum += math.Exp(v) * h * (1 + e)
	}
	return sum * 0.125
}

// What decayIntegral leaves out changes no bit.
func TestDecayIntegralShortcuts(t *testing.T) {
	for _, length := range []float64{1e-12, 0.03, 1, 7e5} {
		for _, bend := range []float64{0, 0.01, 0.5, 1, 40} {
			f := func(h float64) float64 { h /= length; return -h - bend*h*h }
			if got, want := decayIntegral(length, f), decayPlain(length, f); got != want {
				t.Errorf("length %v, bend %v: %v, point by point %v", length, bend, got, want)
			}
		}
	}
	if got := decayIntegral(1, func(h float64) float64 { return -h }); math.Abs(got-1) > 1e-14 {
		t.Errorf("the integral of e^−h is %v", got)
	}
}
