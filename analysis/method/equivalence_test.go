package method

import (
	"math"
	"testing"

	"uptake/analysis/stats"
)

// TestMarginVectors holds the tests of a margin to the reference cases.
func TestMarginVectors(t *testing.T) {
	seen := 0
	for _, m := range []struct {
		method, name string
	}{{"noninferiority_welch", "noninferiority"}, {"tost_welch", "tost"}} {
		for _, k := range cases(t, "noninferiority", m.method) {
			c, s := read[arm](t, k.Inputs.Control).sample(t), read[arm](t, k.Inputs.Treatment).sample(t)
			got := Also([]string{m.name}, c, s, Asked{Alpha: 0.05, GuardAlpha: k.Options.Alpha,
				Down:   k.Options.Direction == "lower_better",
				Margin: Bound{Value: k.Options.Margin, Text: "m"}})
			if len(got) == 0 {
				continue
			}
			seen++
			k.check(t, "p", got[0].P)
			if m.method == "noninferiority_welch" {
				end := got[0].Lo
				if k.Options.Direction == "lower_better" {
					end = got[0].Hi
				}
				k.check(t, "bound", end)
			}
		}
	}
	if seen < 12 {
		t.Errorf("%d cases were met", seen)
	}
}

// TestEquivalenceOfNegatives: a margin relative to a negative control is the same
// band as the mirrored values have.
func TestEquivalenceOfNegatives(t *testing.T) {
	values := func(sign float64, x ...float64) stats.Sample {
		for i := range x {
			x[i] *= sign
		}
		s, err := stats.FromValues(x)
		if err != nil {
			t.Fatal(err)
		}
		return s.Sample()
	}
	a := Asked{Alpha: 0.05, GuardAlpha: 0.05, Effect: Bound{Value: 0.3, Relative: true, Text: "30%"}}
	p := func(sign float64) float64 {
		c, s := values(sign, 5, 6, 7, 5.5, 6.5), values(sign, 5.2, 6.1, 7.3, 5.6, 6.4)
		return float64(Also([]string{"tost"}, c, s, a)[0].P)
	}
	if math.Abs(p(1)-p(-1)) > 1e-12 || p(1) > 0.05 {
		t.Errorf("p %v, mirrored %v", p(1), p(-1))
	}
	if got := Also([]string{"tost", "noninferiority"}, values(1, 1, 2), values(1, 1, 3),
		Asked{Alpha: 0.05}); got != nil {
		t.Errorf("without a margin: %+v", got)
	}
	c, s := values(1, 5, 6, 7, 5.5, 6.5), values(1, 4, 6.1, 6.3, 5.6, 6.4)
	a.Margin = a.Effect
	if got, want := Also([]string{"noninferiority"}, c, s, a)[0].P, stats.MarginTest(c, s, 0.3,
		true).Greater().P; float64(got) != want {
		t.Errorf("a relative margin gives p %v, want %v", got, want)
	}
	f := Also([]string{"fisher"}, stats.FromCount(10, 1), stats.FromCount(12, 8), Asked{Alpha: 0.05})
	if want := stats.Fisher(10, 1, 12, 8).P; float64(f[0].P) != want || f[0].Lo.Defined() {
		t.Errorf("fisher %+v, want %v", f, want)
	}
}
