package decide

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// Facts is what a verdict is made of.
type Facts struct {
	Exp     *spec.Experiment
	Control string
	Arms    []string // those compared with control; empty: no comparison group
	Health  report.Health
	Metrics []report.Metric

	Embargo  *report.Embargo      // the numbers are closed, and nothing is decided by them
	Timed    bool                 // rows carry time
	Ended    bool                 // the data reach the end of the experiment's last day
	After    bool                 // the end is reached, and the always-valid band is asked alone
	DaysLeft int                  // calendar days of data still to come; read when not Ended and an end is given
	Weeks    float64              // weeks of first exposures so far, 0 = unknown
	Full     int                  // whole weeks of exposures
	Looks    *report.PlannedLooks // nil: none are planned
	TooFew   map[string][]string  // by arm: what keeps it or control from being decided on for lack of data
	Planned  bool                 // the plan was written before the start

	Chances map[string]map[string]*report.Bayes // metric → arm; computed at any time, read for Ship
}

// early reports whether the always-valid band (or the last planned look reached)
// decides: before the end is reached, and for ever where there is none.
func (f *Facts) early() bool { return !f.Ended && f.Exp.Statistics.Sequential }

// unplanned reports whether the file gives no end: then the data are read without
// a plan, and nothing stronger than looks_promising can come out.
func (f *Facts) unplanned() bool { return f.Exp.End == spec.NoDay }

// view is one arm's part of the facts.
type view struct {
	*Facts
	arm   string
	pairs []*pair // in the report's order
	first []*pair // those of them that the verdict is about
	harms []harmed

	overArms float64 // p of the primary metrics after Holm over the arms
}

// pair is a metric, as asked and as found in one arm against control.
type pair struct {
	ask   spec.Metric
	got   *report.Metric
	cmp   report.Comparison // by the numbers that are printed; state and p are those that decide
	by    report.Comparison // by the interval that decides
	fixed report.Comparison // by the test of all data, adjusted where it is

	chance    *report.Bayes // nil where unknown
	family    int
	corrected report.Num // p of cmp after correction in the family; undefined outside families
	among     int        // how many p were corrected together
	overArms  float64    // p of a primary metric after Holm over primaries × arms
}

// views makes every arm's part: the pairs corrected over all arms, and the harms.
func (f *Facts) views(arms []string) []*view {
	var out []*view
	for _, arm := range arms {
		out = append(out, f.view(arm))
	}
	f.correct(out)
	arm := f.overArms(out)
	f.primariesOverArms(out)
	for i, v := range out {
		v.overArms = arm[i]
		v.findHarms()
	}
	return out
}

func (f *Facts) view(arm string) *view {
	v := &view{Facts: f, arm: arm, pairs: make([]*pair, 0, len(f.Metrics))}
	for i := range f.Metrics {
		m := &f.Metrics[i]
		for _, c := range m.Comparisons {
			if c.Arm != arm {
				continue
			}
			p := &pair{got: m, cmp: c.Decided(f.Ended), by: c.Deciding(f.Ended, f.Exp.Statistics.Alpha),
				fixed: c.Adjusted(), chance: f.Chances[m.Name][arm], family: Family(*m), corrected: report.Undefined()}
			p.cmp.P = p.by.P // by the band before the end, by the reading at its critical value, by a planned look
			p.ask = spec.Metric{Name: m.Name, Builtin: m.Builtin, Role: spec.Role(m.Role), Down: m.Better == "down"}
			for k := range f.Exp.Metrics {
				if a := &f.Exp.Metrics[k]; a.Name == m.Name {
					p.ask = *a
				}
			}
			v.pairs = append(v.pairs, p)
		}
	}
	v.first = v.those(primary)
	return v
}

// primaries are the pairs that the verdict is about.
func (v *view) primaries() []*pair { return v.first }

func primary(p *pair) bool { return spec.Role(p.got.Role) == spec.Primary }

// guards are the guardrails with a margin.
func (v *view) guards() []*pair { return v.those((*pair).limited) }

func (v *view) those(is func(*pair) bool) []*pair {
	var out []*pair
	for _, p := range v.pairs {
		if is(p) {
			out = append(out, p)
		}
	}
	return out
}

// limited reports whether the pair is a guardrail that its margin judges.
func (p *pair) limited() bool { return p.ask.Limited() }

// overArms is p of a primary metric being better in the view's arm, corrected by
// Holm over the arms: that of its least clear primary metric, because all have to
// be better. Undefined where one has no p.
func (f *Facts) overArms(views []*view) []float64 {
	var p []float64
	for _, v := range views {
		worst := 0.0
		for _, q := range v.primaries() {
			worst = math.Max(worst, float64(q.cmp.P))
		}
		p = append(p, worst)
	}
	return stats.Holm(p)
}

// primariesOverArms corrects every primary metric's p by Holm over primaries × arms:
// of several, any one that is worse in any arm forbids.
func (f *Facts) primariesOverArms(views []*view) {
	var at []*pair
	var p []float64
	for _, v := range views {
		for _, q := range v.pairs {
			if primary(q) {
				at, p = append(at, q), append(p, float64(q.cmp.P))
			}
		}
	}
	for i, a := range stats.Holm(p) {
		at[i].overArms = a
	}
}

// better reports whether the interval lies wholly on the wanted side of zero,
// worse whether it lies wholly on the other.
func (p *pair) better() bool {
	return p.cmp.State == "up" && p.got.Better != "down" || p.cmp.State == "down" && p.got.Better == "down"
}

func (p *pair) worse() bool {
	return p.cmp.State == "down" && p.got.Better != "down" || p.cmp.State == "up" && p.got.Better == "down"
}

// small reports whether the whole interval lies inside ± the minimum effect:
// the relative interval for an effect written relative to control, the absolute
// one otherwise.
func (p *pair) small() bool {
	a := p.ask.MinimumEffect
	i := p.by.Abs
	if a.Form == spec.Relative {
		i = p.by.Rel
	}
	if !a.Given() || !i.Lo.Defined() || !i.Hi.Defined() {
		return false
	}
	return float64(i.Lo) > -a.Value && float64(i.Hi) < a.Value
}

func all(pairs []*pair, is func(*pair) bool) bool {
	for _, p := range pairs {
		if !is(p) {
			return false
		}
	}
	return len(pairs) > 0
}

func first(pairs []*pair, is func(*pair) bool) (*pair, bool) {
	for _, p := range pairs {
		if is(p) {
			return p, true
		}
	}
	return nil, false
}
