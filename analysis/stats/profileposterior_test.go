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

// TestBeyond: of a normal likelihood and a normal prior what lies beyond is known, cut off where
// the effect ends; of others it is what Posterior has.
func TestBeyond(t *testing.T) {
	const below = -0.3
	for _, z := range []float64{-9, -3, -0.5, 0, 0.8, 2.5, 7} {
		for _, sd := range []float64{0.01, 0.1, 2} {
			const se = 0.05
			for _, enough := range []float64{0, 0.02, 0.1} {
				precision := 1/(se*se) + 1/(sd*sd)
				mean, root := z*se/(se*se)/precision, 1/math.Sqrt(precision)
				lo := math.Max(below, -12*sd)
				all := NormalSF((lo - mean) / root)
				up := NormalSF((enough - mean) / root)
				down := all - NormalSF((-enough-mean)/root)
				l := DiffLikelihood(z*se, se*se, below)
				for i, want := range []float64{up / all, down / all} {
					if got := l.Beyond(sd, enough, i == 1); !(math.Abs(got-want) < 1e-10) {
						t.Errorf("z %g, sd %g, enough %g, down %v: %.14g, want %.14g", z, sd, enough, i == 1, got, want)
					}
				}
			}
		}
	}
	for i, l := range []EffectLikelihood{RiskRatioLikelihood(200, 20, 210, 29), RiskRatioLikelihood(5000, 3, 5000, 0),
		RiskDiffLikelihood(90, 45, 80, 60), RiskDiffLikelihood(9000, 450, 8000, 600),
		LiftLikelihood(0.4, 0.09, 2, 0.04, -0.04, -1), LiftLikelihood(0.2, 0.005, 2, 0.002, -0.002, math.Inf(-1))} {
		for _, sd := range []float64{0.02, 0.3} {
			for _, down := range []bool{false, true} {
				want := l.Posterior(sd, 0.05, down).Enough
				if got := l.Beyond(sd, 0.05, down); !(math.Abs(got-want) < 1e-10) {
					t.Errorf("likelihood %d, sd %g, down %v: %.14g, Posterior has %.14g", i, sd, down, got, want)
				}
			}
		}
	}
	l := DiffLikelihood(0.1, 0.01, math.Inf(-1))
	if !math.IsNaN(l.Beyond(0, 0.1, false)) || !math.IsNaN(l.Beyond(0.1, math.NaN(), false)) {
		t.Error("without a prior, or with nothing that is enough, there is a chance")
	}
}

// Panels that are taken to hold nothing change no bit of a posterior, of small chances neither.
func TestPosteriorLeavesOutNothing(t *testing.T) {
	left := 0
	for _, z := range []float64{-40, -6, -1, 0, 0.3, 2, 8, 60} {
		for _, se := range []float64{1e-4, 0.003, 0.05, 1} {
			for _, sd := range []float64{0.005, 0.05, 0.3} {
				enough := sd / 2
				l := LiftLikelihood(z*se*4, se*se*16, 4, se*se*8, -se*se*8, -1)
				d, ok := l.density(sd, 0, enough)
				if !ok {
					t.Fatalf("z %v, se %v, sd %v: no density", z, se, sd)
				}
				var above, below, beyond, loss float64
				for i, nothing := range d.nothing(0, enough) {
					if nothing {
						left++
					}
					if i == 0 {
						continue
					}
					d.each(d.edges[i-1], d.edges[i], func(e, w float64) {
						if e > 0 {
							above += w
						} else {
							below, loss = below+w, loss-w*e
						}
						if e > enough {
							beyond += w
						}
					})
				}
				all := above + below
				want := EffectPosterior{Better: above / all, Worse: below / all, Enough: beyond / all, Loss: loss / all}
				if got := l.Posterior(sd, enough, false); got != want {
					t.Errorf("z %v, se %v, sd %v: %v, of all panels %v", z, se, sd, got, want)
				}
			}
		}
	}
	if left == 0 {
		t.Error("no panel was left out, so nothing was looked at")
	}
}
