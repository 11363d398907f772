package power

import (
	"fmt"
	"math"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

const (
	mostWeeks  = 520 // a plan of more than ten years is none
	curveWeeks = 8   // the least weeks on a curve
	mostCurve  = 104 // and the most
)

// Make plans the experiment: units and weeks for every primary metric and
// guardrail, the planned end, and what can be found by then. It refuses with
// *Refusal. Verdict chances are added by package plan, which runs the rules.
func Make(in *Inputs) (*report.Plan, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	p := &report.Plan{Schema: report.PlanSchema, Alpha: report.Num(in.Alpha), Comparisons: in.Comparisons,
		AlphaEach: report.Num(in.Alpha / float64(in.Comparisons)), GuardrailAlpha: report.Num(in.GuardAlpha),
		Power: report.Num(in.Target), ChanceEnough: report.Num(in.ChanceEnough),
		Band: in.Beside, Extension: in.Extension, AlphaRead: report.Num(in.Alpha / float64(in.Comparisons) * in.left()),
		Sequential: in.Sequential, UnitsPerWeek: report.Undefined(), Set: []string{}, Metrics: []report.PlanMetric{},
		Cautions: []report.Caution{}}
	if in.UnitsPerWeek > 0 {
		p.UnitsPerWeek = report.Num(in.UnitsPerWeek)
	}
	var planned []Metric
	for _, m := range in.Metrics {
		if m.planned() {
			planned = append(planned, m)
			p.Metrics = append(p.Metrics, in.metric(m))
		}
	}
	if err := in.end(p); err != nil {
		return nil, err
	}
	p.Arms = in.split(float64(p.End.Units))
	p.NStar = report.Num(in.nStar(p.End.Units))
	for i, m := range planned {
		in.atEnd(&p.Metrics[i], m, p)
	}
	p.Cautions = append(p.Cautions, in.cautions(p)...)
	return p, nil
}

// nStar is where the always-valid interval is tightest: the file's planned
// units, else both compared arms at the planned end.
func (in *Inputs) nStar(end int64) float64 {
	if in.PlannedUnits > 0 {
		return float64(in.PlannedUnits)
	}
	c, t := in.Smallest()
	return math.Round(float64(end) * (in.Arms[c].Share + in.Arms[t].Share))
}

// metric says what is known and how many units and weeks are needed.
func (in *Inputs) metric(m Metric) report.PlanMetric {
	out := report.PlanMetric{Name: m.Name, Kind: string(m.Kind), Role: string(m.Role), Better: "up", Builtin: m.Builtin,
		Unit:     "number",
		Baseline: report.Num(m.Base), UnitSD: report.Num(math.Sqrt(m.Variance)), Units: report.Undefined(),
		Effective: report.Undefined(),
		CUPED:     report.Num(m.CUPED), CUPEDFactor: report.Num(Adjusted(1, m.CUPED)),
		DesignEffect: report.Num(m.Clusters.Effect()),
		Curve:        []report.PlanPoint{}, Cautions: []report.Caution{}}
	if m.Down {
		out.Better = "down"
	}
	if m.Share {
		out.Unit = "share"
	}
	if m.Units > 0 {
		out.Units, out.Effective = report.Num(float64(m.Units)), report.Num(m.Effective)
	}
	if m.Role == spec.Guardrail {
		out.Margin = Amount(m.Margin, m.Base)
	} else {
		out.MinimumEffect = Amount(m.Effect, m.Base)
	}
	c, t := in.Smallest()
	need := func(sequential bool) report.PlanNeed {
		nStar := 0.0
		if sequential && in.PlannedUnits > 0 {
			nStar = float64(in.PlannedUnits)
		}
		test := in.test(m, sequential, nStar)
		return in.need(Units(in.Arms[c].Share, in.Arms[t].Share, in.Target,
			func(nc, nt float64) float64 { return in.chance(m, test, nc, nt) }))
	}
	out.Needed, out.NeededValid = need(false), need(true)
	if w := float64(in.chosen(&out).Weeks); w > 52 {
		out.Cautions = append(out.Cautions, report.Cautionf("more_than_a_year", "It needs %.0f weeks at %.0f new "+
			"units a week: more than a year. A larger effect, more traffic, or CUPED would shorten it.", math.Ceil(w),
			in.UnitsPerWeek))
	}
	return out
}

// chosen is the need by the interval that decides.
func (in *Inputs) chosen(m *report.PlanMetric) report.PlanNeed {
	if in.Sequential {
		return m.NeededValid
	}
	return m.Needed
}

// chance is the power of a primary metric at its minimum effect, or the chance
// that a guardrail without a true difference is shown safe.
func (in *Inputs) chance(m Metric, t Test, nc, nt float64) float64 {
	if m.Role == spec.Guardrail {
		margin, grow := m.limit()
		return t.Safe(margin, grow, nc, nt, in.guardAlpha(t.Sequential))
	}
	return t.Power(m.Sign()*m.Enough(), nc, nt)
}

// need makes whole units of a number that is needed.
func (in *Inputs) need(units float64) report.PlanNeed {
	out := report.PlanNeed{Units: report.Undefined(), Weeks: report.Undefined(), Arms: []report.PlanArm{}}
	if !(units < 1e15) {
		return out
	}
	total := 0.0
	for _, a := range in.Arms {
		n := math.Ceil(units*a.Share - 1e-6)
		total += n
		out.Arms = append(out.Arms, report.PlanArm{Name: a.Name, Control: a.Control, Share: report.Num(a.Share),
			Units: int64(n)})
	}
	out.Units = report.Num(total)
	if in.UnitsPerWeek > 0 {
		out.Weeks = report.Num(total / in.UnitsPerWeek)
	}
	return out
}

// split divides units between the arms.
func (in *Inputs) split(units float64) []report.PlanArm {
	out := []report.PlanArm{}
	for _, a := range in.Arms {
		out = append(out, report.PlanArm{Name: a.Name, Control: a.Control, Share: report.Num(a.Share),
			Units: int64(math.Round(units * a.Share))})
	}
	return out
}

// end decides the planned end: the weeks asked for, else the file's planned
// units, else as long as the slowest metric needs and the decision asks for.
func (in *Inputs) end(p *report.Plan) error {
	week := in.UnitsPerWeek
	switch {
	case in.Weeks > 0:
		p.End = report.PlanEnd{Weeks: in.Weeks, Units: int64(math.Round(float64(in.Weeks) * week)), Why: "asked"}
	case in.PlannedUnits > 0:
		p.End = report.PlanEnd{Units: int64(in.PlannedUnits), Why: "planned_units"}
		if week > 0 {
			p.End.Weeks = int(math.Ceil(float64(in.PlannedUnits)/week - 1e-9))
		}
	default:
		need := 0.0
		for i := range p.Metrics {
			n := in.chosen(&p.Metrics[i])
			if !n.Units.Defined() {
				return &Refusal{[]string{fmt.Sprintf("%s: no number of units is enough to find %s with a power of %g%%",
					p.Metrics[i].Name, in.wanted(i), 100*in.Target)}}
			}
			need = math.Max(need, float64(n.Units))
		}
		p.End = report.PlanEnd{Units: int64(need), Why: "needed"}
		if week > 0 {
			p.End.Weeks = int(math.Min(math.Ceil(need/week-1e-9), 1e6))
			if p.End.Weeks < in.MinWeeks {
				p.End.Weeks, p.End.Why = in.MinWeeks, "min_weeks"
			}
			p.End.Units = int64(math.Round(float64(p.End.Weeks) * week))
		}
	}
	for _, a := range in.Arms {
		if n := a.Share * float64(p.End.Units); n < 2 {
			return &Refusal{[]string{counted.Sprintf("at the planned end the arm %s has %.2g of %d units; fewer than "+
				"2 units cannot be compared", a.Name, n, p.End.Units)}}
		}
	}
	return nil
}

// wanted is the amount that the i-th planned metric looks for, as written.
func (in *Inputs) wanted(i int) string {
	for _, m := range in.Metrics {
		if !m.planned() {
			continue
		}
		if i--; i < 0 {
			if m.Role == spec.Guardrail {
				return m.Margin.Text
			}
			return m.Effect.Text
		}
	}
	return ""
}

// atEnd adds what depends on the planned end: power there, and the curve.
func (in *Inputs) atEnd(out *report.PlanMetric, m Metric, p *report.Plan) {
	c, t := in.Smallest()
	fixed, valid := in.test(m, false, 0), in.test(m, true, float64(p.NStar))
	nc, nt := float64(p.Arms[c].Units), float64(p.Arms[t].Units)
	out.PowerAtEnd, out.ValidAtEnd = report.Num(in.chance(m, fixed, nc, nt)), report.Num(in.chance(m, valid, nc, nt))
	if in.UnitsPerWeek > 0 {
		last := min(max(p.End.Weeks, curveWeeks), mostCurve)
		for w := 1; w <= last; w++ {
			units := math.Round(float64(w) * in.UnitsPerWeek)
			nc, nt := units*in.Arms[c].Share, units*in.Arms[t].Share
			out.Curve = append(out.Curve, report.PlanPoint{Weeks: w, Units: int64(units), MDE: in.smallest(m, fixed, nc,
				nt), Valid: in.smallest(m, valid, nc, nt)})
		}
	}
	if e := m.Effective; m.Units > 0 && e < 60 {
		out.Cautions = append(out.Cautions, report.Cautionf("small_baseline", "The baseline rests on %.0f effective "+
			"units: how much units differ is known to about ±%.0f%% at best, and the units needed to twice that.", e,
			100/math.Sqrt(2*math.Max(e-1, 1))))
	}
	if m.Effective > 0 {
		if e := math.Min(nc, nt) * m.Effective / float64(m.Units); e < 60 {
			out.Cautions = append(out.Cautions, report.Cautionf("few_effective_units", "At the planned end the "+
				"smaller arm will rest on about %.0f effective units of %.0f: a few heavy units carry the metric, "+
				"and below 60 the promised power is rough.", e, math.Min(nc, nt)))
		}
	}
	if lop := math.Max(nc, nt) / math.Min(nc, nt); m.Kind == spec.Mean && lop >= 2 && m.Variance > m.Base*m.Base {
		out.Cautions = append(out.Cautions, report.Cautionf("skewed_small_arm", "Units differ by more than their "+
			"mean, so most are small and a few are large, and one arm has %.1f times the units of the other: the "+
			"promised power can be off by about 2 points, more if few units carry the metric. Equal arms keep the "+
			"promise.", lop))
	}
	if m.Kind == spec.Proportion {
		if n := math.Min(nc, nt) * math.Min(m.Base, 1-m.Base); n < 10 {
			out.Cautions = append(out.Cautions, report.Cautionf("small_counts", "At the planned end only about %.1f "+
				"units of the smaller arm are expected in the rarer outcome; below 10 the promised power is rough.", n))
		}
	}
}

// smallest is the smallest effect found, or margin shown safe, with the wanted power.
func (in *Inputs) smallest(m Metric, t Test, nc, nt float64) report.Size {
	var v float64
	if m.Role == spec.Guardrail {
		v = t.SafeMargin(m.grow, nc, nt, in.Target, in.guardAlpha(t.Sequential))
	} else {
		v = t.MDE(m.Sign(), nc, nt, in.Target)
	}
	a := report.Size{Abs: report.Num(v), Rel: report.Undefined()}
	if m.Base != 0 {
		a.Rel = report.Num(v / math.Abs(m.Base))
	}
	return a
}

// Amount puts an effect or margin in both forms, as far as control's value is
// known; nil when none is given.
func Amount(a spec.Amount, base float64) *report.Amount {
	if !a.Given() {
		return nil
	}
	out := &report.Amount{Text: a.Text, Abs: report.Undefined(), Rel: report.Undefined()}
	if v, ok := a.Abs(base); ok {
		out.Abs = report.Num(v)
	}
	if a.Form == spec.Relative {
		out.Rel = report.Num(a.Value)
	} else if base != 0 {
		out.Rel = report.Num(a.Value / math.Abs(base))
	}
	return out
}
