package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestCorrelateEffects: without errors it is Pearson's correlation with the interval of the
// likelihood ratio, n·ln((1−ρr)²/((1−ρ²)(1−r²))) ≤ χ², and least squares' slope.
func TestCorrelateEffects(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 4))
	n := 14
	x, y, none := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range x {
		x[i] = r.NormFloat64()
		y[i] = .7*x[i] + .6*r.NormFloat64() + 3
	}
	mx, my := meanOf(x), meanOf(y)
	var sxx, syy, sxy float64
	for i := range x {
		sxx, syy, sxy = sxx+(x[i]-mx)*(x[i]-mx), syy+(y[i]-my)*(y[i]-my), sxy+(x[i]-mx)*(y[i]-my)
	}
	rho := sxy / math.Sqrt(sxx*syy)
	got := CorrelateEffects(x, none, y, none, .05)
	within := func(what string, got, want, by float64) {
		t.Helper()
		if !(math.Abs(got-want) <= by) {
			t.Errorf("%s is %v, want %v", what, got, want)
		}
	}
	within("correlation", got.Rho, rho, 1e-5)
	within("slope", got.Slope, sxy/sxx, 1e-4)
	within("spread", got.SpreadX, math.Sqrt(sxx/float64(n)), 1e-4)
	z := NormalISF(.025)
	for _, end := range []float64{got.RhoLo, got.RhoHi} {
		within("ratio at an end", float64(n)*math.Log((1-end*rho)*(1-end*rho)/((1-end*end)*(1-rho*rho))), z*z, 1e-4)
	}
	// the slope's own likelihood ratio without errors: residuals about the line through the means
	rss := func(b float64) float64 { return syy - 2*b*sxy + b*b*sxx }
	for _, end := range []float64{got.SlopeLo, got.SlopeHi} {
		within("ratio at an end of the slope", float64(n)*math.Log(rss(end)/rss(sxy/sxx)), z*z, 1e-3)
	}
}

// TestCorrelateNoisyEffects: errors as large as the effects hide half of a correlation, which
// comes back; the interval holds it as often as it says; where all is noise it says nothing.
func TestCorrelateNoisyEffects(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	const n, runs, rho = 30, 24, .8
	held, sum, plain := 0, 0.0, 0.0
	for range runs {
		x, y, s := make([]float64, n), make([]float64, n), make([]float64, n)
		for i := range x {
			u := r.NormFloat64()
			v := rho*u + math.Sqrt(1-rho*rho)*r.NormFloat64()
			s[i] = 1
			x[i], y[i] = u+r.NormFloat64(), v+r.NormFloat64()
		}
		c := CorrelateEffects(x, s, y, s, .05)
		if c.RhoLo <= rho && rho <= c.RhoHi {
			held++
		}
		sum += c.Rho
		plain += CorrelateEffects(x, make([]float64, n), y, make([]float64, n), .05).Rho
	}
	if held < 19 { // of 24 at 95 in 100, 99.9% band
		t.Errorf("the interval holds the truth %d times of %d", held, runs)
	}
	if plain/runs > .5 || sum/runs < .65 {
		t.Errorf("on average %v, without taking errors out %v, the truth is %v", sum/runs, plain/runs, rho)
	}
	x, y, s := make([]float64, 12), make([]float64, 12), make([]float64, 12)
	for i := range x {
		x[i], y[i], s[i] = r.NormFloat64(), r.NormFloat64(), 3
	}
	if c := CorrelateEffects(x, s, y, s, .05); c.RhoLo > -.99 || c.RhoHi < .99 {
		t.Errorf("of noise alone: %+v", c)
	}
	if c := CorrelateEffects(x[:3], s[:3], y[:3], s[:3], .05); !math.IsNaN(c.Rho) {
		t.Errorf("of three: %+v", c)
	}
}
