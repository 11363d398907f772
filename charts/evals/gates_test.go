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
