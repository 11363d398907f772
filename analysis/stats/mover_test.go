package stats

import (
	"math"
	"testing"
)

// TestMoverLift: the ends r = 1 + lift solve (t − r·c)² = b² + r²·a², by hand: b is the
// arm's own side, a that of control, which changes where r changes its sign.
func TestMoverLift(t *testing.T) {
	for _, c := range []struct {
		name             string
		control, treated Bounded
		lo, hi           float64
	}{
		// 99r² = 1
		{"arms alike, a ratio below 0", Bounded{10, 9, 11}, Bounded{0, -1, 1}, -1/math.Sqrt(99) - 1,
			1/math.Sqrt(99) - 1},
		// control's arm down, 2, counts for both ends: 96r² = 1
		{"arms not alike", Bounded{10, 8, 11}, Bounded{0, -1, 1}, -1/math.Sqrt(96) - 1, 1/math.Sqrt(96) - 1},
		{"no error in control", Bounded{10, 10, 10}, Bounded{-5, -6, -4}, -1.6, -1.4},
	} {
		lo, hi := MoverLift(c.control, c.treated)
		if !(math.Abs(lo-c.lo) < 1e-12) || !(math.Abs(hi-c.hi) < 1e-12) {
			t.Errorf("%s: %v to %v, want %v to %v", c.name, lo, hi, c.lo, c.hi)
		}
	}
}
