package stats

import (
	"math"
	"testing"
)

// TestHomogeneity against counts worked out by hand: 20 of 100 and 30 of 100 share 0.25,
// so each cell is 5 off 25 or 75, X² = 2·25/25 + 2·25/75; with a third arm of 25 of 100
// nothing is added but a degree of freedom.
func TestHomogeneity(t *testing.T) {
	for _, c := range []struct {
		name        string
		n, x        []int64
		chi2, df, p float64
	}{
		{"two arms", []int64{100, 100}, []int64{20, 30}, 8. / 3, 1, 0.10247043485974938},
		{"three arms", []int64{100, 100, 100}, []int64{20, 30, 25}, 8. / 3, 2, math.Exp(-4. / 3)},
		{"an arm without units", []int64{100, 0, 100}, []int64{20, 0, 30}, 8. / 3, 1, 0.10247043485974938},
		{"alike", []int64{10, 20}, []int64{1, 2}, 0, 1, 1},
		{"one arm", []int64{100, 0}, []int64{20, 0}, math.NaN(), math.NaN(), math.NaN()},
		{"nothing counted", []int64{100, 100}, []int64{0, 0}, math.NaN(), math.NaN(), math.NaN()},
		{"all counted", []int64{100, 100}, []int64{100, 100}, math.NaN(), math.NaN(), math.NaN()},
		{"no arms", nil, nil, math.NaN(), math.NaN(), math.NaN()},
	} {
		h := HomogeneityTest(c.n, c.x)
		for _, v := range [][2]float64{{h.Chi2, c.chi2}, {h.DF, c.df}, {h.P.P, c.p}} {
			if !(math.Abs(v[0]-v[1]) <= 1e-13*math.Abs(v[1])) && !(math.IsNaN(v[0]) && math.IsNaN(v[1])) {
				t.Errorf("%s: %+v", c.name, h)
				break
			}
		}
	}
	// Two shares give the pooled z of two arms, squared.
	h := HomogeneityTest([]int64{1000, 900}, []int64{210, 240})
	if _, z := PooledZ(1000, 210, 900, 240); math.Abs(h.Chi2-z*z) > 1e-12 {
		t.Errorf("%v, pooled z %v squared", h.Chi2, z)
	}
}
