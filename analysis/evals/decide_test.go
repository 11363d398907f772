package evals

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// TestVerdicts: every rule, by the smallest case that it decides.
func TestVerdicts(t *testing.T) {
	primary := spec.EvalMetric{Name: "correct", Role: spec.Primary, Margin: points(.03)}
	guard := spec.EvalMetric{Name: "tone", Role: spec.Guardrail, Margin: points(.02)}
	byCategory := guard
	byCategory.By = "category"
	// Its primary metric is better, and its category tone is worse.
	toneWorse := func() *made {
		m := newMade(primary, byCategory)
		for i := range 600 {
			category, tone, was := "billing", 1., 1.
			if i < 200 {
				category = "tone"
			}
			if i < 40 {
				tone = 0
			}
			if i%4 == 0 {
				was = 0
			}
			m.run("v1", fmt.Sprint(i), category, was, 1)
			m.run("v2", fmt.Sprint(i), category, 1, tone)
		}
		return m
	}
	for _, c := range []struct {
		name string
		make func() *made
		want report.EvalVerdict
		code string
	}{
		{"nothing declared", func() *made {
			m := newMade(spec.EvalMetric{Name: "correct", Role: spec.Secondary})
			m.many("a", 400, 0, 40)
			return m
		}, report.EvalCannotTell, "no_primary"},
		{"better", func() *made { m := newMade(primary); m.many("a", 400, 5, 45); return m }, report.EvalShip,
			"better"},
		{"worse", func() *made { m := newMade(primary); m.many("a", 400, 45, 5); return m }, report.EvalRollBack,
			"worse"},
		{"a guardrail worse", func() *made {
			m := newMade(primary, guard)
			for i := range 600 {
				tone := 1.
				if i < 60 {
					tone = 0
				}
				was := 1.
				if i < 90 {
					was = 0
				}
				m.run("v1", fmt.Sprint(i), "a", was, 1)
				m.run("v2", fmt.Sprint(i), "a", 1, tone)
			}
			return m
		}, report.EvalRollBack, "worse"},
		{"a guardrail with too few items", func() *made {
			m := newMade(primary, guard)
			for i := range 100 {
				was := 1.
				if i < 30 {
					was = 0
				}
				m.run("v1", fmt.Sprint(i), "a", was, 1)
				m.run("v2", fmt.Sprint(i), "a", 1, 1)
			}
			return m
		}, report.EvalCannotTell, "critical_open"},
		{"a category worse", toneWorse, report.EvalPatch, "supporting_worse"},
		{"no worse", func() *made { m := newMade(primary); m.many("a", 600, 4, 5); return m }, report.EvalAccept,
			"no_worse"},
		{"neither", func() *made { m := newMade(primary); m.many("a", 200, 12, 14); return m }, report.EvalCannotTell,
			"open"},
		{"failed runs decide", func() *made {
			m := newMade(primary)
			m.many("a", 400, 5, 25)
			for i := range 30 {
				id := fmt.Sprintf("failed-%d", i)
				m.run("v1", id, "a", 1)
				m.run("v2", id, "a", math.Inf(1))
			}
			return m
		}, report.EvalCannotTell, "errors_decide"},
		// 40 of 400 lost are 10 points, and 45 of 460 gained with what the baseline failed as wrong.
		{"failed runs would turn a loss", func() *made {
			m := newMade(primary)
			m.many("a", 400, 45, 5)
			for i := range 85 {
				id := fmt.Sprintf("failed-%d", i)
				m.run("v1", id, "a", math.Inf(1))
				m.run("v2", id, "a", 1)
			}
			return m
		}, report.EvalCannotTell, "errors_decide"},
		{"failed runs would turn no loss", func() *made {
			m := newMade(primary)
			m.many("a", 400, 45, 5)
			m.run("v1", "failed", "a", math.Inf(1))
			m.run("v2", "failed", "a", 1)
			return m
		}, report.EvalRollBack, "worse"},
		// With what failed left out a category is worse, and this is a patch; as the worst score it ships.
		{"failed runs would turn a patch", func() *made {
			m := toneWorse()
			for i := range 120 {
				id := fmt.Sprintf("failed-%d", i)
				m.run("v1", id, "tone", math.Inf(1), math.Inf(1))
				m.run("v2", id, "tone", 1, 1)
			}
			return m
		}, report.EvalCannotTell, "errors_decide"},
	} {
		out := c.make().analyze(t)
		if out.Decision.Verdict != c.want || out.Decision.Code != c.code || len(out.Decision.Reasons) == 0 {
			t.Errorf("%s: %s (%s), want %s (%s): %s", c.name, out.Decision.Verdict, out.Decision.Code, c.want, c.code,
				strings.Join(out.Decision.Reasons, " "))
		}
	}
}

// TestWorseHangs: a loss within its margin that is shown only where failed runs are left out is not shown. Of 200 items
// 16 are lost, 8 points with an error of 1.9, and a margin of 7 is open; with 8 runs of the baseline that failed as
// wrong 8 of 208 are lost, 3.8 points with an error of 2.3.
func TestWorseHangs(t *testing.T) {
	primary := spec.EvalMetric{Name: "correct", Role: spec.Primary}
	guard := spec.EvalMetric{Name: "tone", Role: spec.Guardrail, Margin: points(.07), By: "category"}
	for _, failed := range []int{0, 8} {
		m := newMade(primary, guard)
		for i := range 200 {
			was, tone := 1., 1.
			if i%4 == 0 {
				was = 0
			}
			if i < 16 {
				tone = 0
			}
			m.run("v1", fmt.Sprint("q", i), "a", was, 1)
			m.run("v2", fmt.Sprint("q", i), "a", 1, tone)
		}
		for i := range failed {
			m.run("v1", fmt.Sprint("failed", i), "a", math.Inf(1), math.Inf(1))
			m.run("v2", fmt.Sprint("failed", i), "a", 1, 1)
		}
		out := m.analyze(t)
		g := out.Gates[slices.IndexFunc(out.Gates, func(g report.EvalGate) bool { return g.Metric == "tone" })]
		want, code := "it is shown worse than in v1, by", "supporting_worse"
		if failed > 0 {
			want, code = "it is shown worse than in v1 where failed runs are left out, and not where they are the "+
				"worst score", "errors_decide"
		}
		if g.Verdict != report.GateInconclusive || g.LeftOut != g.AsWorst || g.Worse != (failed == 0) ||
			g.WorseHangs != (failed > 0) || !strings.Contains(g.Detail, want) || out.Decision.Code != code {
			t.Errorf("%d failed runs: %+v\n%s", failed, g, out.Decision.Code)
		}
	}
}
