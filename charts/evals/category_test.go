package evals

import (
	"testing"

	"uptake/analysis/report"
)

// TestUnitTick: a tick in hundredths is printed in the unit, with the decimals that it has.
func TestUnitTick(t *testing.T) {
	for _, c := range []struct {
		hundredths float64
		decimals   int
		want       string
	}{{0, 0, "0"}, {-15, 0, "−0.15"}, {-10, 0, "−0.1"}, {0.5, 1, "+0.005"}, {200, 0, "+2"}, {1050, 0, "+10.5"}} {
		if got := unitTick(c.hundredths, c.decimals); got != c.want {
			t.Errorf("%g with %d decimals is %q, not %q", c.hundredths, c.decimals, got, c.want)
		}
	}
}

// TestWorseIn: a heading names the category that lost most of what is shown to have lost, whichever way is better.
func TestWorseIn(t *testing.T) {
	category := func(name, version string, value, p report.Num) report.EvalCategory {
		return report.EvalCategory{Category: name, EvalComparison: report.EvalComparison{Version: version,
			Abs: report.Interval{Value: value}, PAdjusted: p}}
	}
	s := &subject{Evals: &report.Evals{Alpha: .05, Decision: report.EvalDecision{Version: "v2"},
		Metrics: []report.EvalMetric{
			{Metric: "correct", Better: "up", Categories: []report.EvalCategory{category("a", "v2", -.3, .2)}},
			{Metric: "delay", Better: "down", Categories: []report.EvalCategory{category("a", "v2", .1, .01),
				category("b", "v2", .3, .02), category("c", "v2", -.5, .001), category("d", "v3", .9, .001)}}}}}
	if got := s.categoryHeading(); got != "Delay is worse in b and 1 more" {
		t.Errorf("the section is headed %q", got)
	}
	for version, want := range map[string]string{"v2": "Correct is shown worse in no category",
		"v3": "Correct is shown worse in no category"} {
		if got := s.worseIn(&s.Metrics[0], version); got != want {
			t.Errorf("%s: %q", version, got)
		}
	}
	if got := s.worseIn(&s.Metrics[1], "v3"); got != "Delay is worse in d" {
		t.Errorf("v3: %q", got)
	}
}
