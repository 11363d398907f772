package stats

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The order is that of a stable sort of the numbers, of both signs, both zeros, infinities
// and many ties.
func TestAscending(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	draws := map[string]func() float64{
		"any":    func() float64 { return r.NormFloat64() * math.Pow(10, float64(r.IntN(40)-20)) },
		"ties":   func() float64 { return float64(r.IntN(5)-2) / 4 },
		"zeros":  func() float64 { return []float64{0, math.Copysign(0, -1), 1e-300, -1e-300}[r.IntN(4)] },
		"ends":   func() float64 { return []float64{math.Inf(1), math.Inf(-1), math.MaxFloat64, 7}[r.IntN(4)] },
		"none":   func() float64 { return []float64{math.NaN(), r.NormFloat64()}[r.IntN(2)] },
		"one":    func() float64 { return 3 },
		"shares": r.Float64,
		// the same in all that is looked at first: many, a few, and among others
		"alike":    func() float64 { return 1 + r.Float64()/(1<<30) },
		"a few":    func() float64 { return float64(r.IntN(900)+1) * (1 + r.Float64()/(1<<30)) },
		"one side": func() float64 { return []float64{1 + r.Float64()/(1<<30), r.NormFloat64()}[r.IntN(2)] },
	}
	for name, draw := range draws {
		for _, n := range []int{0, 1, 2, 5000} {
			values, want := make([]float64, n), []int32{}
			for i := range values {
				if values[i] = draw(); values[i] == values[i] {
					want = append(want, int32(i))
				}
			}
			slices.SortStableFunc(want, func(a, b int32) int { return cmp.Compare(values[a], values[b]) })
			if got := ascending(values); !slices.Equal(got, want) {
				t.Errorf("%s: %d numbers are in another order", name, n)
			}
		}
	}
}
