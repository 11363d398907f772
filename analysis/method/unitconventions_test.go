package method

import (
	"math"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

func unitsOf(t *testing.T, u Units, name string) report.Also {
	t.Helper()
	out, why := AlsoUnits([]string{name}, u, Asked{Alpha: 0.05})
	if len(out) != 1 {
		t.Fatalf("%s is not given: %v", name, why)
	}
	return out[0]
}

// TestUnitConventions holds each to what the calculators' formulas give.
func TestUnitConventions(t *testing.T) {
	u := Units{Control: []float64{1, 2, 2.5, 4, 3, 8, 1.5}, Treatment: []float64{3, 5, 4.5, 6, 2, 9}, Seed: 5}
	c, err := stats.FromValues(u.Control)
	if err != nil {
		t.Fatal(err)
	}
	s, err := stats.FromValues(u.Treatment)
	if err != nil {
		t.Fatal(err)
	}
	w := stats.WelchTest(c.Sample(), s.Sample())
	o := unitsOf(t, u, "ols") // HC2 of a two-arm dummy is Welch's variance exactly
	half := stats.StudentISF(0.025, 11) * w.SE
	if math.Abs(float64(o.Value)-w.Estimate) > 1e-12 || math.Abs(float64(o.Hi-o.Lo)/2-half) > 1e-12 {
		t.Errorf("ols %+v, want %v ± %v", o, w.Estimate, half)
	}
	r := stats.MannWhitney(u.Control, u.Treatment)
	if m := unitsOf(t, u, "mann_whitney"); float64(m.P) != r.P.P || float64(m.Value) != r.Superiority-0.5 ||
		!(m.Lo < m.Value && m.Value < m.Hi) {
		t.Errorf("mann_whitney %+v, want %+v", m, r)
	}
	count, total, _ := stats.PermutationMeans(u.Control, u.Treatment)
	if p := unitsOf(t, u, "permutation"); float64(p.P) != float64(count)/float64(total) {
		t.Errorf("permutation %+v, want %d of %d", p, count, total)
	}
	if b, again := unitsOf(t, u, "bootstrap"), unitsOf(t, u, "bootstrap"); !(b.Lo < b.Value && b.Value < b.Hi) ||
		b.Lo != again.Lo || b.Hi != again.Hi || b.P.Defined() {
		t.Errorf("bootstrap %+v", b)
	}
	// A covariate that explains the values takes the noise out.
	n := len(u.Control) + len(u.Treatment)
	z := append(append(make([]float64, 0, n), u.Control...), u.Treatment...)
	for i := range z {
		z[i] += 0.1 * float64(i%3)
	}
	with := u
	with.Covariates = [][]float64{z}
	if a := unitsOf(t, with, "ols"); !(a.Hi-a.Lo < (o.Hi-o.Lo)/5) {
		t.Errorf("adjusted %+v is hardly narrower than %+v", a, o)
	}
}

// TestLogisticConvention: by hand from 2×2 counts, and what has no finite estimate says so.
func TestLogisticConvention(t *testing.T) {
	ones := func(n, x int) []float64 {
		out := make([]float64, n)
		for i := range x {
			out[i] = 1
		}
		return out
	}
	got := unitsOf(t, Units{Control: ones(20, 5), Treatment: ones(30, 12), Binary: true}, "logistic")
	odds := 12.0 * 15 / (18 * 5)
	se := math.Sqrt(1.0/12 + 1.0/18 + 1.0/5 + 1.0/15)
	if math.Abs(float64(got.Value)-(odds-1)) > 1e-9 ||
		math.Abs(float64(got.Lo)-math.Expm1(math.Log(odds)-1.959963984540054*se)) > 1e-9 {
		t.Errorf("%+v, want %v", got, odds-1)
	}
	for why, u := range map[string]Units{
		"separation":         {Control: ones(20, 0), Treatment: ones(20, 9), Binary: true},
		"not 0 and 1":        {Control: []float64{1, 2}, Treatment: []float64{2, 3}},
		"fewer than 2 units": {Control: ones(1, 1), Treatment: ones(9, 1), Binary: true},
	} {
		out, cautions := AlsoUnits([]string{"logistic"}, u, Asked{Alpha: 0.05})
		if len(out) != 0 || len(cautions) != 1 || !strings.Contains(cautions[0].Detail, why) {
			t.Errorf("%s: %+v %+v", why, out, cautions)
		}
	}
}
