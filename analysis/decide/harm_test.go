package decide

import (
	"fmt"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// harmful is a readout that ships, but for one more metric.
func harmful(m report.Metric, ask *spec.Metric) *Facts {
	f := readout()
	f.Chances = map[string]map[string]*report.Bayes{"acceptance_rate": {"b": {ChanceBetter: 0.999, ChanceEnough: 0.93}}}
	f.Metrics = append(f.Metrics, m)
	if ask != nil {
		f.Exp.Metrics = append(f.Exp.Metrics, *ask)
	}
	return f
}

func metric(name, role string, builtin bool, lo, hi float64) report.Metric {
	s := open
	if hi < 0 {
		s = down
	} else if lo > 0 {
		s = up
	}
	return report.Metric{Name: name, Role: role, Builtin: builtin, Better: "up",
		Arms: []report.Estimate{{Arm: "a", Value: 1}}, Comparisons: []report.Comparison{comparison(lo, hi, s)}}
}

// TestHarm: a metric that is worse after correction is named and holds the result
// back, whatever its role, unless it is accepted, too small by its own limit, or
// judged by its margin alone.
func TestHarm(t *testing.T) {
	secondary := func(name string) *spec.Metric { return &spec.Metric{Name: name, Role: spec.Secondary} }
	two := spec.Amount{Value: 0.02, Form: spec.Relative, Text: "2%"}
	for _, c := range []struct {
		name     string
		m        report.Metric
		ask      *spec.Metric
		change   func(*Facts)
		want     report.Verdict
		headline string
		harms    string // metric/family/accepted
	}{
		{"none", metric("revenue", "secondary", false, -0.1, 0.1), secondary("revenue"), nil, report.Ship, "Ship", ""},
		{"a secondary metric", metric("revenue", "secondary", false, -0.4, -0.16), secondary("revenue"), nil,
			report.Hold,
			"Hold: acceptance rate is up 12%, but revenue is down 28%.", "revenue/1/"},
		{"only before correction", metric("revenue", "secondary", false, -0.4, -0.005), secondary("revenue"), nil,
			report.Ship, "Ship", ""},
		{"worse by the printed p, and not by the stricter one that decides", metric("revenue", "secondary", false, -0.4,
			-0.07), secondary("revenue"), func(f *Facts) {
			for i := range f.Metrics {
				if c := &f.Metrics[i].Comparisons[0]; f.Metrics[i].Name == "revenue" {
					c.Final = &report.Final{By: "end", Abs: c.Abs, Rel: c.Rel, State: down, P: 0.03}
				}
			}
		}, report.Hold, "revenue is down 24%", "revenue/1/"},
		{"a guardrail without a margin", metric("revenue", "guardrail", false, -0.4, -0.16),
			&spec.Metric{Name: "revenue", Role: spec.Guardrail}, nil, report.Hold, "revenue is down 28%", "revenue/1/"},
		{"accepted per unit, which nobody declared", metric("other", "secondary", false, -0.1, 0.1), secondary("other"),
			func(f *Facts) {
				f.Metrics[2] = metric("accepted_per_unit", "diagnostic", true, -0.3, -0.1)
			}, report.Hold, "accepted per unit is down 20%", "accepted_per_unit/1/"},
		{"a built-in that nobody declared", metric("kept_per_unit", "diagnostic", true, -0.4, -0.2), nil, nil,
			report.Hold, "kept per unit is down 30%", "kept_per_unit/2/"},
		{"the same, not at 1%", metric("kept_per_unit", "diagnostic", true, -0.4, -0.05), nil, nil, report.Ship, "Ship",
			""},
		{"less shown has no direction", metric("shown_per_unit", "diagnostic", true, -0.4, -0.2), nil, nil, report.Ship,
			"Ship", ""},
		{"less shown, declared", metric("shown_per_unit", "secondary", true, -0.4, -0.2),
			&spec.Metric{Name: "shown_per_unit", Role: spec.Secondary, Builtin: true}, nil, report.Hold,
			"shown per unit is down", "shown_per_unit/1/"},
		{"too small by its own limit", metric("revenue", "secondary", false, -0.019, -0.001),
			&spec.Metric{Name: "revenue", Role: spec.Secondary, MinimumEffect: two}, nil, report.Ship, "Ship", ""},
		{"accepted before the start", metric("revenue", "secondary", false, -0.4, -0.16), secondary("revenue"),
			func(f *Facts) {
				f.Exp.Decision.AcceptHarm = []string{"revenue"}
			}, report.Ship, "revenue is down 28% (accepted before the start)", "revenue/1/before_start"},
		{"accepted in a file without a plan", metric("revenue", "secondary", false, -0.4, -0.16), secondary("revenue"),
			func(f *Facts) {
				f.Exp.Decision.AcceptHarm, f.Planned = []string{"revenue"}, false
			}, report.LooksPromising, "(accepted after the data were seen)", "revenue/1/after_data"},
		{"accepted on the command line", metric("revenue", "secondary", false, -0.4, -0.16), secondary("revenue"),
			func(f *Facts) {
				f.Exp.Decision.AcceptHarm, f.Exp.Set = []string{"revenue"}, []string{"decision.accept_harm=[revenue]"}
			}, report.Ship, "(accepted after the data were seen)", "revenue/1/after_data"},
		{"another accepted", metric("revenue", "secondary", false, -0.4, -0.16), secondary("revenue"), func(f *Facts) {
			f.Exp.Decision.AcceptHarm = []string{"tickets"}
		}, report.Hold, "but revenue is down 28%", "revenue/1/"},
		{"do not ship wins", metric("revenue", "secondary", false, -0.4, -0.16), secondary("revenue"), func(f *Facts) {
			f.Metrics[1].Comparisons[0] = comparison(0.03, 0.3, "breached")
		}, report.DoNotShip, "Do not ship: tickets rose by at least 3%; at most 2% was allowed, and revenue is down " +
			"28%.", "revenue/1/"},
		{"nothing else changed", metric("revenue", "secondary", false, -0.4, -0.16), secondary("revenue"),
			func(f *Facts) {
				f.Metrics[0].Comparisons[0] = comparison(-0.01, 0.01, open)
			}, report.Hold, "Hold: what acceptance rate changed is too small to matter, but revenue is down 28%.",
			"revenue/1/"},
		{"before the end by the band", metric("revenue", "secondary", false, -0.4, -0.16), secondary("revenue"),
			func(f *Facts) {
				f.Ended, f.DaysLeft, f.Exp.Statistics.Sequential = false, 9, true
				band(&f.Metrics[0].Comparisons[0], 0.03, 0.25, up)
				band(&f.Metrics[1].Comparisons[0], -0.02, 0.02, "safe")
				band(&f.Metrics[2].Comparisons[0], -0.05, 0.2, open)
				band(&f.Metrics[3].Comparisons[0], -0.45, -0.1, down)
				f.Metrics[2].Comparisons[0].Sequential.P = 0.5
			}, report.KeepRunning, "Keep running: 9 days to go; so far revenue is down 28%.", "revenue/1/"},
		{"before the end not by the fixed p", metric("revenue", "secondary", false, -0.4, -0.16), secondary("revenue"),
			func(f *Facts) {
				f.Ended, f.DaysLeft, f.Exp.Statistics.Sequential = false, 9, true
				for i := range f.Metrics {
					band(&f.Metrics[i].Comparisons[0], -0.6, 0.6, open)
					f.Metrics[i].Comparisons[0].Sequential.P = 1
				}
			}, report.KeepRunning, "Keep running: 9 days to go.", ""},
	} {
		f := harmful(c.m, c.ask)
		if c.change != nil {
			c.change(f)
		}
		d := Decide(f)
		var got []string
		for _, h := range d.Harms {
			got = append(got, fmt.Sprintf("%s/%d/%s", h.Metric, h.Family, h.Accepted))
		}
		if d.Verdict != c.want || !strings.Contains(d.Headline, c.headline) || strings.Join(got, " ") != c.harms {
			t.Errorf("%s: %s %q harms %v; want %s %q %s", c.name, d.Verdict, d.Headline, got, c.want, c.headline,
				c.harms)
		}
	}
}

// TestNotRuledOut: the bad end against margin, minimum effect, else 10 %; worst
// first, three and a count; nothing that is proven worse.
func TestNotRuledOut(t *testing.T) {
	f := readout()
	f.Metrics[1].Comparisons[0] = comparison(-0.01, 0.15, open) // tickets, margin 2%
	for _, m := range []struct {
		name   string
		lo, hi float64
		effect float64
	}{{"a", -0.27, 0.05, 0}, {"b", -0.09, 0.05, 0}, {"c", -0.06, 0.1, 0.05}, {"d", -0.5, -0.2, 0},
		{"e", -0.3, 0.2, 0.5}, {"g", -0.12, 0.3, 0}} {
		ask := spec.Metric{Name: m.name, Role: spec.Secondary}
		if m.effect > 0 {
			ask.MinimumEffect = spec.Amount{Value: m.effect, Form: spec.Relative, Text: "x"}
		}
		f.Metrics, f.Exp.Metrics = append(f.Metrics, metric(m.name, "secondary", false, m.lo, m.hi)),
			append(f.Exp.Metrics, ask)
	}
	d := Decide(f)
	if want := "Not ruled out: a down by up to 27%, tickets up by up to 15%, g down by up to 12%, and 1 " +
		"more."; d.Open != want {
		t.Errorf("%q, want %q", d.Open, want)
	}
	var got []string
	for _, n := range d.NotRuledOut {
		got = append(got, n.Metric+" "+n.From)
	}
	if s := strings.Join(got, ", "); s != "a default, tickets margin, g default, c minimum_effect" {
		t.Error(s)
	}
}

// TestLessShown: where fewer suggestions were seen, a rate needs accepted
// suggestions per unit shown to hold up; otherwise not to be estimated lower.
func TestLessShown(t *testing.T) {
	for _, c := range []struct {
		name           string
		seenLo, seenHi float64
		held           string
		accepted       float64 // estimate
		want           report.Verdict
	}{
		{"fell and held", -0.5, -0.3, "safe", -0.01, report.LooksPromising},
		{"fell and not held", -0.5, -0.3, "open", 0.02, report.Hold},
		{"fell and no bound", -0.5, -0.3, "none", 0.02, report.Hold},
		{"fell one-sided at 5%", -0.2, 0.01, "open", 0.02, report.Hold},
		{"not fallen", -0.2, 0.1, "open", 0.02, report.LooksPromising},
		{"fell, no p because no unit differs", -0.2, -0.2, "open", 0.02, report.Hold},
		{"risen, no p because no unit differs", 0.2, 0.2, "open", 0.02, report.LooksPromising},
		{"risen", 0.1, 0.3, "open", 0.02, report.LooksPromising},
		{"not fallen, estimated lower", -0.2, 0.1, "safe", -0.01, report.Hold},
	} {
		f := readout()
		f.Metrics[2].Comparisons[0] = comparison(c.accepted-0.1, c.accepted+0.1, open)
		f.Metrics[2].Comparisons[0].Held = &report.Held{Margin: "5%", Bound: -0.08, State: c.held}
		f.Metrics[2].Arms = []report.Estimate{{Arm: "a", Value: 2}, {Arm: "b", Value: 2 + report.Num(c.accepted)}}
		seen := metric("seen_per_unit", "diagnostic", true, c.seenLo, c.seenHi)
		seen.Arms = []report.Estimate{{Arm: "a", Value: 10},
			{Arm: "b", Value: report.Num(10 * (1 + (c.seenLo+c.seenHi)/2))}}
		f.Metrics = append(f.Metrics, seen)
		if strings.Contains(c.name, "no unit differs") {
			f.Metrics[3].Comparisons[0].P = report.Undefined()
		}
		d := Decide(f)
		if d.Verdict != c.want {
			t.Errorf("%s: %s %q", c.name, d.Verdict, d.Headline)
		}
		if fell := strings.HasPrefix(c.name, "fell"); (len(d.Hiding) == 1) != fell {
			t.Errorf("%s: %+v", c.name, d.Hiding)
		}
	}
	// By hand: A_c = 2, S_c = 10, S_t = 6: from (2 − 4)/6 < 0, so 0, to 2/6.
	f := readout()
	f.Metrics[2].Arms = []report.Estimate{{Arm: "a", Value: 2}, {Arm: "b", Value: 2.4}}
	seen := metric("seen_per_unit", "diagnostic", true, -0.5, -0.3)
	seen.Arms = []report.Estimate{{Arm: "a", Value: 10}, {Arm: "b", Value: 6}}
	f.Metrics = append(f.Metrics, seen)
	h := Decide(f).Hiding
	if len(h) != 1 || h[0].Lo != 0 || h[0].Hi != report.Num(1.0/3) || h[0].Gained != f.Metrics[2].Comparisons[0].Abs {
		t.Errorf("%+v", h)
	}
}

// TestWithoutPlan: without an end nothing is ever told to keep running, and
// nothing ships.
func TestWithoutPlan(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Facts)
		want   report.Verdict
	}{
		{"better", func(*Facts) {}, report.LooksPromising},
		{"open", func(f *Facts) { f.Metrics[0].Comparisons[0] = comparison(-0.04, 0.08, open) }, report.CannotTell},
		{"the same", func(f *Facts) { f.Metrics[0].Comparisons[0] = comparison(-0.01, 0.01, open) },
			report.NoDifference},
		{"worse", func(f *Facts) { f.Metrics[0].Comparisons[0] = comparison(-0.2, -0.04, down) }, report.DoNotShip},
		{"a guardrail open", func(f *Facts) { f.Metrics[1].Comparisons[0].State = open }, report.Hold},
	} {
		f := harmful(metric("revenue", "secondary", false, -0.1, 0.1), &spec.Metric{Name: "revenue"})
		f.Exp.End, f.Timed = spec.NoDay, false
		c.change(f)
		d := Decide(f)
		if d.Verdict != c.want || d.Code != "read_without_plan" || !strings.HasPrefix(d.Rule, "Read without a plan: ") {
			t.Errorf("%s: %s by %s %q", c.name, d.Verdict, d.Code, d.Rule)
		}
	}
}
