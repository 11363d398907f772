package analysis

import (
	"fmt"
	"math"
	"strings"

	"uptake/analysis/health"
	"uptake/analysis/method"
	"uptake/analysis/power"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// metric reports one metric: s has every arm's sample, alt the same with
// crossover units kept in the arm they were first seen in (nil: there are none),
// before the samples with covariates (nil: there are none).
func (b *board) metric(e entry, s, alt []stats.Sample, before *covaried) report.Metric {
	m := report.Metric{Name: e.m.Name, Kind: string(e.m.Kind), Role: string(e.m.Role), Better: "up", Builtin: e.m.Builtin, Unit: "number",
		Scale: e.m.Scale, SoFarShare: 0, Cautions: []report.Caution{}, Comparisons: []report.Comparison{}}
	if e.m.Down {
		m.Better = "down"
	}
	if e.share() {
		m.Unit = "share"
	}
	if n := total(b.inside); n > 0 && !b.exp.CompleteWindows && e.m.Window == 0 {
		m.SoFar, m.SoFarShare = true, report.Num(float64(n)/float64(total(b.units)))
	}
	base := math.NaN()
	if b.control >= 0 {
		base = s[b.control].Value()
	}
	m.MinimumEffect, m.Margin = power.Amount(e.m.MinimumEffect, base), power.Amount(e.m.Margin, base)
	m.Arms, m.Cautions = b.estimates(e, s)
	m.Cautions = append(m.Cautions, limitCautions(e.m, base)...)
	leave := b.gates.Metric(e.m.Name)
	for _, i := range b.compared() {
		c := b.compare(leave, e, s[b.control], s[i], i)
		if alt != nil && c.Abs.Value.Defined() {
			x := b.compare(leave, e, alt[b.control], alt[i], i).Abs
			c.FirstSeen = &x
		}
		if c.P.Defined() {
			c.Also = method.Also(b.exp.Statistics.Also, s[b.control], s[i], b.asked(e))
		}
		b.daily(&c, e, s[b.control], s[i])
		adjusted := b.adjust(&c, e, before, i)
		b.chance(&c, e, adjusted, s[b.control], s[i], base)
		b.keep(leave, e, adjusted, s[b.control], s[i], c, i)
		m.Comparisons = append(m.Comparisons, c)
	}
	return m
}

// reread is a comparison read again at another two-sided level, by the numbers
// that decide.
type reread func(alpha float64) report.Comparison

// keep keeps what a comparison needs to be read at another level, where it has a p.
func (b *board) keep(leave health.Leave, e entry, a *method.Adjustment, control, treatment stats.Sample, c report.Comparison, arm int) {
	if !c.P.Defined() && (!e.m.Limited() || c.State == "none") { // a guardrail's bound can be there where p is not
		return
	}
	if b.again[e.m.Name] == nil {
		b.again[e.m.Name] = map[int]reread{}
	}
	b.again[e.m.Name][arm] = func(alpha float64) report.Comparison {
		if a == nil {
			return e.kind.Compare(leave, control, treatment, alpha)
		}
		return report.Comparison{CUPED: a.CUPED(alpha, 0, 0)}.Adjusted()
	}
}

// estimates gives every arm's value, with the reason for each that has no value
// or no interval; a rate with too many immature suggestions keeps its counts only.
func (b *board) estimates(e entry, s []stats.Sample) ([]report.Estimate, []report.Caution) {
	var out []report.Estimate
	cautions := []report.Caution{}
	for i := range b.arms {
		est, why := b.estimate(e, s[i], i)
		out = append(out, est)
		cautions = append(cautions, why...)
	}
	return out, cautions
}

func (b *board) estimate(e entry, s stats.Sample, arm int) (report.Estimate, []report.Caution) {
	name := b.arms[arm]
	est := e.kind.Estimate(name, s, b.exp.Statistics.Alpha)
	if e.rate && est.Lo.Defined() { // a share lies between 0 and 1, whatever the t interval of few units says
		est.Lo, est.Hi = max(est.Lo, 0), min(est.Hi, 1)
	}
	switch {
	case e.rate && b.tooImmature(arm):
		u := report.Undefined()
		est.Value, est.SE, est.Lo, est.Hi = u, u, u, u
		return est, []report.Caution{b.immatureCaution(arm)}
	case s.N == 0:
		if e.m.Window > 0 && b.units[arm] > 0 {
			return est, []report.Caution{caution("no_units", "No unit of %s has a value and has finished the metric's window of %s.", name, spec.Span(e.m.Window))}
		}
		return est, []report.Caution{caution("no_units", "No unit of %s has a value.", name)}
	case s.Order != nil && !est.Value.Defined():
		return est, []report.Caution{caution("no_units", "Nothing of %s has a value.", name)}
	case !est.Value.Defined():
		return est, []report.Caution{caution("zero_denominator", "In %s the denominator adds up to %g over %d units, so the ratio is undefined.", name, s.Denominator, s.N)}
	case est.Lo.Defined():
		return est, nil
	case s.Order != nil:
		return est, []report.Caution{caution("quantile_bounds", "The quantile of %s cannot be bounded: %s.", name, s.Order.Why)}
	case e.flat != nil:
		return est, nil // the cap is said of the metric
	case s.N == 1:
		return est, []report.Caution{caution("n_below_2", "In %s only 1 unit has a value, so there is no interval.", name)}
	}
	return est, []report.Caution{unbounded(name, s)}
}

// unbounded says why a value of two units or more has no interval.
func unbounded(arm string, s stats.Sample) report.Caution {
	switch {
	case s.SE() == 0 && math.IsInf(s.DenominatorZ, 1):
		return caution("no_variation", "In %s all %d units have the value %g, so there is no interval.", arm, s.N, s.Value())
	case s.SE() == 0:
		return caution("no_variation", "In %s every unit's ratio is %g, over %d units, so there is no interval.", arm, s.Value(), s.N)
	}
	return caution("weak_denominator", "In %s %s, so there is no interval.", arm, method.WeakText(s))
}

func (b *board) immatureCaution(arm int) report.Caution {
	return caution("too_immature", "In %s %d of %d shown suggestions (%.0f%%) are still inside their window, more than %.0f%%, so no rate is given.",
		b.arms[arm], b.immature[arm], b.shown[arm], 100*float64(b.immature[arm])/float64(b.shown[arm]), 100*b.exp.Statistics.MaxImmature)
}

// compare compares one arm with control, or says why it cannot be.
func (b *board) compare(leave health.Leave, e entry, control, treatment stats.Sample, arm int) report.Comparison {
	var c report.Comparison
	switch {
	case !leave.Given():
		c = method.Undefined("", leave.Why())
	case e.rate && b.shown[b.control] == 0:
		c = method.Undefined("", caution("control_shows_none",
			"Control's %d units were shown no suggestions, so it has no %s to compare with; metrics per unit do compare.", b.units[b.control], spoken(e.m.Name)))
	case e.rate && b.tooImmature(b.control):
		c = method.Undefined("", b.immatureCaution(b.control))
	case e.rate && b.tooImmature(arm):
		c = method.Undefined("", b.immatureCaution(arm))
	case e.flat != nil:
		c = method.Undefined("", *e.flat)
	default:
		c = e.kind.Compare(leave, control, treatment, b.exp.Statistics.Alpha)
		b.guard(leave, &c, e, control, treatment)
	}
	c.Arm, c.Control = b.arms[arm], b.arms[b.control]
	return c
}

// guard gives a guardrail its state against its margin, and accepted suggestions
// per unit theirs where a rate depends on them. Both bounds are one-sided at
// GuardAlpha (the two-sided interval at 2·GuardAlpha). A margin relative to
// control uses the relative interval, others the absolute. A guardrail without a
// margin has none to be judged by: it is read as any other metric.
func (b *board) guard(leave health.Leave, c *report.Comparison, e entry, control, treatment stats.Sample) {
	if !b.bounded(e) {
		return
	}
	g := e.kind.Compare(leave, control, treatment, 2*b.exp.Decision.GuardAlpha)
	c.State, c.Held = b.limits(e, c.State, g.Abs, g.Rel)
	if b.ended && e.m.Limited() {
		b.narrower(c, e, c.State, inside(e.m, c.Abs, c.Rel), g.Abs, g.Rel)
	}
}

// bounded reports whether a one-sided bound of the metric is held against a margin.
func (b *board) bounded(e entry) bool {
	_, held := b.heldTo(e)
	return held || e.m.Limited()
}

// heldTo is the margin of accepted suggestions per unit where a primary metric is a
// rate among suggestions.
func (b *board) heldTo(e entry) (spec.Amount, bool) {
	if !e.m.Builtin || e.m.Name != spec.Accepted {
		return spec.Amount{}, false
	}
	return b.exp.HoldsAccepted()
}

// limits reads the one-sided bounds of a metric that bounded is true of: the state
// of a guardrail, state for any other metric, and whether accepted suggestions per
// unit hold up.
func (b *board) limits(e entry, state string, abs, rel report.Interval) (string, *report.Held) {
	if e.m.Limited() {
		state = inside(e.m, abs, rel)
	}
	margin, ok := b.heldTo(e)
	if !ok {
		return state, nil
	}
	m := e.m
	m.Margin = margin
	bound := abs.Lo
	if margin.Form == spec.Relative {
		bound = rel.Lo
	}
	return state, &report.Held{Margin: margin.Text, Bound: bound, State: inside(m, abs, rel)}
}

// narrower warns where the one-sided bounds settle a guardrail whose printed
// two-sided interval reaches past the limit: the two would seem to disagree.
func (b *board) narrower(c *report.Comparison, e entry, state, printed string, abs, rel report.Interval) {
	if state == printed || state != "safe" && state != "breached" {
		return
	}
	i, format, factor := abs, "%+.3g", 1.0
	switch {
	case e.m.Margin.Form == spec.Relative:
		i, format, factor = rel, "%+.2g%%", 100
	case e.share():
		format, factor = "%+.2g points", 100
	}
	end, words := i.Lo, "shown safe"
	if (state == "safe") == e.m.Down {
		end = i.Hi
	}
	if state == "breached" {
		words = "beyond its limit"
	}
	bound := strings.Replace(fmt.Sprintf(format, float64(end)*factor), "-", "−", 1)
	c.Cautions = append(c.Cautions, caution("one_sided", "It is %s by its one-sided bound at a level of %.4g%% (%s); the two-sided interval is wider and reaches past the limit.",
		words, 100*b.exp.Decision.GuardAlpha, bound))
}

// inside compares an interval with a guardrail's margin: safe when the worse
// bound stays inside it, breached when even the better bound is outside, open
// otherwise; none without an interval.
func inside(m spec.Metric, abs, rel report.Interval) string {
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
