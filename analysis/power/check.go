package power

import (
	"fmt"
	"math"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
)

// Refusal lists why no plan can be made, as sentences.
type Refusal struct{ Sentences []string }

// Error returns the sentences, one a line where there are several.
func (r *Refusal) Error() string {
	if len(r.Sentences) == 1 {
		return r.Sentences[0]
	}
	return fmt.Sprintf("no plan can be made, for %d reasons:\n  %s", len(r.Sentences), strings.Join(r.Sentences,
		"\n  "))
}

// Check refuses what cannot be planned, every reason at once; nil when all is well.
func (in *Inputs) Check() error {
	r := &Refusal{}
	bad := func(format string, a ...any) { r.Sentences = append(r.Sentences, counted.Sprintf(format, a...)) }
	if !(in.Alpha > 0 && in.Alpha < 1) {
		bad("alpha is %g; a two-sided level lies between 0 and 1, such as 0.05", in.Alpha)
	}
	if !(in.GuardAlpha > 0 && in.GuardAlpha < 0.5) {
		bad("the guardrail alpha is %g; a one-sided level lies between 0 and 0.5, such as 0.05", in.GuardAlpha)
	}
	switch {
	case !(in.Target > 0 && in.Target < 1):
		bad("power is %g; it is a chance between 0 and 1, such as 80%%", in.Target)
	case in.Target <= in.Alpha:
		bad("power %g is not above alpha %g: so often the test rejects without any effect, and any size would do",
			in.Target, in.Alpha)
	case in.Target <= in.GuardAlpha:
		bad("power %g is not above the guardrail alpha %g: so often a guardrail at its limit is shown safe, and any "+
			"size would do", in.Target, in.GuardAlpha)
	}
	in.checkArms(bad)
	if in.UnitsPerWeek < 0 || math.IsNaN(in.UnitsPerWeek) || math.IsInf(in.UnitsPerWeek, 0) {
		bad("%g new units a week is not a traffic; give a number above 0", in.UnitsPerWeek)
	}
	if in.Weeks > 0 && in.UnitsPerWeek == 0 {
		bad("%d weeks say nothing without traffic: give the new units per week too (--units-per-week)", in.Weeks)
	}
	if in.Weeks < 0 || in.Weeks > mostWeeks {
		bad("%d weeks: a plan covers 1 to %d", in.Weeks, mostWeeks)
	}
	decides := false
	for _, m := range in.Metrics {
		decides = decides || m.planned()
		in.checkMetric(m, bad)
	}
	if !decides {
		bad("there is no primary metric to plan for")
	}
	if len(r.Sentences) > 0 {
		return r
	}
	return nil
}

func (in *Inputs) checkArms(bad func(string, ...any)) {
	control, arm := in.Smallest()
	if control < 0 || arm < 0 {
		bad("a plan compares at least two arms, one of them the control; there are %d", len(in.Arms))
		return
	}
	total := 0.0
	for _, a := range in.Arms {
		if !(a.Share > 0 && a.Share < 1) {
			bad("the arm %s gets a share of %g; it must lie between 0 and 1, such as 50%%", a.Name, a.Share)
			return
		}
		total += a.Share
	}
	if math.Abs(total-1) > 1e-9 {
		bad("the shares of the arms add up to %g, not to 1", total)
	}
}

func (in *Inputs) checkMetric(m Metric, bad func(string, ...any)) {
	amount, what := m.Effect, "minimum_effect"
	switch m.Role {
	case spec.Guardrail:
		amount, what = m.Margin, "margin"
	case spec.Primary:
	default:
		return
	}
	relative := amount.Form == spec.Relative
	unlimited := m.Role == spec.Guardrail && !amount.Given()
	switch {
	case !amount.Given() && !unlimited:
		bad("%s has no %s: without the smallest difference that matters nothing says how much data is enough", m.Name,
			what)
		return
	case !unlimited && !(amount.Value > 0) || math.IsInf(amount.Value, 0):
		bad("%s: the %s %s is not an amount above 0", m.Name, what, amount.Text)
		return
	case math.IsNaN(m.Base) || math.IsInf(m.Base, 0):
		bad("%s has no baseline: no unit has a value", m.Name)
		return
	case relative && m.Base == 0:
		bad("%s is 0 in control, and %s of nothing is nothing: give the %s in the metric's own unit", m.Name,
			amount.Text, what)
		return
	case amount.Form == spec.Absolute && m.Share && amount.Value >= 1:
		bad("%s: the %s %s would be %g points of a rate, which has 100: %s%% or %spp?", m.Name, what, amount.Text,
			100*amount.Value, amount.Text, amount.Text)
		return
	case amount.Form == spec.Points && !m.Share:
		bad("%s: %s are points of a rate, and this metric is a %s: write the %s as a share of control (2%%) or a "+
			"bare number", m.Name, amount.Text, m.Kind, what)
		return
	}
	if m.Kind == spec.Proportion && !(m.Base >= 0 && m.Base <= 1) {
		bad("%s: the baseline %g is not a share; a proportion lies between 0 and 1", m.Name, m.Base)
		return
	}
	switch {
	case m.Units == 1:
		bad("%s: the baseline rests on 1 unit; at least 2 are needed to see how units differ", m.Name)
		return
	case math.IsNaN(m.Variance) || math.IsInf(m.Variance, 0) || m.Variance < 0:
		bad("%s: it is not known how much units differ", m.Name)
	case m.Variance == 0:
		bad("%s: all units have the value %g, so there is no variance to plan with", m.Name, m.Base)
		return
	}
	if m.Role == spec.Primary && m.Kind == spec.Proportion {
		if p := m.Base + m.Sign()*m.Enough(); p < 0 || p > 1 {
			bad("%s: from a baseline of %g an effect of %s would lead to %.4g, which is no share", m.Name, m.Base,
				amount.Text, p)
		}
	}
	if c := m.CUPED; !(c > -1 && c < 1) {
		bad("%s: a correlation with the covariate of %g is not between −1 and 1", m.Name, c)
	}
	if c := m.Clusters; c.Size != 0 && (!(c.Size >= 1) || math.IsInf(c.Size, 0) || !(c.CV >= 0) ||
		math.IsInf(c.CV, 0) || !(c.ICC >= 0 && c.ICC <= 1)) {
		bad("%s: clusters of %g units (coefficient of variation %g, correlation within %g) do not exist; sizes are "+
			"at least 1, the variation at least 0, the correlation 0 to 1", m.Name, c.Size, c.CV, c.ICC)
	}
}
