package stats

import (
	"math"
	"testing"
)

// TestTango: the statistic is that of the multinomial whose likelihood is greatest under
// delta, found here by search instead of by its root.
func TestTango(t *testing.T) {
	for _, p := range []PairedShares{{44, 0, 1}, {200, 25, 11}, {149, 0, 0}, {60, 3, 9}, {87.5, 4.25, 2.5}} {
		for _, delta := range []float64{-0.3, -0.02, -0.001, 0.05, 0.4} {
			lo, hi := math.Max(0, -delta), (1-delta)/2
			q := constrained(p, delta, lo, hi)
			want := (p.B - p.C - p.N*delta) / math.Sqrt(p.N*(2*q+delta*(1-delta)))
			if got := p.Score(delta); math.Abs(got-want) > 1e-6*math.Max(1, math.Abs(want)) {
				t.Errorf("%+v at %v: %v, by search %v (q %v)", p, delta, got, want, q)
			}
		}
		z := NormalISF(0.025)
		lo, hi := p.Lower(z), p.Upper(z)
		if lo > -1 && math.Abs(p.Score(lo)-z) > 1e-9 || hi < 1 && math.Abs(p.Score(hi)+z) > 1e-9 {
			t.Errorf("%+v: bounds %v and %v have scores %v and %v", p, lo, hi, p.Score(lo), p.Score(hi))
		}
	}
	p := PairedShares{200, 25, 11}
	if chi2, _ := (PairedCounts{200, 25, 11}).McNemar(false); math.Abs(p.Score(0)*p.Score(0)-chi2) > 1e-12 {
		t.Errorf("at 0 it is %v, McNemar's %v", p.Score(0)*p.Score(0), chi2)
	}
	if s := (PairedShares{10, 0, 0}).Score(0); !math.IsNaN(s) {
		t.Errorf("nothing differs and nothing is asked: %v", s)
	}
}

// constrained searches the share of C on which B − C = N·delta fits best.
func constrained(p PairedShares, delta, lo, hi float64) float64 {
	like := func(q float64) float64 {
		out := 0.0
		for _, x := range []struct{ n, share float64 }{{p.B, q + delta}, {p.C, q}, {p.N - p.B - p.C, 1 - 2*q - delta}} {
			if x.n > 0 {
				out += x.n * math.Log(math.Max(x.share, 1e-300))
			}
		}
		return out
	}
	for range 300 {
		a, b := lo+(hi-lo)*0.382, lo+(hi-lo)*0.618
		if like(a) < like(b) {
			lo = a
		} else {
			hi = b
		}
	}
	return (lo + hi) / 2
}
