package method

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// TestConventionsAreNamed: the experiment file knows every convention and no other.
func TestConventionsAreNamed(t *testing.T) {
	var built []string
	for _, c := range Conventions {
		built = append(built, c.Name)
	}
	for _, c := range UnitConventions {
		built = append(built, c.Name)
	}
	if !slices.Equal(built, spec.Conventions) {
		t.Errorf("built are %v, named %v", built, spec.Conventions)
	}
}

// TestConventionVectors holds each convention to the reference cases of its method.
func TestConventionVectors(t *testing.T) {
	also := func(name string, c, s stats.Sample, alpha float64) (report.Also, bool) {
		out := Also([]string{name}, c, s, Asked{Alpha: alpha})
		if len(out) == 0 {
			return report.Also{}, false
		}
		return out[0], true
	}
	seen := map[string]int{}
	check := func(k kase, name string, c, s stats.Sample, value, lo, hi string) {
		got, ok := also(name, c, s, k.Options.Alpha)
		if !ok {
			return
		}
		seen[name]++
		if name == "log_lift" && c.Value() < 0 { // the cases divide by the mean itself, a lift by its size
			got.Value, got.Lo, got.Hi = -got.Value, -got.Hi, -got.Lo
		}
		k.check(t, value, got.Value)
		k.check(t, lo, got.Lo)
		k.check(t, hi, got.Hi)
	}
	for _, k := range cases(t, "means_difference", "student_t") {
		check(k, "student", read[arm](t, k.Inputs.Control).sample(t), read[arm](t, k.Inputs.Treatment).sample(t),
			"estimate", "ci_lower", "ci_upper")
	}
	for method, name := range map[string]string{"lift_delta": "delta_lift", "lift_log": "log_lift"} {
		for _, k := range cases(t, "relative_lift", method) {
			if k.Options.DF == "welch" || k.Options.DF == "log_welch" {
				check(k, name, read[arm](t, k.Inputs.Control).sample(t), read[arm](t, k.Inputs.Treatment).sample(t),
					"estimate", "ci_lower", "ci_upper")
			}
		}
	}
	type count struct{ N, X int64 }
	for _, k := range cases(t, "proportions_difference", "miettinen_nurminen") {
		c, s := read[count](t, k.Inputs.Control), read[count](t, k.Inputs.Treatment)
		check(k, "miettinen_nurminen", stats.FromCount(c.N, c.X), stats.FromCount(s.N, s.X), "estimate", "ci_lower",
			"ci_upper")
	}
	for _, name := range []string{"student", "delta_lift", "log_lift", "miettinen_nurminen"} {
		if seen[name] < 3 {
			t.Errorf("%s met %d cases", name, seen[name])
		}
	}
	// By hand: 40 of 200 against 60 of 220.
	c, s := stats.FromCount(200, 40), stats.FromCount(220, 60)
	se := math.Sqrt(0.2*0.8/200 + 60.0/220*(160.0/220)/220)
	u, _ := also("unpooled_z", c, s, 0.05)
	if half := 1.959963984540054 * se; math.Abs(float64(u.Hi-u.Lo)/(2*half)-1) > 1e-12 ||
		math.Abs(float64(u.Value)-(60.0/220-0.2)) > 1e-15 {
		t.Errorf("unpooled %+v, half width by hand %v", u, half)
	}
	r, _ := also("log_risk_ratio", c, s, 0.05)
	log, e := math.Log(60.0/220/0.2), math.Sqrt((1-60.0/220)/60+(1-0.2)/40)
	if math.Abs(float64(r.Lo)-math.Expm1(log-1.959963984540054*e)) > 1e-12 {
		t.Errorf("risk ratio %+v", r)
	}
	m, _ := stats.FromValues([]float64{1, 5, 2.5})
	if got := Also(spec.Conventions, m.Sample(), m.Sample(), Asked{Alpha: 0.05}); len(got) != 3 {
		t.Errorf("means have %d conventions: %+v", len(got), got)
	}
	l := m.Sample()
	l.LeftOut = &stats.LeaveOneOut{}
	if got := Also(spec.Conventions, l, l, Asked{Alpha: 0.05}); got != nil {
		t.Errorf("few effective units have %+v", got)
	}
}

// TestFloorOfP: a p that no double holds is written as the smallest one, and its
// logarithm stays exact: 2Φ(−198.03) and no floor are 8,518 decimals apart.
func TestFloorOfP(t *testing.T) {
	c := PooledZ(stats.FromCount(1_000_000, 100_000), stats.FromCount(1_000_000, 200_000), 0.05)
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(b), `"p":5e-324,`) || !(math.Abs(float64(c.Log10P)/-8517.97287745645104-1) < 1e-13) {
		t.Errorf("p is %v with log10_p %v: %s", c.P, c.Log10P, b)
	}
}
