package compare

import (
	"math"

	"uptake/analysis"
	"uptake/analysis/health"
	"uptake/analysis/method"
	"uptake/analysis/power"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// Result is one metric as it is reported, with what its verdict takes beside.
type Result struct {
	report.Metric
	Chances map[string]*report.Bayes // by arm
	Again   []Reread                 // parallel to Comparisons; nil where a comparison is not read again
}

// Metric reports one metric: s has every arm's sample, alt the same with
// crossover units kept in the arm they were first seen in (nil: there are none),
// before the samples with covariates (nil: there are none).
func (by *Terms) Metric(e analysis.Entry, s, alt []stats.Sample, before *analysis.Covaried) Result {
	m := Result{Metric: report.Metric{Name: e.Metric.Name, Kind: string(e.Metric.Kind), Role: string(e.Metric.Role),
		Better: "up", Builtin: e.Metric.Builtin, Unit: "number",
		Scale: e.Metric.Scale, SoFarShare: 0, Cautions: []report.Caution{}, Comparisons: []report.Comparison{}},
		Chances: map[string]*report.Bayes{}}
	if e.Metric.Down {
		m.Better = "down"
	}
	if e.Share() {
		m.Unit = "share"
	}
	if n := stats.Total(by.Inside); n > 0 && !by.Exp.CompleteWindows && e.Metric.Window == 0 {
		m.SoFar, m.SoFarShare = true, report.Num(float64(n)/float64(stats.Total(by.Units)))
	}
	base := math.NaN()
	if by.Control >= 0 {
		base = s[by.Control].Value()
	}
	m.MinimumEffect, m.Margin = power.Amount(e.Metric.MinimumEffect, base), power.Amount(e.Metric.Margin, base)
	if !by.Drawn { // no verdict rests on an arm alone
		m.Arms, m.Cautions = by.Estimates(e, s)
		m.Cautions = append(m.Cautions, limitCautions(e.Metric, base)...)
	}
	leave := by.Gates.Metric(e.Metric.Name)
	for _, i := range by.Compared() {
		c := by.Compare(leave, e, s[by.Control], s[i], i)
		if alt != nil && c.Abs.Value.Defined() {
			x := by.Compare(leave, e, alt[by.Control], alt[i], i).Abs
			c.FirstSeen = &x
		}
		if c.P.Defined() {
			c.Also = method.Also(by.Exp.Statistics.Also, s[by.Control], s[i], by.Asked(e))
		}
		by.daily(&c, e, s[by.Control], s[i])
		adjusted := by.Adjust(&c, e, before, i)
		if chance := by.chance(c, e, adjusted, s[by.Control], s[i], base); chance != nil {
			m.Chances[c.Arm] = chance
			if by.Ended { // printed only at the planned end
				c.Bayes = chance
			}
		}
		m.Again = append(m.Again, again(leave, e, adjusted, s[by.Control], s[i], c))
		m.Comparisons = append(m.Comparisons, c)
	}
	return m
}

// Reread is a comparison read again at another two-sided level, by the numbers
// that decide.
type Reread func(alpha float64) report.Comparison

// again is how a comparison is read at another level, where it has a p; nil for others.
func again(leave health.Leave, e analysis.Entry, a *method.Adjustment, control, treatment stats.Sample,
	c report.Comparison) Reread {
	if !c.P.Defined() && (!e.Metric.Limited() || c.State == "none") { // a guardrail's bound can be there where p is not
		return nil
	}
	return func(alpha float64) report.Comparison {
		if a == nil {
			return e.Kind.Compare(leave, control, treatment, alpha)
		}
		return report.Comparison{CUPED: a.CUPED(alpha, 0, 0)}.Adjusted()
	}
}
