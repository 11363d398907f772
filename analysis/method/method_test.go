package method

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// The comparisons themselves against the reference vectors (schema in
// testdata/vectors/README.md); the tails and intervals are checked in stats.

type arm struct {
	X          []float64
	N          int64
	Mean, Var  *float64
	Sum        *float64
	SumSquares *float64 `json:"sum_squares"`
}

func (a arm) sample(t *testing.T) stats.Sample {
	t.Helper()
	var s stats.Sums
	var err error
	switch {
	case a.Mean != nil:
		return stats.FromMoments(a.N, *a.Mean, *a.Var)
	case a.Sum != nil:
		s, err = stats.FromFloats(a.N, []float64{*a.Sum}, []float64{*a.SumSquares})
	default:
		s, err = stats.FromValues(a.X)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s.Sample()
}

type kase struct {
	ID, Method string
	Inputs     struct{ Control, Treatment json.RawMessage }
	Options    struct {
		Alpha, Margin float64
		DF, Direction string
	}
	Expected map[string]any
}

func cases(t *testing.T, family, method string) []kase {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "vectors", family+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var f struct{ Cases []json.RawMessage }
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	var out []kase
	for _, raw := range f.Cases {
		var m struct{ Method string }
		if json.Unmarshal(raw, &m) != nil || m.Method != method {
			continue
		}
		var k kase
		if err := json.Unmarshal(raw, &k); err != nil {
			t.Fatal(err)
		}
		out = append(out, k)
	}
	if len(out) == 0 {
		t.Fatalf("no cases of %s", method)
	}
	return out
}

func read[T any](t *testing.T, raw json.RawMessage) (v T) {
	t.Helper()
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func (k kase) check(t *testing.T, quantity string, got report.Num) {
	t.Helper()
	want, ok := k.Expected[quantity].(float64)
	if !ok {
		if _, there := k.Expected[quantity]; there && got.Defined() {
			t.Errorf("%s: %s is %v, want undefined", k.ID, quantity, got)
		}
		return
	}
	if d := math.Abs(float64(got) - want); !(d <= 1e-300+1e-8*math.Abs(want)) {
		t.Errorf("%s: %s is %v, want %v", k.ID, quantity, float64(got), want)
	}
}

// undefinedSays: a case that is undefined has a caution instead of numbers.
func (k kase) undefinedSays(t *testing.T, c report.Comparison) {
	t.Helper()
	if k.Expected["defined"] == false && len(c.Cautions) == 0 {
		t.Errorf("%s is undefined without a word: %+v", k.ID, c)
	}
}

func TestWelchVectors(t *testing.T) {
	for _, k := range cases(t, "means_difference", "welch_t") {
		c := Welch(read[arm](t, k.Inputs.Control).sample(t), read[arm](t, k.Inputs.Treatment).sample(t),
			k.Options.Alpha)
		k.check(t, "estimate", c.Abs.Value)
		k.check(t, "se", c.SE)
		k.check(t, "df", c.DF)
		k.check(t, "statistic", c.Statistic)
		k.check(t, "p", c.P)
		k.check(t, "ci_lower", c.Abs.Lo)
		k.check(t, "ci_upper", c.Abs.Hi)
		if lp, ok := k.Expected["log_p"].(float64); ok && math.Abs(float64(c.Log10P)*math.Ln10-lp) > 1e-9+
			1e-9*math.Abs(lp) {
			t.Errorf("%s: log p is %v, want %v", k.ID, float64(c.Log10P)*math.Ln10, lp)
		}
		if c.P == 0 {
			t.Errorf("%s: p is 0", k.ID)
		}
		k.undefinedSays(t, c)
		if c.P.Defined() && c.Rel.Bounded {
			if out := c.Rel.Lo > 0 || c.Rel.Hi < 0; out != (float64(c.P) < k.Options.Alpha) {
				t.Errorf("%s: p %v, but the relative interval is %v to %v", k.ID, c.P, c.Rel.Lo, c.Rel.Hi)
			}
		}
	}
}

func TestFiellerVectors(t *testing.T) {
	n := 0
	for _, k := range cases(t, "relative_lift", "lift_fieller") {
		if k.Options.DF != "welch" {
			continue
		}
		n++
		c := Welch(read[arm](t, k.Inputs.Control).sample(t), read[arm](t, k.Inputs.Treatment).sample(t),
			k.Options.Alpha)
		k.check(t, "estimate", c.Rel.Value)
		k.check(t, "ci_lower", c.Rel.Lo)
		k.check(t, "ci_upper", c.Rel.Hi)
		if b, _ := k.Expected["bounded"].(bool); b != c.Rel.Bounded || !b && len(c.Cautions) == 0 {
			t.Errorf("%s: bounded %v, cautions %v", k.ID, c.Rel.Bounded, c.Cautions)
		}
	}
	if n < 5 {
		t.Errorf("only %d cases", n)
	}
}

func TestProportionVectors(t *testing.T) {
	type count struct{ N, X int64 }
	for _, name := range []string{"z_pooled", "newcombe"} {
		for _, k := range cases(t, "proportions_difference", name) {
			c, s := read[count](t, k.Inputs.Control), read[count](t, k.Inputs.Treatment)
			got := PooledZ(stats.FromCount(c.N, c.X), stats.FromCount(s.N, s.X), k.Options.Alpha)
			k.check(t, "estimate", got.Abs.Value)
			k.check(t, "se_pooled", got.SE)
			k.check(t, "statistic", got.Statistic)
			k.check(t, "p", got.P)
			if name == "newcombe" {
				k.check(t, "ci_lower", got.Abs.Lo)
				k.check(t, "ci_upper", got.Abs.Hi)
			}
			k.undefinedSays(t, got)
			if got.P.Defined() && got.Rel.Bounded {
				if out := got.Rel.Lo > 0 || got.Rel.Hi < 0; out != (float64(got.P) < k.Options.Alpha) {
					t.Errorf("%s: p %v, but the relative interval is %v to %v", k.ID, got.P, got.Rel.Lo, got.Rel.Hi)
				}
			}
		}
	}
}

// TestUndefinedIsSaid: each way to have no number has its code.
func TestUndefinedIsSaid(t *testing.T) {
	values := func(v ...float64) stats.Sample {
		s, err := stats.FromValues(v)
		if err != nil {
			t.Fatal(err)
		}
		return s.Sample()
	}
	ratio := func(y, x []float64) stats.Sample {
		s, err := stats.FromValues(y, x)
		if err != nil {
			t.Fatal(err)
		}
		return s.Ratio()
	}
	many := func(n int, v float64) stats.Sample {
		x := make([]float64, n)
		for i := range x {
			x[i] = v + float64(i%3)
		}
		return values(x...)
	}
	heavy, ones := []float64{9, 4, 7, 3, 8, 6, 5, 2}, []float64{1, 1, 1, 1, 1, 1, 1, 1}
	for _, c := range []struct {
		name string
		got  report.Comparison
		code string
	}{
		{"empty", Welch(values(), values(1, 2), 0.05), "n_below_2"},
		{"one unit", Welch(values(1), values(1, 2), 0.05), "n_below_2"},
		{"no variation", Welch(values(1, 1), values(2, 2), 0.05), "zero_variance"},
		{"control 0", Welch(values(0, 0), values(1, 2), 0.05), "zero_control_mean"},
		{"all 0", Welch(values(0, 0), values(0, 0), 0.05), "zero_variance"},
		{"control 0 and all others 1", Welch(values(0, 0), values(1, 1), 0.05), "zero_control_mean"},
		{"weak control", Welch(values(-1, 1.5, 0, 0.2), values(1, 2), 0.05), "unbounded_lift"},
		{"no denominator", Welch(ratio([]float64{1, 2}, []float64{0, 0}), ratio([]float64{1, 2}, []float64{1, 1}),
			0.05), "zero_denominator"},
		{"few units", Welch(values(1, 2, 3), values(2, 3, 4), 0.05), "few_units"},
		{"uneven arms", Welch(many(60, 1), many(601, 2), 0.05), "uneven_arms"},
		{"few effective units, no units at hand", Ratio(ratio(ones, heavy), ratio(heavy, ones), 0.05),
			"few_effective_units"},
		{"empty arm", PooledZ(stats.FromCount(0, 0), stats.FromCount(5, 1), 0.05), "n_below_2"},
		{"no success", PooledZ(stats.FromCount(9, 0), stats.FromCount(5, 0), 0.05), "zero_variance"},
		{"no success in control", PooledZ(stats.FromCount(9, 0), stats.FromCount(5, 2), 0.05), "zero_control_mean"},
		{"few successes", PooledZ(stats.FromCount(9, 1), stats.FromCount(5, 2), 0.05), "small_counts"},
		{"not 0 or 1", PooledZ(values(0, 0.5, 1), values(1, 0.2, 1), 0.05), "not_binary"},
	} {
		found := false
		for _, x := range c.got.Cautions {
			found = found || x.Code == c.code && x.Detail != ""
		}
		if !found {
			t.Errorf("%s: cautions %v, want %s", c.name, c.got.Cautions, c.code)
		}
		if c.got.Abs.Value == 0 && len(c.got.Cautions) > 1 && c.code == "zero_variance" {
			t.Errorf("%s: cautions %v, want %s alone", c.name, c.got.Cautions, c.code)
		}
	}
}
