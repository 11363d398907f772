package stats

import (
	"math"
	"testing"
)

func TestReliance(t *testing.T) {
	users := []RelianceCounts{{4, 1, 2, 3}, {0, 2, 5, 1}, {3, 0, 1, 0}, {0, 0, 0, 2}}
	r := Reliance(users)
	sameList(t, "shares", []float64{r.Under.Value, r.Over.Value, r.NonUse.Value, r.Deserved.Value, r.GoodShare.Value,
		r.LeftGood.Value},
		[]float64{8. / 15, 3. / 9, 6. / 9, 6. / 14, 15. / 24, 8. / 24}, 1e-15)
	// good suggestions: not used 2 of 6, 5 of 5, 1 of 4, none of the fourth user
	e := []float64{2 - 6*8./15, 5 - 5*8./15, 1 - 4*8./15}
	want := math.Sqrt((e[0]*e[0]+e[1]*e[1]+e[2]*e[2])*3/2) / 15
	sameList(t, "SE of under-reliance", []float64{r.Under.SE}, []float64{want}, 1e-14)
	if r.Under.Users != 3 || r.Under.Of != 15 || r.Over.Users != 3 {
		t.Errorf("%+v", r)
	}
	sameList(t, "complements", []float64{r.NonUse.Value, r.NonUse.SE}, []float64{1 - r.Over.Value, r.Over.SE}, 1e-14)
	// the ratio by the sums of the library is the same
	a, b := []float64{2, 5, 1}, []float64{6, 5, 4}
	sums, err := FromValues(a, b)
	if err != nil {
		t.Fatal(err)
	}
	sameList(t, "as a ratio of sums", []float64{r.Under.Value, r.Under.SE}, []float64{sums.Ratio().Value(),
		sums.Ratio().SE()}, 1e-14)

	one := Reliance([]RelianceCounts{{1, 0, 1, 0}})
	if one.Under.Value != 0.5 || !math.IsNaN(one.Under.SE) || !math.IsNaN(one.Over.Value) || one.Over.Of != 0 {
		t.Errorf("one user, nothing bad: %+v", one)
	}
}

func TestRelianceBounds(t *testing.T) {
	for _, c := range [][4]float64{{.40, .17, .23, .40}, {.1, .3, 0, .1}, {.9, .3, .6, .7}, {1, 0, 1, 1}} {
		lo, hi := RelianceBounds(c[0], c[1])
		sameList(t, "bounds", []float64{lo, hi}, c[2:], 1e-15)
	}
	if lo, hi := RelianceBounds(1.1, .2); !math.IsNaN(lo) || !math.IsNaN(hi) {
		t.Error("a share of 1.1 has bounds")
	}
}
