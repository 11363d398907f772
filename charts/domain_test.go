package charts

import (
	"math"
	"testing"

	"uptake/charts/internal/fixture"
	"uptake/charts/say"
)

// A scale for all rows is not squeezed by one row that knows nothing.
func TestForestDomain(t *testing.T) {
	row := func(role string, lo, hi float64) effect {
		return effect{Role: role, Rel: say.Span{Known: true, Bounded: true}, interval: fixture.Interval((lo+hi)/2, lo, hi), strip: math.NaN(), limit: math.NaN()}
	}
	lo, hi := forestDomain([]effect{row("primary", 0.02, 0.10), row("secondary", -0.05, 0.05), row("secondary", -9, 9)})
	if hi > 0.3 || lo < -0.3 || hi < 0.10 {
		t.Errorf("the scale is %g to %g", lo, hi)
	}
	if lo, hi := forestDomain(nil); !(lo < 0 && hi > 0) {
		t.Errorf("the scale without rows is %g to %g", lo, hi)
	}
	if lo, hi := forestDomain([]effect{row("primary", 0, 0)}); !(lo < hi) {
		t.Errorf("the scale of a single point is %g to %g", lo, hi)
	}
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		n      int
		want   []float64
	}{
		{-12.3, 13.1, 6, []float64{-10, -5, 0, 5, 10}},
		{-0.011, 0.03, 5, []float64{-0.01, 0, 0.01, 0.02, 0.03}},
	} {
		got, _ := ticks(c.lo, c.hi, c.n)
		if len(got) != len(c.want) {
			t.Errorf("ticks %v, want %v", got, c.want)
			continue
		}
		for i := range got {
			if math.Abs(got[i]-c.want[i]) > 1e-12 {
				t.Errorf("ticks %v, want %v", got, c.want)
			}
		}
	}
}
