package stats

import (
	"math"
	"testing"
)

// TestLogLeaveOneOut holds the change of a ratio to CR3 of the regression of the
// rows on both windows, clustered by unit, by matrices (numpy 2.4.6).
func TestLogLeaveOneOut(t *testing.T) {
	for _, c := range []struct {
		ye, xe, yl, xl             []float64
		q, trace, squares, df, log float64
	}{
		{[]float64{2, 0, 0, 0, 2, 3, 1}, []float64{3, 2, 4, 4, 6, 5, 2}, []float64{2, 1, 0, 1, 6, 2, 0},
			[]float64{3, 6, 2, 5, 10, 2, 2},
			0.10893844202387074, 0.7527335989292513, 0.1181630043042024, 4.795137651530005, 0.2623642644674909},
		{[]float64{1, 2, 2, 0, 0, 1, 4, 0, 3, 1, 0, 2}, []float64{3, 2, 7, 6, 3, 2, 4, 2, 3, 3, 3, 6},
			[]float64{0, 1, 1, 0, 0, 3, 2, 2, 1, 1, 2, 0}, []float64{4, 3, 4, 2, 2, 5, 5, 7, 6, 1, 3, 6},
			0.14312433818413411, 0.5073601147163287, 0.02638699421603262, 9.755347043224894, -0.2946507417678745},
	} {
		l := NewLogLeaveOneOut(c.ye, c.xe, c.yl, c.xl)
		s, err := FromValues(c.ye, c.xe, c.yl, c.xl)
		if err != nil {
			t.Fatal(err)
		}
		change := NewLogChange(s.RatioPair())
		for i, pair := range [][2]float64{{l.Q, c.q}, {l.Trace, c.trace}, {l.Squares, c.squares},
			{l.DF(LeaveOneOut{}), c.df}, {change.Estimate, c.log}} {
			if !(math.Abs(pair[0]/pair[1]-1) <= 1e-11) {
				t.Errorf("%d units, quantity %d: %v, by matrices %v", len(c.ye), i, pair[0], pair[1])
			}
		}
		if !(change.Q > 0.5*l.Q && change.Q < l.Q) {
			t.Errorf("the delta method's %v lies beside CR3's %v", change.Q, l.Q)
		}
	}
	for _, bad := range [][4][]float64{{{0, 0}, {1, 2}, {1, 1}, {2, 2}}, {{1, 1}, {1, -1}, {1, 1}, {2, 2}},
		{{1, 0}, {2, 0}, {1, 1}, {2, 2}}} {
		if l := NewLogLeaveOneOut(bad[0], bad[1], bad[2], bad[3]); !math.IsNaN(l.Q) || !math.IsNaN(l.Trace) {
			t.Errorf("%v: %+v", bad, l)
		}
	}
}

// TestLogChange: the variance of ln(m_l/m_e) is that of the units' own linearised
// values, so that the units' covariance is in it.
func TestLogChange(t *testing.T) {
	e, l := []float64{4, 1, 0, 7, 3, 9}, []float64{3, 1, 1, 5, 2, 6}
	s, err := FromValues(e, l)
	if err != nil {
		t.Fatal(err)
	}
	got := NewLogChange(s.Sample())
	var q float64
	for i := range e {
		d := l[i]/3 - e[i]/4 // means 3 and 4; the mean of d is 0
		q += d * d / 5 / 6
	}
	if math.Abs(got.Estimate-math.Log(0.75)) > 1e-15 || math.Abs(got.Q/q-1) > 1e-13 || got.DF != 5 {
		t.Errorf("%+v, by hand ln 0.75 with %v", got, q)
	}
	for _, bad := range [][2][]float64{{{0, 0}, {1, 2}}, {{-1, -2}, {-1, -3}}, {{1}, {2}}} {
		s, _ := FromValues(bad[0], bad[1])
		if c := NewLogChange(s.Sample()); !math.IsNaN(c.Estimate) || !math.IsNaN(c.Q) {
			t.Errorf("%v: %+v", bad, c)
		}
	}
}
