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

// TestWorstCategory: the card names the category that lost most, one whose loss is shown before larger ones, and of
// another kind of metric than the leading one only one whose loss is shown.
func TestWorstCategory(t *testing.T) {
	in := func(category string, value, p report.Num) report.EvalCategory {
		return report.EvalCategory{Category: category, EvalComparison: report.EvalComparison{Version: "v2",
			Abs: report.Interval{Value: value}, PAdjusted: p}}
	}
	lead := report.EvalMetric{Metric: "outcome", Kind: "graded", Better: "down", Role: "primary"}
	other := report.EvalMetric{Metric: "tone", Kind: "proportion", Better: "up", Role: "guardrail"}
	for _, c := range []struct {
		name        string
		lead, other []report.EvalCategory
		want        string
	}{
		{"nothing lost", []report.EvalCategory{in("a", -.3, .01)}, []report.EvalCategory{in("a", 0, 1)}, ""},
		{"nothing shown", []report.EvalCategory{in("a", .1, .5), in("b", .2, .5)},
			[]report.EvalCategory{in("c", -.9, .5)}, "Worst category: outcome in b"},
		{"another kind, not shown", nil, []report.EvalCategory{in("c", -.9, .5)}, ""},
		{"another kind, shown", []report.EvalCategory{in("a", .1, .5)},
			[]report.EvalCategory{in("c", -.2, .01), in("d", -.3, .02), in("e", -.9, .5)}, "Worst category: tone in d"},
		{"both shown", []report.EvalCategory{in("a", .1, .01)}, []report.EvalCategory{in("c", -.9, .01)},
			"Worst category: outcome in a"},
	} {
		lead.Categories, other.Categories = c.lead, c.other
		s := &subject{Evals: &report.Evals{Alpha: .05, Decision: report.EvalDecision{Version: "v2"},
			Metrics: []report.EvalMetric{lead, other}}}
		got := ""
		if card := s.worstCategory(); card != nil {
			got = card.Label
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
