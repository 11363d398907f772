package evals

import (
	"slices"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/draw"
)

// TestNotPassed: what stops a version is told first, and how many gates more are not passed.
func TestNotPassed(t *testing.T) {
	s := &subject{Evals: &report.Evals{Baseline: "v1", Decision: report.EvalDecision{Version: "v2"}}}
	gate := func(version, detail, tier string, worse bool) {
		s.Gates = append(s.Gates, report.EvalGate{Version: version, Detail: detail, Tier: tier, Worse: worse,
			Verdict: report.GateNotMeasured})
	}
	for _, x := range []string{"a", "b", "c", "d"} {
		gate("v2", x, "supporting", false)
	}
	gate("v2", "advice", "advisory", false)
	gate("v3", "other", "critical", false)
	gate("v2", "critical", "critical", false)
	gate("v2", "worse", "supporting", true)
	got := strings.Join(s.notPassed(), " ")
	if want := "Worse. Critical. Other. A. B. C. 1 gate more is not passed; the table has all."; got != want {
		t.Errorf("it says %s, want %s", got, want)
	}
}

// TestAlone: an interval that leaves out 0, of a difference that is not shown once all are corrected for, is said to be
// that of one comparison alone.
func TestAlone(t *testing.T) {
	s := &subject{Evals: &report.Evals{Alpha: 0.05}}
	m := &report.EvalMetric{Better: "up"}
	for adjusted, want := range map[report.Num]bool{0.14: true, 0.01: false} {
		c := &report.EvalComparison{PAdjusted: adjusted,
			Abs: report.Interval{Value: -0.17, Lo: -0.27, Hi: -0.07, Bounded: true}}
		said := slices.ContainsFunc(s.intervalKey(s.alone(m, c)), func(k draw.KeyItem) bool {
			return strings.HasSuffix(k.Text, "of each alone; what is shown is corrected for all")
		})
		if said != want {
			t.Errorf("p corrected %v: %v, want %v", adjusted, said, want)
		}
	}
}

// TestWorseBeside: where nothing can be told of a version, what is shown worse in it is known, and is told.
func TestWorseBeside(t *testing.T) {
	s := &subject{Evals: &report.Evals{Baseline: "v1", Versions: make([]report.EvalVersion, 3),
		Decision: report.EvalDecision{Version: "v2", Verdict: report.EvalCannotTell, Reasons: []string{"Open."},
			Versions: []report.EvalVersionVerdict{{Version: "v2"}, {Version: "v3"}}}}}
	s.Gates = []report.EvalGate{{Version: "v2", Detail: "open"}, {Version: "v3", Detail: "other", Worse: true},
		{Version: "v2", Detail: "a", Worse: true}, {Version: "v3", Verdict: report.GatePass}}
	for detail, bound := range map[string]report.Num{"b": -.03, "c": -.04} {
		s.Gates = append(s.Gates, report.EvalGate{Version: "v2", Detail: detail, Worse: true, Verdict: report.GateFail,
			Bound: bound, Threshold: -.02})
	}
	if got, want := s.banner().Reasons, []string{"Open.", "Known already, and to be mended before it ships: C.", "B.",
		"More is shown worse: see the gates."}; !slices.Equal(got, want) {
		t.Errorf("the verdict says %q, want %q", got, want)
	}
	if got, want := s.gatesHeading(), "v2 passed 0 of 4 gates and v3 1 of 2"; got != want {
		t.Errorf("the gates are headed %q, want %q", got, want)
	}
	if s.Decision.Verdict = report.EvalPatch; len(s.banner().Reasons) != 1 {
		t.Errorf("another verdict says %q", s.banner().Reasons)
	}
}
