package investigation

import (
	"context"
	"math"
	"testing"
	"uptake/analysis/plan"
	"uptake/analysis/power"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// TestDraftedAsPlanned: a drafted test is sized at the level of the reading at its end,
// as uptake plan sizes it, whether for its primary metric alone or whole.
func TestDraftedAsPlanned(t *testing.T) {
	for _, c := range []struct {
		band  bool
		looks int
		level float64
	}{{false, 0, 0.05}, {true, 0, 0.04}, {true, 4, 0.05}} {
		exp := &spec.Experiment{Statistics: spec.Statistics{Alpha: 0.05, Sequential: c.band, Looks: c.looks},
			Decision: spec.Decision{GuardAlpha: 0.05}}
		past := &plan.Past{UnitsPerWeek: 5000, Metrics: []power.Metric{{Name: "kept_per_unit", Kind: spec.Mean,
			Builtin: true, Base: 10, Variance: 400}}}
		test := &report.NextTest{Primary: "kept_per_unit", MDE: 0.5}
		if err := sizeTest(context.Background(), exp, past, test, plan.Options{Workers: 2}); err != nil {
			t.Fatal(err)
		}
		want := 4 * 400 * math.Pow((stats.NormalISF(c.level/2)+stats.NormalISF(0.2))/0.5, 2)
		if alone := 2 * estimatesOf(exp).controlUnits(0.5, 400); math.Abs(alone-want) > 2 {
			t.Errorf("band %v, %d looks: %v units, by hand %v", c.band, c.looks, alone, want)
		}
		grew := want
		for range mostGrown { // the whole is made larger until it ships often enough
			if math.Abs(grew-float64(test.UnitsNeeded)) < 8 {
				break
			}
			grew *= grown
		}
		if math.Abs(grew-float64(test.UnitsNeeded)) >= 8 {
			t.Errorf("band %v, %d looks: drafted %v units, by hand %v times a power of %v", c.band, c.looks,
				test.UnitsNeeded, want, grown)
		}
	}
}
