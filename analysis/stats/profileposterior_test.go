package stats

import (
	"math"
	"testing"
)

// TestPosteriorQuantiles: a normal likelihood and a normal prior have a normal posterior, whose
// quantiles are known: precision 1/v + 1/sd², mean d/v over it.
func TestPosteriorQuantiles(t *testing.T) {
	ps := []float64{1e-6, 0.025, 0.025, 0.3, 0.5, 0.975, 1 - 1e-9}
	for _, c := range []struct{ d, v, sd float64 }{{0.1, 0.0004, 0.05}, {-0.02, 0.01, 0.3}, {0, 1e-8, 0.1}, {5, 1,
		0.2}} {
		precision := 1/c.v + 1/(c.sd*c.sd)
		mean, sd := c.d/c.v/precision, 1/math.Sqrt(precision)
		for i, q := range DiffLikelihood(c.d, c.v, math.Inf(-1)).Quantiles(c.sd, ps...) {
			if want := mean - sd*NormalISF(ps[i]); !(math.Abs(q-want) <= 1e-7*sd*math.Max(1,
				math.Abs(NormalISF(ps[i])))) {
				t.Errorf("%v: the %g quantile is %.12g, want %.12g", c, ps[i], q, want)
			}
		}
	}
	for _, q := range DiffLikelihood(0.1, 0.01, math.Inf(-1)).Quantiles(0, 0.5) {
		if !math.IsNaN(q) {
			t.Errorf("without a prior the median is %g", q)
		}
	}
}

// TestPosteriorQuantilesAgree: what lies below a quantile has the chance that it is the quantile
// of, by the same posterior's chances, also of shares and of few conversions.
func TestPosteriorQuantilesAgree(t *testing.T) {
	for _, l := range []EffectLikelihood{RiskRatioLikelihood(200, 20, 210, 29), RiskRatioLikelihood(5000, 3, 5000, 0),
		RiskDiffLikelihood(90, 45, 80, 60),
		LiftLikelihood(0.4, 0.09, 2, 0.04, -0.04, -1)} {
		const sd = 0.2
		p := l.Posterior(sd, math.NaN(), false)
		for i, q := range l.Quantiles(sd, p.Worse/2, p.Worse, p.Worse+p.Better/2) {
			switch {
			case i == 0 && !(q < 0), i == 1 && !(math.Abs(q) < 1e-8), i == 2 && !(q > 0):
				t.Errorf("with a chance %g of being worse the quantile %d is %g", p.Worse, i, q)
			}
		}
	}
}
