package compare

import (
	"testing"
	"uptake/analysis"
	"uptake/analysis/spec"
)

// TestCritical: what a reading is held against, by what else is read beside it. The
// bounds are normal quantiles by hand: 0.8, 0.7 and 0.1 of alpha with the band, 0.9
// and 0.1 without.
func TestCritical(t *testing.T) {
	var even []Watched // 28 days, and 14 more of an extension
	for d := 1; d <= 42; d++ {
		n := float64(d) * 180
		even = append(even, Watched{Information: n, Units: n, Band: n >= 200, Reading: d == 28 || d == 42})
	}
	for _, c := range []struct {
		name              string
		sequential, timed bool
		extension         int
		extended          bool
		days              []Watched
		least, most       float64
		how               string
	}{
		{"without band", false, true, 0, false, nil, 1.959964, 1.959964, "single"},
		{"without time", true, false, 0, false, nil, 1.959964, 1.959964, "single"},
		{"days not known", true, true, 0, false, nil, 2.053749, 2.053749, "bound"},
		{"days known", true, true, 0, false, even[:28], 1.9605, 1.98, "days"},
		{"first of two", true, true, 14, false, even[:28], 2.0052, 2.03, "days"},
		{"second of two", true, true, 14, true, even, 2.42, 2.4437027, "days"},
		{"first of two, days not known", true, true, 14, false, nil, 2.108358, 2.108358, "bound"},
		{"second of two, days not known", true, true, 14, true, nil, 2.807034, 2.807034, "bound"},
		{"first of two without band", false, true, 14, false, nil, 2.004654, 2.004654, "bound"},
		{"second without its first day", true, true, 14, true, even[29:], 2.807034, 2.807034, "bound"},
	} {
		exp := &spec.Experiment{End: 27, Statistics: spec.Statistics{Alpha: 0.05, Sequential: c.sequential},
			Decision: spec.Decision{GuardAlpha: 0.05, Extension: c.extension}}
		by := &Terms{Arms: analysis.NewArms(exp, nil, -1, nil), Ended: true, Extended: c.extended, Timed: c.timed}
		if len(c.days) > 0 {
			c.days[len(c.days)-1].Reading = true
		}
		z, how := by.Critical(c.days, 0.025)
		if z < c.least-1e-6 || z > c.most+1e-6 || how != c.how {
			t.Errorf("%s: %.6f by %s, want %.6f to %.6f by %s", c.name, z, how, c.least, c.most, c.how)
		}
		if one, _ := by.Critical(c.days, 0.05); !(one < z) {
			t.Errorf("%s: one-sided 5 %% at %v", c.name, one)
		}
	}
}
