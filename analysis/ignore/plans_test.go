package ignore

import (
	"context"
	"math"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// traffic is four units that see their first suggestion on days 0, 7, 7 and 14, of
// which two ever accept, with data from long before to long after.
func traffic() *Facts {
	day := dayMicros
	f := &Facts{of: report.Investigated[0], exp: &spec.Experiment{}, tables: &study.Tables{UnitName: "user_id",
		From: -100 * day, To: 100 * day}, timed: true, arms: []string{spec.AllArm}}
	f.opt.Estimate.ControlUnits = func(effect, variance float64) float64 { return 16 * variance / (effect * effect) }
	for i, shown := range [][]int64{{0, 20 * day}, {7 * day}, {7 * day, 8 * day, 9 * day}, {14 * day}} {
		p := person{from: len(f.seen.shown)}
		f.seen.shown = append(f.seen.shown, shown...)
		p.to = len(f.seen.shown)
		p.states[study.StateIgnored] = int64(len(shown))
		if i%2 == 0 {
			p.states[study.StateIgnored]--
			p.states[study.StateAccepted]++
		}
		f.units = append(f.units, p)
	}
	return f
}

// A test's size is that of the effect in its metric's unit, its weeks those of units
// that come new.
func TestPlans(t *testing.T) {
	f := traffic()
	out := &report.Ignores{}
	for i, c := range []report.Cause{
		{Mechanism: "too_slow", Lens: "where", Attribute: "latency_ms", Level: "over 800 ms",
			Points: report.Interval{Value: 0.1}},
		{Mechanism: "unexplained", Lens: "where", Attribute: "surface", Level: "chat",
			Points: report.Interval{Value: 0.1}},
		{Mechanism: "wrong_audience", Lens: "who", Points: report.Interval{Value: 0.1}, Users: 1},
		{Mechanism: "wrong_audience", Lens: "where", Attribute: "plan", Level: "free",
			Points: report.Interval{Value: 0.1}, Users: 2},
		{Mechanism: "short_window", Lens: "window", Points: report.Interval{Value: 0.1}},
		{Mechanism: "decay", Lens: "where", Points: report.Interval{Value: 0.1}},
	} {
		c.Rank = i + 1
		out.Causes = append(out.Causes, c)
	}
	if err := plans(context.Background(), f, out); err != nil {
		t.Fatal(err)
	}
	// Rates: 2 accepted of 7; per unit 1, 0, 1, 0, of 7/4 seen.
	r := 2. / 7
	rate := 0.0 // variance of the linearised rate: (y − r·x)/x̄
	for _, u := range [][2]float64{{1, 2}, {0, 1}, {1, 3}, {0, 1}} {
		e := (u[0] - r*u[1]) / (7. / 4)
		rate += e * e / 3
	}
	for i, want := range []struct {
		primary                 string
		baseline, mde, variance float64
		says                    string
	}{
		{"acceptance_rate", r, 0.05, rate, "Where latency_ms is over 800 ms: if we answer faster"},
		{"", math.NaN(), math.NaN(), math.NaN(), "Where surface is chat something makes up to"},
		{"ever_accepted", 0.5, 0.25, 1. / 3, "If we show the feature only to those"},
		{"acceptance_rate", r, 0.05, rate, "Where plan is free: if we show the feature only"},
		{"acceptance_rate", math.NaN(), math.NaN(), math.NaN(), "Counted with a longer window"},
		{"acceptance_rate", r, 0.05, rate, "falls with the days since exposure"},
	} {
		p := out.Plans[i]
		if p.Primary != want.primary || !strings.Contains(p.Hypothesis, want.says) || !strings.Contains(p.Hypothesis,
			"10.0 points") {
			t.Errorf("test %d has primary %s: %s", i+1, p.Primary, p.Hypothesis)
		}
		same := func(what string, got report.Num, want float64) {
			if math.IsNaN(want) != !got.Defined() || math.Abs(float64(got)-want) > 1e-12*math.Abs(want) {
				t.Errorf("test %d: %s is %v, want %v", i+1, what, got, want)
			}
		}
		units := math.Ceil(32 * want.variance / (want.mde * want.mde))
		same("baseline", p.Baseline, want.baseline)
		same("effect", p.MDE, want.mde)
		same("units", p.UnitsNeeded, units)
		same("weeks", p.Weeks, math.Ceil(32*want.variance/(want.mde*want.mde)/2)) // four units in two weeks
	}
	for i, p := range out.Plans {
		for _, g := range p.Guardrails {
			if g == p.Primary || g == "edit_rate" || g == "accepted_per_unit" && p.Primary == "acceptance_rate" {
				t.Errorf("%s is guarded by %s, which it carries along", p.Primary, g)
			}
		}
		if want := []string{"test", "watch", "test", "test", "count", "test"}[i]; p.Step != want || want == "test" &&
			len(p.Margins) != len(p.Guardrails) {
			t.Errorf("step %d is to %s: %+v", i+1, p.Step, p)
		}
	}
	f.timed = false
	if v := f.unitsPerWeek(); v == v {
		t.Errorf("without times %v units come a week", v)
	}
}

// Every mechanism's metrics are built in, and none is listed twice.
func TestMechanismMetrics(t *testing.T) {
	for name, m := range mechanisms {
		seen := map[string]bool{}
		if stepOf(name) == "watch" {
			continue // nothing to measure yet
		}
		for _, n := range append([]string{m.primary}, m.guardrails...) {
			if _, ok := spec.FindBuiltin(n); !ok || seen[n] {
				t.Errorf("%s: %s is no built-in, or is there twice", name, n)
			}
			seen[n] = true
		}
		if inMetric(m.primary) == "" {
			t.Errorf("%s: %s has no words", name, m.primary)
		}
	}
}
