package stats

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"testing"
)

// The reference vectors: schema in testdata/vectors/README.md.

type number float64

func (n *number) UnmarshalJSON(b []byte) error {
	s := string(b)
	if s == "null" {
		*n = number(math.NaN())
		return nil
	}
	if len(s) > 1 && s[0] == '"' {
		s = s[1 : len(s)-1]
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(v, 0) {
		return err
	}
	*n = number(v)
	return nil
}

type tolerance struct{ Rel, Abs float64 }

type vector struct {
	ID, Method string
	Inputs     json.RawMessage
	Options    map[string]any
	Expected   map[string]json.RawMessage
	Tolerance  struct {
		tolerance
		ByQuantity map[string]tolerance `json:"by_quantity"`
	}
}

func load(t *testing.T, family string) []vector {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "vectors", family+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var f struct{ Cases []vector }
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	return f.Cases
}

func (v vector) alpha() float64 {
	if a, ok := v.Options["alpha"].(float64); ok {
		return a
	}
	return 0.05
}

func inputs[T any](t *testing.T, v vector) T {
	t.Helper()
	var in T
	if err := json.Unmarshal(v.Inputs, &in); err != nil {
		t.Fatalf("%s: %v", v.ID, err)
	}
	return in
}

// compare checks the quantities that got holds; those of a case that got leaves
// out are not computed by this package.
func compare(t *testing.T, v vector, got map[string][]float64) bool {
	t.Helper()
	ok := true
	for _, q := range sorted(got) {
		raw, there := v.Expected[q]
		if !there {
			continue
		}
		var list []number
		if raw[0] != '[' {
			raw = []byte("[" + string(raw) + "]")
		}
		if err := json.Unmarshal(raw, &list); err != nil {
			t.Fatalf("%s %s: %v", v.ID, q, err)
		}
		tol, special := v.Tolerance.ByQuantity[q]
		if !special {
			tol = v.Tolerance.tolerance
		}
		for i, w := range list {
			if i >= len(got[q]) {
				t.Errorf("%s: %s has %d values, want %d", v.ID, q, len(got[q]), len(list))
				ok = false
				break
			}
			g, want := got[q][i], float64(w)
			if math.IsNaN(want) && math.IsNaN(g) || g == want {
				continue
			}
			if d := math.Abs(g - want); !(d <= tol.Abs+tol.Rel*math.Max(math.Abs(g), math.Abs(want))) {
				t.Errorf("%s: %s is %.17g, want %.17g (off by %.2g relative)", v.ID, q, g, want, d/math.Abs(want))
				ok = false
			}
		}
	}
	return ok
}

func sorted(m map[string][]float64) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

type stated struct {
	X, M, D          []float64
	N                int64
	Mean, Var        *float64
	Sum              *float64
	SumSquares       *float64 `json:"sum_squares"`
	MSum, MSumSquare float64
}

func (s stated) sample(t *testing.T) Sample {
	t.Helper()
	switch {
	case s.Mean != nil:
		return FromMoments(s.N, *s.Mean, *s.Var)
	case s.Sum != nil:
		sums, err := FromFloats(s.N, []float64{*s.Sum}, []float64{*s.SumSquares})
		if err != nil {
			t.Fatal(err)
		}
		return sums.Sample()
	}
	sums, err := FromValues(s.X)
	if err != nil {
		t.Fatal(err)
	}
	return sums.Sample()
}

type pair struct{ Control, Treatment stated }

type counts struct {
	Control, Treatment struct{ N, X int64 }
}

func one(v float64) []float64 { return []float64{v} }

func welch(c, s Sample, alpha float64) map[string][]float64 {
	se, df := WelchDF(c.N, c.Q(), s.N, s.Q())
	d := c.Diff(s)
	out := map[string][]float64{"estimate": one(d), "p": one(math.NaN())}
	if math.IsNaN(df) {
		return out
	}
	stat := d / se
	p := TwoSided(StudentLogSF(math.Abs(stat), df))
	crit, side := StudentISF(alpha/2, df), StudentISF(alpha, df)
	greater, less := TailOf(StudentLogSF(stat, df)), TailOf(StudentLogSF(-stat, df))
	for q, v := range map[string]float64{"se": se, "df": df, "statistic": stat, "p": p.P, "log_p": p.Log,
		"p_greater": greater.P, "log_p_greater": greater.Log, "p_less": less.P, "log_p_less": less.Log,
		"ci_lower": d - crit*se, "ci_upper": d + crit*se, "ci_greater_lower": d - side*se, "ci_less_upper": d +
			side*se} {
		out[q] = one(v)
	}
	return out
}

// families lists what is checked: family, method, and how a case is computed.
var families = []struct {
	family, method string
	run            func(t *testing.T, v vector) map[string][]float64
}{
	{"moments", "mean_variance", func(t *testing.T, v vector) map[string][]float64 {
		in := inputs[struct{ X []float64 }](t, v)
		sums, err := FromValues(in.X)
		if err != nil {
			t.Fatal(err)
		}
		s := sums.Sample()
		return map[string][]float64{"n": one(float64(s.N)), "mean": one(s.Value()), "variance": one(s.Var())}
	}},
	{"means_difference", "welch_t", func(t *testing.T, v vector) map[string][]float64 {
		in := inputs[pair](t, v)
		return welch(in.Control.sample(t), in.Treatment.sample(t), v.alpha())
	}},
	{"relative_lift", "lift_fieller", func(t *testing.T, v vector) map[string][]float64 {
		in := inputs[pair](t, v)
		c, s := in.Control.sample(t), in.Treatment.sample(t)
		crit := NormalISF(v.alpha() / 2)
		if v.Options["df"] == "welch" {
			_, df := WelchDF(c.N, c.Q(), s.N, s.Q())
			crit = StudentISF(v.alpha()/2, df)
		}
		lift := c.Diff(s) / math.Abs(c.Mean[0])
		lo, hi, g := Fieller(c.Mean[0], c.Q(), s.Q(), lift, crit)
		return map[string][]float64{"estimate": one(lift), "ci_lower": one(lo), "ci_upper": one(hi), "g": one(g)}
	}},
	{"ratio_metric", "ratio_delta_absolute", func(t *testing.T, v vector) map[string][]float64 {
		in := inputs[pair](t, v)
		var s [2]Sample
		for i, a := range []stated{in.Control, in.Treatment} {
			sums, err := FromValues(a.M, a.D)
			if err != nil {
				t.Fatal(err)
			}
			s[i] = sums.Ratio()
		}
		out := welch(s[0], s[1], v.alpha())
		out["control_ratio"], out["treatment_ratio"] = one(s[0].Value()), one(s[1].Value())
		out["control_unit_variance"], out["treatment_unit_variance"] = one(s[0].Var()), one(s[1].Var())
		return out
	}},
	{"proportions_difference", "z_pooled", func(t *testing.T, v vector) map[string][]float64 {
		in := inputs[counts](t, v)
		c, s := in.Control, in.Treatment
		se, z := PooledZ(c.N, c.X, s.N, s.X)
		d, u := PropDiff(c.N, c.X, s.N, s.X), UnpooledSE(c.N, c.X, s.N, s.X)
		crit := NormalISF(v.alpha() / 2)
		p := TwoSided(NormalLogSF(math.Abs(z)))
		return map[string][]float64{"estimate": one(d), "se_pooled": one(se), "se_unpooled": one(u),
			"statistic": one(z),
			"p":         one(p.P), "log_p": one(p.Log), "wald_lower": one(d - crit*u), "wald_upper": one(d + crit*u)}
	}},
	{"proportions_difference", "newcombe", func(t *testing.T, v vector) map[string][]float64 {
		in := inputs[counts](t, v)
		c, s := in.Control, in.Treatment
		lo, hi := Newcombe(c.N, c.X, s.N, s.X, NormalISF(v.alpha()/2))
		return map[string][]float64{"estimate": one(PropDiff(c.N, c.X, s.N, s.X)), "ci_lower": one(lo),
			"ci_upper": one(hi)}
	}},
	{"proportion_interval", "wilson", func(t *testing.T, v vector) map[string][]float64 {
		in := inputs[struct{ N, X int64 }](t, v)
		lo, hi := Wilson(in.N, in.X, NormalISF(v.alpha()/2))
		return map[string][]float64{"estimate": one(float64(in.X) / float64(in.N)), "ci_lower": one(lo),
			"ci_upper": one(hi)}
	}},
	{"multiple_testing", "adjust", func(t *testing.T, v vector) map[string][]float64 {
		return map[string][]float64{"holm": Holm(inputs[struct{ P []float64 }](t, v).P)}
	}},
	{"srm", "srm_chi2", func(t *testing.T, v vector) map[string][]float64 {
		in := inputs[struct {
			Counts  []int64
			Weights []float64
		}](t, v)
		s := SplitTest(in.Counts, in.Weights)
		return map[string][]float64{"chi2": one(s.Chi2), "df": one(s.DF), "p": one(s.P.P), "log_p": one(s.P.Log),
			"expected": s.Expected}
	}},
	{"distributions", "normal_sf", func(t *testing.T, v vector) map[string][]float64 {
		x := inputs[struct{ X float64 }](t, v).X
		return map[string][]float64{"sf": one(NormalSF(x)), "log_sf": one(NormalLogSF(x))}
	}},
	{"distributions", "normal_isf", func(t *testing.T, v vector) map[string][]float64 {
		return map[string][]float64{"x": one(NormalISF(inputs[struct{ Q float64 }](t, v).Q))}
	}},
	{"distributions", "t_sf", func(t *testing.T, v vector) map[string][]float64 {
		in := inputs[struct{ T, DF float64 }](t, v)
		return map[string][]float64{"sf": one(StudentSF(in.T, in.DF)), "log_sf": one(StudentLogSF(in.T, in.DF))}
	}},
	{"distributions", "t_isf", func(t *testing.T, v vector) map[string][]float64 {
		in := inputs[struct{ Q, DF float64 }](t, v)
		return map[string][]float64{"x": one(StudentISF(in.Q, in.DF))}
	}},
	{"distributions", "chi2_sf", func(t *testing.T, v vector) map[string][]float64 {
		in := inputs[struct{ X, DF float64 }](t, v)
		sf, l := ChiSquareSF(in.X, in.DF)
		return map[string][]float64{"sf": one(sf), "log_sf": one(l)}
	}},
	{"distributions", "f_sf", func(t *testing.T, v vector) map[string][]float64 {
		in := inputs[struct{ F, DF1, DF2 float64 }](t, v)
		sf, l := FSF(in.F, in.DF1, in.DF2)
		return map[string][]float64{"sf": one(sf), "log_sf": one(l)}
	}},
	{"distributions", "beta_cdf", func(t *testing.T, v vector) map[string][]float64 {
		in := inputs[struct{ X, A, B float64 }](t, v)
		cdf, l := BetaCDF(in.X, in.A, in.B)
		return map[string][]float64{"cdf": one(cdf), "log_cdf": one(l)}
	}},
}

func TestVectors(t *testing.T) {
	for _, f := range families {
		t.Run(f.family+"/"+f.method, func(t *testing.T) {
			passed, all := 0, 0
			for _, v := range load(t, f.family) {
				if v.Method != f.method {
					continue
				}
				all++
				if compare(t, v, f.run(t, v)) {
					passed++
				}
			}
			t.Logf("%d of %d cases", passed, all)
			if all == 0 {
				t.Fatal("no cases")
			}
		})
	}
}
