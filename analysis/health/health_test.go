package health

import (
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// facts is a healthy two-week study.
func facts() *Facts {
	f := &Facts{Exp: &spec.Experiment{Start: 100, End: 113, MaxBadRows: 0.01,
		Statistics: spec.Statistics{SRMAlpha: 0.001, MaxImmature: 0.2}, Decision: spec.Decision{Planned: 99, MinWeeks: 2}},
		Compare: true, HasTime: true, To: spec.Day(114).Start(nil) - 1, Suggestions: true, Attributed: true, Accepts: 100, Read: 10_000,
		Arms: []Arm{{Name: "a", Share: 0.5, Units: 1000, UnitsShown: 900, Shown: 5000, Immature: 10},
			{Name: "b", Share: 0.5, Units: 1010, UnitsShown: 905, Shown: 5000, Immature: 10}}}
	for d := spec.Day(100); d < 114; d++ {
		f.Days = append(f.Days, Day{d, 140})
	}
	return f
}

func status(h report.Health, name string) (string, string) {
	for _, c := range h.Checks {
		if c.Name == name {
			return c.Status, c.Detail
		}
	}
	return "absent", ""
}

func TestHealthy(t *testing.T) {
	h := Run(facts())
	if h.Status != "ok" || len(h.Checks) != len(Checks) {
		t.Errorf("%+v", h)
	}
	for _, c := range h.Checks {
		if !strings.HasSuffix(c.Detail, ".") {
			t.Errorf("%s says %q", c.Name, c.Detail)
		}
	}
}

// TestChecks: what makes each check speak, and how the whole rolls up.
func TestChecks(t *testing.T) {
	for _, c := range []struct {
		name, check, want, whole, says string
		change                         func(*Facts)
	}{
		{"uneven split", "srm", "fail", "fail", "1000", func(f *Facts) { f.Arms[1].Units = 1400 }},
		{"planned 1:3", "srm", "ok", "ok", "", func(f *Facts) { f.Arms[0].Share, f.Arms[1].Share, f.Arms[1].Units = 0.25, 0.75, 3000 }},
		{"few units", "srm", "ok", "ok", "approximate", func(f *Facts) { f.Arms[0].Units, f.Arms[1].Units = 3, 4 }},
		{"no arms", "srm", "none", "ok", "no arms", func(f *Facts) { f.Compare = false }},
		{"empty arm", "empty_arm", "warn", "fail", "b", func(f *Facts) { f.Arms[1].Units = 0 }},
		{"some crossovers", "crossovers", "ok", "ok", "5 of 2015", func(f *Facts) { f.Arms[1].Crossing = 5 }},
		{"many crossovers", "crossovers", "warn", "warn", "100 of 2110", func(f *Facts) { f.Arms[1].Crossing = 100 }},
		{"a missing day", "data_gaps", "fail", "fail", "seem to be missing", func(f *Facts) { f.Days[5].Units = 0 }},
		{"a quiet weekday", "data_gaps", "warn", "warn", "2 of 14 days", func(f *Facts) { f.Days[3].Units, f.Days[10].Units = 0, 0 }},
		{"few exposures a day", "data_gaps", "warn", "warn", "", func(f *Facts) { f.Days[3].Units, f.Days[10].Units = 0, 19 }},
		{"just enough exposures a day", "data_gaps", "fail", "fail", "", func(f *Facts) { f.Days[3].Units, f.Days[10].Units = 0, 20 }},
		{"a day short of two weeks", "full_weeks", "warn", "warn", "1 full week", func(f *Facts) { f.To = spec.Day(113).Start(nil) - 1 }},
		{"no plan", "planned", "warn", "warn", "does not say", func(f *Facts) { f.Exp.Decision.Planned = spec.NoDay }},
		{"planned on the day of the start", "planned", "ok", "ok", "", func(f *Facts) { f.Exp.Decision.Planned = 100 }},
		{"planned late", "planned", "warn", "warn", "after the start", func(f *Facts) { f.Exp.Decision.Planned = 101 }},
		{"immature", "maturity", "warn", "warn", "limit 20%", func(f *Facts) { f.Arms[1].Immature = 1001 }},
		{"immature at the limit", "maturity", "ok", "ok", "", func(f *Facts) { f.Arms[1].Immature = 1000 }},
		{"no attribution", "maturity", "absent", "ok", "", func(f *Facts) { f.Attributed = false }},
		{"one arm shown none", "coverage", "warn", "warn", "a 0 of 1000", func(f *Facts) { f.Arms[0].UnitsShown = 0 }},
		{"late accepts by the default window", "late_accepts", "warn", "warn", "6 of 100", func(f *Facts) { f.LateAccepts = 6 }},
		{"late accepts by a given window", "late_accepts", "ok", "ok", "", func(f *Facts) { f.LateAccepts = 6; f.Exp.Suggestions.AttributionGiven = true }},
		{"bad rows", "bad_rows", "warn", "warn", "11 of 10000", func(f *Facts) { f.Bad = 11 }},
		{"few bad rows", "bad_rows", "ok", "ok", "", func(f *Facts) { f.Bad = 10 }},
	} {
		f := facts()
		c.change(f)
		h := Run(f)
		s, detail := status(h, c.check)
		if s != c.want || h.Status != c.whole || !strings.Contains(detail, c.says) {
			t.Errorf("%s: %s is %s (whole %s) %q, want %s (whole %s)", c.name, c.check, s, h.Status, detail, c.want, c.whole)
		}
	}
}
