package compare

import (
	"fmt"
	"strings"
	"uptake/analysis"
	"uptake/analysis/health"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// guard gives a guardrail its state against its margin, and accepted suggestions
// per unit theirs where a rate depends on them. Both bounds are one-sided at
// GuardAlpha (the two-sided interval at 2·GuardAlpha). A margin relative to
// control uses the relative interval, others the absolute. A guardrail without a
// margin has none to be judged by: it is read as any other metric.
func (by *Terms) guard(leave health.Leave, c *report.Comparison, e analysis.Entry, control, treatment stats.Sample) {
	if !by.Bounded(e) {
		return
	}
	g := e.Kind.Compare(leave, control, treatment, 2*by.Exp.Decision.GuardAlpha)
	c.State, c.Held = by.Limits(e, c.State, g.Abs, g.Rel)
	if by.Ended && e.Metric.Limited() {
		by.narrower(c, e, c.State, Inside(e.Metric, c.Abs, c.Rel), g.Abs, g.Rel)
	}
}

// Bounded reports whether a one-sided bound of the metric is held against a margin.
func (by *Terms) Bounded(e analysis.Entry) bool {
	_, held := by.heldTo(e)
	return held || e.Metric.Limited()
}

// heldTo is the margin of accepted suggestions per unit where a primary metric is a
// rate among suggestions.
func (by *Terms) heldTo(e analysis.Entry) (spec.Amount, bool) {
	if !e.Metric.Builtin || e.Metric.Name != spec.Accepted {
		return spec.Amount{}, false
	}
	return by.Exp.HoldsAccepted()
}

// Limits reads the one-sided bounds of a metric that bounded is true of: the state
// of a guardrail, state for any other metric, and whether accepted suggestions per
// unit hold up.
func (by *Terms) Limits(e analysis.Entry, state string, abs, rel report.Interval) (string, *report.Held) {
	if e.Metric.Limited() {
		state = Inside(e.Metric, abs, rel)
	}
	margin, ok := by.heldTo(e)
	if !ok {
		return state, nil
	}
	m := e.Metric
	m.Margin = margin
	bound := abs.Lo
	if margin.Form == spec.Relative {
		bound = rel.Lo
	}
	return state, &report.Held{Margin: margin.Text, Bound: bound, State: Inside(m, abs, rel)}
}

// narrower warns where the one-sided bounds settle a guardrail whose printed
// two-sided interval reaches past the limit: the two would seem to disagree.
func (by *Terms) narrower(c *report.Comparison, e analysis.Entry, state, printed string, abs, rel report.Interval) {
	if state == printed || state != "safe" && state != "breached" {
		return
	}
	i, format, factor := abs, "%+.3g", 1.0
	switch {
	case e.Metric.Margin.Form == spec.Relative:
		i, format, factor = rel, "%+.2g%%", 100
	case e.Share():
		format, factor = "%+.2g points", 100
	}
	end, words := i.Lo, "shown safe"
	if (state == "safe") == e.Metric.Down {
		end = i.Hi
	}
	if state == "breached" {
		words = "beyond its limit"
	}
	bound := strings.Replace(fmt.Sprintf(format, float64(end)*factor), "-", "−", 1)
	c.Cautions = append(c.Cautions, report.Cautionf("one_sided", "It is %s by its one-sided bound at a level of "+
		"%.4g%% (%s); the two-sided interval is wider and reaches past the limit.",
		words, 100*by.Exp.Decision.GuardAlpha, bound))
}

// Inside compares an interval with a guardrail's margin: safe when the worse
// bound stays inside it, breached when even the better bound is outside, open
// otherwise; none without an interval.
func Inside(m spec.Metric, abs, rel report.Interval) string {
	i := abs
	if m.Margin.Form == spec.Relative {
		i = rel
	}
	if !i.Lo.Defined() || !i.Hi.Defined() {
		return "none"
	}
	worst, best, limit := float64(i.Lo), float64(i.Hi), m.Margin.Value
	if m.Down {
		worst, best = -float64(i.Hi), -float64(i.Lo)
	}
	switch {
	case worst > -limit:
		return "safe"
	case best < -limit:
		return "breached"
	}
	return "open"
}
