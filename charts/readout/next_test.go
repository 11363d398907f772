package readout

import (
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
)

// TestHoldSaysWhatToDo: harm that nobody accepted in the arm in focus is looked into; else the
// limit is what is not shown to hold.
func TestHoldSaysWhatToDo(t *testing.T) {
	for _, c := range []struct {
		name  string
		harms []report.Harm
		want  string
	}{
		{"none", nil, "Get data enough"},
		{"proven", []report.Harm{{Metric: "revenue_per_user", Arm: "treatment"}}, "Find out what harms"},
		{"accepted", []report.Harm{{Metric: "revenue_per_user", Arm: "treatment", Accepted: "before_start"}},
			"Get data enough"},
		{"elsewhere", []report.Harm{{Metric: "revenue_per_user", Arm: "other"}}, "Get data enough"},
	} {
		r := fixture.Hold()
		r.Decision.Harms = c.harms
		if got := (&subject{Report: r, raw: r}).nextStep(); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

// TestWatchTheArmInFocus: what another arm leaves open is not watched.
func TestWatchTheArmInFocus(t *testing.T) {
	r := fixture.Hold()
	r.Decision.Verdict = report.Ship
	r.Decision.NotRuledOut = []report.NotRuledOut{{Metric: "tasks_per_user", Arm: "other"},
		{Metric: "tickets_per_user", Arm: "treatment"}}
	if got := (&subject{Report: r, raw: r}).nextStep(); got != "Ship it. Watch tickets per user afterwards." {
		t.Error(got)
	}
}

// TestLasts: whether the effect grows is judged by what is printed, the relative effects, also
// where control falls so much that the difference goes the other way.
func TestLasts(t *testing.T) {
	for _, c := range []struct {
		name                   string
		abs, lateAbs, rel, end report.Num
		want                   string
	}{
		{"less of both", 0.03, 0.01, 0.12, 0.06, "The effect wears off"},
		{"less, but of less", 0.03, 0.02, 0.12, 0.2, "The effect grows"},
		{"more, but of more", 0.03, 0.04, 0.12, 0.06, "The effect wears off"},
		{"the other way", 0.03, -0.02, 0.12, -0.2, "The effect turns"},
		{"only differences", 0.03, 0.04, fixture.Undefined(), fixture.Undefined(), "The effect grows"},
	} {
		r := fixture.Hold()
		ages := r.Novelty[0].Ages
		first, last := &ages[0], &ages[len(ages)-1]
		first.Abs.Value, last.Abs.Value, first.Rel.Value, last.Rel.Value = c.abs, c.lateAbs, c.rel, c.end
		if got := (&subject{Report: r, raw: r}).lasts(); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
