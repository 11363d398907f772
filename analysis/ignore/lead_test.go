package ignore

import (
	"math"
	"testing"

	"uptake/analysis/spec"
)

// TestDetectable: points of a place with a share s of the suggestions lie below the
// rate r and below s(1 − r)/(1 − s); where more would be needed, none are named. By
// hand, 0.2·√(r(1 − r)/(0.16·N))·(2.5 + 1.2502) with N rows on each half.
func TestDetectable(t *testing.T) {
	for _, c := range []struct {
		name       string
		rows, hits int // of each of 60 units, of all
		want       float64
	}{
		{"most is ignored, few rows", 10, 540, math.NaN()},        // 0.0325 of at most 0.025
		{"most is ignored, many rows", 1000, 54000, 0.00324791},   // of 0.025
		{"little is ignored", 10, 2, math.NaN()},                  // 0.00624 of 0.00333
		{"little is ignored, more rows", 20, 60, 0.0166847},       // of 0.05
		{"half, more than a fifth of the rest", 2, 60, 0.1210443}, // of 0.125
		{"half, few rows", 1, 30, math.NaN()},                     // 0.171 of 0.125
	} {
		f := &Facts{exp: &spec.Experiment{Statistics: spec.Statistics{Alpha: 0.05}}}
		for u, at := 0, 0; u < 2*leastSliceUsers; u, at = u+1, at+c.rows {
			f.units = append(f.units, person{hash: uint64(u) << 40, from: at, to: at + c.rows})
		}
		f.units[0].studied = int64(c.hits)
		d := f.detectable()
		if d.Halves != [2]int64{leastSliceUsers, leastSliceUsers} {
			t.Errorf("%s: halves of %v users", c.name, d.Halves)
		}
		if got := float64(d.Points); math.IsNaN(got) != math.IsNaN(c.want) || math.Abs(got-c.want) > 1e-6 {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
