package stats

import (
	"math"
	"testing"
)

// crossings is the chance that the sum of standard normal steps has left the boundary of
// NightLimit by each day, by recursion over its density inside.
func crossings(alpha float64, days int) (out []float64) {
	density := func(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }
	var before, at []float64 // density of the day before, where
	width, total := 0.0, 0.0
	for d := 1; d <= days; d++ {
		bound := NormalISF(NightLimit(alpha, d)/2) * math.Sqrt(float64(d))
		n := max(401, int(2*bound/0.25)+2)
		h := 2 * bound / float64(n-1)
		x, f := make([]float64, n), make([]float64, n)
		for i := range x {
			x[i] = -bound + float64(i)*h
			if d == 1 {
				f[i] = density(x[i])
			}
		}
		if d == 1 {
			total = NightLimit(alpha, 1)
		}
		for j, y := range at {
			w := before[j] * width
			if j == 0 || j == len(at)-1 {
				w /= 2
			}
			total += w * (NormalSF(bound-y) + NormalSF(bound+y))
			for i := max(int((y-9+bound)/h), 0); i < min(int((y+9+bound)/h)+2, n); i++ {
				f[i] += w * density(x[i]-y)
			}
		}
		before, at, width, out = f, x, h, append(out, total)
	}
	return out
}

// TestNightLimit: looked at after each of 400 days, a test is wrong at most alpha of the
// time; held to alpha every day it would be wrong many times as often.
func TestNightLimit(t *testing.T) {
	for _, alpha := range []float64{0.05, 0.001, 0.0005} {
		c := crossings(alpha, 400)
		if c[399] > alpha || c[399] < alpha/2 || c[0] != alpha/9 {
			t.Errorf("alpha %g: crossed by %g on the first day, %g in 400 days", alpha, c[0], c[399])
		}
		t.Logf("alpha %g: %.3g of it in 30 days, %.3g in 400", alpha, c[29]/alpha, c[399]/alpha)
	}
	if got := NightLimit(0.001, 0); got != 0.001 {
		t.Errorf("one look at all: %g", got)
	}
}
