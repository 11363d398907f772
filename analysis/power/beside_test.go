package power

import (
	"math"
	"testing"

	"uptake/analysis/spec"
)

// TestBesideTheBand: where the band is watched too, the reading at the end is planned
// at what it leaves of alpha, one-sided for guardrails alike.
func TestBesideTheBand(t *testing.T) {
	plan := func(beside bool, share float64) [3]float64 {
		in := &Inputs{Alpha: 0.05 * share, GuardAlpha: 0.05 * share, Target: 0.8, Comparisons: 1, UnitsPerWeek: 5000,
			MinWeeks: 2, ChanceEnough: 0.5, Beside: beside,
			Arms: []spec.Arm{{Name: "a", Share: 0.5, Control: true}, {Name: "b", Share: 0.5}},
			Metrics: []Metric{{Name: "m", Kind: spec.Mean, Role: spec.Primary, Base: 10, Variance: 100,
				Effect: spec.Amount{Value: 0.05, Form: spec.Relative, Text: "5%"}},
				{Name: "g", Kind: spec.Mean, Role: spec.Guardrail, Down: true, Base: 10, Variance: 100,
					Margin: spec.Amount{Value: 0.05, Form: spec.Relative, Text: "5%"}}}}
		p, err := Make(in)
		if err != nil {
			t.Fatal(err)
		}
		if want := 0.05 * share; beside && math.Abs(float64(p.AlphaRead)-want*0.8) > 1e-12 {
			t.Errorf("read at %v", p.AlphaRead)
		}
		return [3]float64{float64(p.Metrics[0].Needed.Units), float64(p.Metrics[1].Needed.Units),
			float64(p.Metrics[0].PowerAtEnd)}
	}
	for share, in := range map[float64]Inputs{1: {}, 0.8: {Beside: true}, 0.9: {Extension: 14},
		0.7: {Beside: true, Extension: 14}} {
		if got := in.left(); math.Abs(got-share) > 1e-12 {
			t.Errorf("band %v, second reading %v: %v of alpha, want %v", in.Beside, in.Extension, got, share)
		}
	}
	alone, beside, less := plan(false, 1), plan(true, 1), plan(false, 0.8)
	if beside != less || !(beside[0] > 1.06*alone[0] && beside[0] < 1.08*alone[0] && beside[1] > alone[1]) {
		t.Errorf("alone %v, beside the band %v, at 0.8 of alpha %v", alone, beside, less)
	}
}
