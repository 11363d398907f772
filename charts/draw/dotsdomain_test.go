package draw

import (
	"testing"

	"uptake/analysis/report"
)

// TestDotsDomain: the shortest interval is drawn whole however near its estimate is to 0, and one that is far longer
// is cut. The scale is in points, with a twentieth of room at either end.
func TestDotsDomain(t *testing.T) {
	row := func(v, lo, hi report.Num) DotRow {
		return DotRow{Marks: []DotMark{{Of: report.Interval{Value: v, Lo: lo, Hi: hi, Bounded: true}}}}
	}
	for _, c := range []struct {
		rows   []DotRow
		lo, hi float64
	}{
		{[]DotRow{row(-.02, -.4, .36)}, -43.8, 39.8},                   // 76 points, 3.8 of room
		{[]DotRow{row(-.02, -.04, .01), row(.01, -.5, .6)}, -6.6, 6.6}, // three times 2 points
		{[]DotRow{row(.01, -.05, .06), row(.01, -.5, .6)}, -6.6, 6.6},  // as far as 6 points
	} {
		lo, hi, ok := DotsDomain(c.rows)
		if !ok || lo < c.lo-1e-9 || lo > c.lo+1e-9 || hi < c.hi-1e-9 || hi > c.hi+1e-9 {
			t.Errorf("from %g to %g, want %g to %g", lo, hi, c.lo, c.hi)
		}
	}
}
