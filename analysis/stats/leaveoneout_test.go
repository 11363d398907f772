package stats

import (
	"math"
	"testing"
)

// TestLeaveOneOutIsCR3: the closed form for a ratio equals CR3 of a least-squares
// fit of suggestion rows on an arm dummy, clustered by unit.
func TestLeaveOneOutIsCR3(t *testing.T) {
	arms := [2]struct{ y, x []int64 }{
		{[]int64{2, 0, 5, 1, 7, 3}, []int64{4, 2, 9, 1, 8, 7}},
		{[]int64{3, 6, 1, 0, 2}, []int64{3, 11, 2, 5, 6}},
	}
	var one, dummy, out []float64
	var cluster []int
	g := 0
	for a, arm := range arms {
		for u := range arm.x {
			for k := range arm.x[u] {
				v := 0.0
				if k < arm.y[u] {
					v = 1
				}
				one, dummy, out, cluster = append(one, 1), append(dummy, float64(a)), append(out, v), append(cluster, g)
			}
			g++
		}
	}
	fit, err := LeastSquares([][]float64{one, dummy}, out)
	if err != nil {
		t.Fatal(err)
	}
	se, df := fit.Cluster(cluster, g).Adjusted(1)
	c, d := NewLeaveOneOut(arms[0].y, arms[0].x, 1), NewLeaveOneOut(arms[1].y, arms[1].x, 1)
	if got := math.Sqrt(c.Q + d.Q); math.Abs(got/se[1]-1) > 1e-12 {
		t.Errorf("se %v, CR3 of the fit %v", got, se[1])
	}
	if got := c.DF(d); math.Abs(got/df[1]-1) > 1e-10 {
		t.Errorf("df %v, of the fit %v", got, df[1])
	}
	if got := c.DF(LeaveOneOut{}); math.Abs(got/df[0]-1) > 1e-10 {
		t.Errorf("df of control alone %v, of the intercept %v", got, df[0])
	}
	// What it says it is: the jackknife around the ratio of the whole.
	q, r := 0.0, ratioOf(arms[0].y, arms[0].x, -1)
	for i := range arms[0].x {
		d := ratioOf(arms[0].y, arms[0].x, i) - r
		q += d * d
	}
	if math.Abs(c.Q/q-1) > 1e-12 {
		t.Errorf("Q %v, sum of squared leave-one-out differences %v", c.Q, q)
	}
	if s := NewLeaveOneOut([]int64{5, 7, 3, 0, 2, 1}, []int64{9, 8, 7, 2, 4, 1}, 1); s != c {
		t.Errorf("another order gives %+v, not %+v", s, c)
	}
	if s := NewLeaveOneOut(arms[0].y, arms[0].x, 100); s.Q != c.Q*1e4 {
		t.Errorf("a unit of 100 gives Q %v", s.Q)
	}
}

func ratioOf(y, x []int64, without int) float64 {
	var a, b float64
	for i := range y {
		if i != without {
			a += float64(y[i])
			b += float64(x[i])
		}
	}
	return a / b
}

func TestLeaveOneOutUndefined(t *testing.T) {
	for name, l := range map[string]LeaveOneOut{
		"nothing shown":    NewLeaveOneOut([]int64{0, 0}, []int64{0, 0}, 1),
		"one unit has all": NewLeaveOneOut([]int64{3, 0}, []int64{9, 0}, 1),
		"negative":         NewLeaveOneOut([]int64{3, 1}, []int64{9, -1}, 1),
		"no units":         NewLeaveOneOut[int64](nil, nil, 1),
	} {
		if !math.IsNaN(l.Q) {
			t.Errorf("%s: %+v", name, l)
		}
	}
}
