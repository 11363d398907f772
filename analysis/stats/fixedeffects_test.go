package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// drawnStrata draws strata with a rate of their own, two columns that go together and
// a third that is twice the second.
func drawnStrata(seed uint64, strata int) (y []bool, x [][]float64, first []int32) {
	r := rand.New(rand.NewPCG(seed, 1))
	x, first = make([][]float64, 3), []int32{0}
	for range strata {
		own := r.Float64() * 0.5
		for range 1 + r.IntN(9) {
			b := r.NormFloat64()
			a := 0.0
			if r.NormFloat64()+b > 0 {
				a = 1
			}
			x[0], x[1], x[2] = append(x[0], a), append(x[1], b), append(x[2], 2*b)
			y = append(y, r.Float64() < own+0.3*a+0.02*b)
		}
		first = append(first, int32(len(y)))
	}
	return y, x, first
}

// The coefficient is that of least squares with a column for every stratum, and what a
// stratum moves is what leaving it out does, where there is no other column.
func TestFixedEffects(t *testing.T) {
	y, x, first := drawnStrata(3, 12)
	dummies := func(keep func(s int) bool, cols ...[]float64) float64 {
		var out []float64
		list := make([][]float64, len(cols))
		var of []int
		for s := range len(first) - 1 {
			for i := first[s]; i < first[s+1] && keep(s); i++ {
				v := 0.0
				if y[i] {
					v = 1
				}
				out, of = append(out, v), append(of, s)
				for c := range cols {
					list[c] = append(list[c], cols[c][i])
				}
			}
		}
		for s := range len(first) - 1 {
			if keep(s) {
				d := make([]float64, len(of))
				for i := range d {
					if of[i] == s {
						d[i] = 1
					}
				}
				list = append(list, d)
			}
		}
		fit, err := LeastSquares(list, out)
		if err != nil {
			t.Fatal(err)
		}
		return fit.Beta[0]
	}
	all := func(int) bool { return true }
	f := FixedEffects(y, x, first)
	if want := dummies(all, x[0], x[1]); math.Abs(f.Effect-want) > 1e-12 {
		t.Errorf("effect %v, with a column for every stratum %v", f.Effect, want)
	}
	alone := FixedEffects(y, x[:1], first)
	sum, n := 0.0, 0.0
	for s := range alone.Moved {
		want := dummies(all, x[0]) - dummies(func(k int) bool { return k != s }, x[0])
		if math.Abs(alone.Moved[s]-want) > 1e-12 {
			t.Errorf("stratum %d moves %v, left out %v", s, alone.Moved[s], want)
		}
		sum += want * want
		if first[s+1]-first[s] > 1 {
			n++
		}
	}
	if want := math.Sqrt((n - 1) / n * sum); math.Abs(alone.SE-want) > 1e-12 {
		t.Errorf("error %v, of the strata left out %v", alone.SE, want)
	}
	constant, copied := make([]float64, len(y)), [][]float64{x[0], x[0]}
	if f := FixedEffects(y, [][]float64{constant}, first); f.Reason != ReasonConstant || !math.IsNaN(f.Effect) {
		t.Errorf("a column that does not vary: %+v", f)
	}
	if f := FixedEffects(y, copied, first); f.Reason != ReasonCollinear {
		t.Errorf("a column held fixed by itself: %+v", f)
	}
	if f := FixedEffects(y[:9], [][]float64{x[0][:9]}, []int32{0, 9}); f.Reason != ReasonOneCluster ||
		!math.IsNaN(f.SE) {
		t.Errorf("one stratum: %+v", f)
	}
	if f := FixedEffects(nil, [][]float64{nil}, nil); f.Reason != ReasonConstant {
		t.Errorf("nothing: %+v", f)
	}
}

// Nineteen of twenty intervals hold the effect; those of a conditional logit moved to
// the overall rate say too much where strata differ, so the effect is not made of it.
func TestFixedEffectsCover(t *testing.T) {
	const runs = 300
	covered, sum := 0, 0.0
	for seed := range uint64(runs) {
		y, x, first := drawnStrata(seed+10, 120)
		f := FixedEffects(y, x[:2], first)
		sum += f.Effect / runs
		if math.Abs(f.Effect-0.3) < StudentISF(0.025, float64(f.Informative-1))*f.SE {
			covered++
		}
	}
	if covered < 273 || math.Abs(sum-0.3) > 0.012 { // 285 are meant, 3.3 errors below
		t.Errorf("%d of %d intervals hold the effect, whose mean is %v", covered, runs, sum)
	}
}
