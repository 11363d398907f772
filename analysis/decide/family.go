package decide

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// SecondLevel is the level of family 2: metrics that nobody declared are looked at
// for harm alone, so they have to be far clearer.
const SecondLevel = 0.01

// Family is the family of tests that a metric is corrected in, 0 for none.
//
//	1  what the file declares, and accepted suggestions per unit, declared or not
//	2  the other built-ins with a direction
//	0  guardrails with a margin, which their margin judges alone; undeclared built-ins
//	   of which neither more nor less is better
func Family(m report.Metric) int {
	switch {
	case spec.Role(m.Role) == spec.Guardrail && m.Margin != nil:
		return 0
	case spec.Role(m.Role) != spec.Diagnostic, m.Name == spec.Accepted:
		return 1
	case m.Name == spec.Shown, m.Name == spec.Seen, m.Name == "coverage":
		return 0
	}
	return 2
}

// harmP is the p that a pair enters its family with: the deciding one, at the end the
// fixed one where it is smaller. What decides there is a little stricter than the
// printed p, and no page may advise to ship beside a printed p_adjusted below alpha.
func (f *Facts) harmP(p *pair) float64 {
	if f.Ended && f.Looks == nil {
		return math.Min(float64(p.cmp.P), float64(p.fixed.P))
	}
	return float64(p.cmp.P)
}

// correct corrects every pair's p in its family, over metrics × arms: family 1 as the
// file asks, family 2 by Holm.
func (f *Facts) correct(views []*view) {
	way, ok := stats.FindAdjustment(f.Exp.Statistics.Adjust)
	if !ok {
		panic("decide: there is no adjustment " + f.Exp.Statistics.Adjust) // config names those there are
	}
	for family, adjust := range map[int]func([]float64) []float64{1: way.Adjust, 2: stats.Holm} {
		var at []*pair
		var p []float64
		for _, v := range views {
			for _, q := range v.pairs {
				if q.family == family {
					at, p = append(at, q), append(p, f.harmP(q))
				}
			}
		}
		among := stats.Tests(p)
		for i, a := range adjust(p) {
			at[i].corrected, at[i].among = report.Num(a), among
		}
	}
}

// level is what a corrected p has to be below.
func (f *Facts) level(family int) float64 {
	if family == 2 {
		return SecondLevel
	}
	return f.Exp.Statistics.Alpha
}

// clear reports whether the pair differs after correction. p and interval of a
// quantile need not agree, and it takes both.
func (v *view) clear(p *pair) bool {
	return p.family > 0 && float64(p.corrected) < v.level(p.family) && !(p.cmp.Ties != nil && p.cmp.State != "up" &&
		p.cmp.State != "down")
}

// up reports whether the estimate lies above control's.
func (p *pair) up() bool { return p.cmp.Abs.Value > 0 }

// wanted reports whether the estimate lies on the side that is better.
func (p *pair) wanted() bool { return p.up() == (p.got.Better != "down") }

// reading is what the pair is taken for (report.Comparison.Reading). Primary
// metrics are read by their own interval, as the verdict reads them.
func (v *view) reading(p *pair) string {
	switch {
	case !p.cmp.Abs.Value.Defined() || !p.bounded() && !p.cmp.P.Defined():
		return "none"
	case p.limited():
		return p.cmp.State
	case p.small():
		return "too_small"
	case spec.Role(p.got.Role) == spec.Primary && p.better(), spec.Role(p.got.Role) != spec.Primary && v.clear(p) &&
		p.wanted():
		return "better"
	case spec.Role(p.got.Role) == spec.Primary && p.worse(), v.clear(p) && !p.wanted():
		return "worse"
	}
	return "unclear"
}
