package draw

import (
	"math"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/say"
)

func iv(v, lo, hi float64) report.Interval {
	return report.Interval{Value: report.Num(v), Lo: report.Num(lo), Hi: report.Num(hi), Bounded: true}
}

// A scale for all rows is not squeezed by one row that knows nothing.
func TestForestDomain(t *testing.T) {
	row := func(role string, lo, hi float64) Effect {
		return Effect{Role: role, Rel: say.Span{Known: true, Bounded: true}, Interval: iv((lo+hi)/2, lo, hi),
			Strip: math.NaN(), Limit: math.NaN()}
	}
	lo, hi := ForestDomain([]Effect{row("primary", 0.02, 0.10), row("secondary", -0.05, 0.05), row("secondary", -9, 9)})
	if hi > 0.3 || lo < -0.3 || hi < 0.10 {
		t.Errorf("the scale is %g to %g", lo, hi)
	}
	if lo, hi := ForestDomain(nil); !(lo < 0 && hi > 0) {
		t.Errorf("the scale without rows is %g to %g", lo, hi)
	}
	if lo, hi := ForestDomain([]Effect{row("primary", 0, 0)}); !(lo < hi) {
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
		got, _ := Ticks(c.lo, c.hi, c.n)
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
