package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// With one row per unit the clustered incidence is Aalen–Johansen's, errors
// included; the golden curve is that of the adoption reference.
func TestClusteredIncidence(t *testing.T) {
	golden := []Exit{{1, 1, 0}, {2, 2, 1}, {3, 0, 2}, {4, 1, 3}, {5, 2, 4}}
	in := ClusteredIncidence(golden, 2, 5, []float64{0.5, 1, 2, 3, 4, 5, 6})
	for k, want := range [][2]float64{{0, 0}, {.2, 0}, {.2, .2}, {.2, .2}, {.5, .2}, {.5, .5}} {
		if math.Abs(in.F[0][k]-want[0]) > 1e-12 || math.Abs(in.F[1][k]-want[1]) > 1e-12 ||
			math.Abs(in.S[k]-(1-want[0]-want[1])) > 1e-12 {
			t.Errorf("at point %d: %v and %v, want %v", k, in.F[0][k], in.F[1][k], want)
		}
	}
	if in.S[6] != 0 { // all have ended
		t.Errorf("beyond the last row S is %v", in.S[6])
	}
	r := rand.New(rand.NewPCG(1, 2))
	var rows []Exit
	var spells []Spell
	for u := range 300 {
		e := Exit{Time: float64(1 + r.IntN(40)), Cause: r.IntN(4), Unit: u}
		rows, spells = append(rows, e), append(spells, Spell{Time: e.Time, Cause: e.Cause})
	}
	want := AalenJohansen(spells, 3)
	got := ClusteredIncidence(rows, 3, len(rows), want.Time)
	var single []Spell
	for _, s := range spells {
		single = append(single, Spell{Time: s.Time, Cause: min(s.Cause, 1)})
	}
	se := AalenJohansen(single, 1).SE[0] // of 1 − S
	for k := range want.Time {
		for c := range 3 {
			if math.Abs(got.F[c][k]-want.F[c][k]) > 1e-12 {
				t.Fatalf("cause %d at %v: %v, want %v", c+1, want.Time[k], got.F[c][k], want.F[c][k])
			}
		}
		if math.Abs(got.SE[k]-se[k]) > 1e-10 {
			t.Errorf("se at %v: %v, want %v", want.Time[k], got.SE[k], se[k])
		}
	}
	// Every row twice in the same unit: the same curve and the same error.
	twice := ClusteredIncidence(append(append([]Exit(nil), rows...), rows...), 3, len(rows), want.Time)
	for k := range want.Time {
		if math.Abs(twice.S[k]-got.S[k]) > 1e-12 || math.Abs(twice.SE[k]-got.SE[k]) > 1e-10 {
			t.Errorf("rows counted twice at %v: %v ± %v, once %v ± %v", want.Time[k], twice.S[k], twice.SE[k], got.S[k],
				got.SE[k])
		}
	}
}

// Units that ignore everything are found back, and none where there are none.
func TestInflatedBetaBinomial(t *testing.T) {
	for seed := range uint64(3) {
		for _, share := range []float64{0, 0.08} {
			r := rand.New(rand.NewPCG(seed, 9))
			var x, n []int64
			for range 4000 {
				trials := 1 + r.Int64N(30)
				p := 1 / (1 + math.Exp(-(0.1 + 0.6*r.NormFloat64())))
				if r.Float64() < share {
					p = 1
				}
				s := int64(0)
				for range trials {
					if r.Float64() < p {
						s++
					}
				}
				x, n = append(x, s), append(n, trials)
			}
			f := InflatedBetaBinomial(x, n)
			if math.Abs(f.Share-share) > 0.02 {
				t.Errorf("seed %d: share %v, planted %v", seed, f.Share, share)
			}
			if (f.P.P < 1e-6) != (share > 0) {
				t.Errorf("seed %d: p %v with %v planted", seed, f.P.P, share)
			}
		}
	}
	if f := InflatedBetaBinomial([]int64{3, 4}, []int64{3, 4}); !math.IsNaN(f.Share) {
		t.Errorf("all succeed: share %v", f.Share)
	}
	if f := InflatedBetaBinomial([]int64{1, 2, 0}, []int64{3, 4, 5}); f.Share != 0 || f.P.P != 1 {
		t.Errorf("nobody always succeeds: share %v, p %v", f.Share, f.P.P)
	}
}

// Golden values of the adoption reference.
func TestKitagawaCentred(t *testing.T) {
	s := Kitagawa([]float64{50, 50}, []float64{.30, .50}, []float64{70, 30}, []float64{.35, .48})
	for i, want := range [][3]float64{{.065, .030, -.0132}, {-.098, -.008, -.0198}} {
		if math.Abs(s.CompositionByCell[i]-want[0]) > 1e-12 || math.Abs(s.RateByCell[i]-want[1]) > 1e-12 ||
			math.Abs(s.CentredByCell[i]-want[2]) > 1e-12 {
			t.Errorf("cell %d: mix %v, rate %v, centred %v, want %v", i, s.CompositionByCell[i], s.RateByCell[i],
				s.CentredByCell[i], want)
		}
	}
	if math.Abs(s.CentredByCell[0]+s.CentredByCell[1]-s.Composition) > 1e-12 || math.Abs(s.Composition+.033) > 1e-12 ||
		math.Abs(s.Rate-.022) > 1e-12 {
		t.Errorf("mix %v, rate %v", s.Composition, s.Rate)
	}
}

// Where every row has ended, nothing changes any more; where one is still watched, what
// follows is not known.
func TestClusteredIncidenceAfterTheLastRow(t *testing.T) {
	rows := []Exit{{Time: 5, Cause: 1, Unit: 0}, {Time: 5, Cause: 2, Unit: 1}, {Time: 20, Cause: 1, Unit: 2}}
	if got := ClusteredIncidence(rows, 2, 3, []float64{30, 300}); got.S[1] != 0 || got.SE[1] != 0 ||
		math.Abs(got.F[0][1]-2./3) > 1e-15 || math.Abs(got.F[1][1]-1./3) > 1e-15 {
		t.Errorf("%+v", got)
	}
	rows[2].Cause = 0
	if got := ClusteredIncidence(rows, 2, 3, []float64{20, 30}); math.Abs(got.S[0]-1./3) > 1e-15 ||
		!math.IsNaN(got.S[1]) || !math.IsNaN(got.F[0][1]) {
		t.Errorf("%+v", got)
	}
}
