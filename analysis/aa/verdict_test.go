package aa

import (
	"math"
	"testing"
	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/spec"
)

// TestRunsWithLooks: planned looks spend all of alpha, so a run with them is read
// at 1.960; without, the band's fifth is taken off: 2.054, and 2.108 before a second reading.
func TestRunsWithLooks(t *testing.T) {
	for _, c := range []struct {
		looks, extension int
		want             float64
	}{{0, 0, 2.05375}, {4, 0, 1.95996}, {0, 14, 2.10836}} {
		e := &spec.Experiment{Arms: make([]spec.Arm, 2), Statistics: spec.Statistics{Alpha: 0.05, Sequential: true,
			Looks: c.looks}, Decision: spec.Decision{Extension: c.extension}}
		by := &compare.Terms{Arms: analysis.NewArms(e, []string{"a", "b"}, 0, []int64{100, 100}), Ended: true,
			Timed: true}
		if z, _ := (&verdictRun{by: by}).critical(0.025); math.Abs(z-c.want) > 1e-4 {
			t.Errorf("%d looks, extension %d: %v, want %v", c.looks, c.extension, z, c.want)
		}
	}
}
