package decide

import (
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

	Timed    bool                 // rows carry time
	Ended    bool                 // the data reach the end of the experiment's last day
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

// view is one arm's part of the facts.
type view struct {
	*Facts
	arm       string
	primaries []pair
	guards    []pair
	accepted  *pair // accepted_per_unit, where suggestions exist
}

// pair is a metric, as asked and as found in one arm against control.
type pair struct {
	ask spec.Metric
	got report.Metric
	cmp report.Comparison // by the numbers that decide

	chance   *report.Bayes // nil where unknown
	adjusted report.Num    // p after Holm over primaries × arms; undefined for other roles
}

// views makes every arm's part, with the primaries' p adjusted over all of them.
func (f *Facts) views(arms []string) []*view {
	var out []*view
	var at []*pair
	var p []float64
	for _, arm := range arms {
		v := f.view(arm)
		out = append(out, v)
		for i := range v.primaries {
			at, p = append(at, &v.primaries[i]), append(p, float64(v.primaries[i].cmp.P))
		}
	}
	for i, a := range stats.Holm(p) {
		at[i].adjusted = report.Num(a)
	}
	return out
}

// several reports whether a multiplicity correction has anything to correct.
func (v *view) several() bool { return len(v.Arms) > 1 }

func (f *Facts) view(arm string) *view {
	v := &view{Facts: f, arm: arm}
	for _, m := range f.Metrics {
		for _, c := range m.Comparisons {
			if c.Arm != arm {
				continue
			}
			p := pair{got: m, cmp: c.Decided(f.Ended), chance: f.Chances[m.Name][arm]}
			for _, a := range f.Exp.Metrics {
				if a.Name == m.Name {
					p.ask = a
				}
			}
			switch spec.Role(m.Role) {
			case spec.Primary:
				v.primaries = append(v.primaries, p)
			case spec.Guardrail:
				v.guards = append(v.guards, p)
			}
			if m.Name == "accepted_per_unit" && m.Builtin {
				v.accepted = &p
			}
		}
	}
	return v
}

// better reports whether the interval lies wholly on the wanted side of zero,
// worse whether it lies wholly on the other.
func (p pair) better() bool {
	return p.cmp.State == "up" && p.got.Better != "down" || p.cmp.State == "down" && p.got.Better == "down"
}

func (p pair) worse() bool {
	return p.cmp.State == "down" && p.got.Better != "down" || p.cmp.State == "up" && p.got.Better == "down"
}

// small reports whether the whole interval lies inside ± the minimum effect:
// the relative interval for an effect written relative to control, the absolute
// one otherwise.
func (p pair) small() bool {
	a := p.ask.MinimumEffect
	i := p.cmp.Abs
	if a.Form == spec.Relative {
		i = p.cmp.Rel
	}
	if !a.Given() || !i.Lo.Defined() || !i.Hi.Defined() {
		return false
	}
	return float64(i.Lo) > -a.Value && float64(i.Hi) < a.Value
}

// conditional reports whether the metric is a rate among shown suggestions,
// which showing less can raise.
func (p pair) conditional() bool {
	b, ok := spec.FindBuiltin(p.got.Name)
	return ok && p.got.Builtin && b.Shown
}

func all(pairs []pair, is func(pair) bool) bool {
	for _, p := range pairs {
		if !is(p) {
			return false
		}
	}
	return len(pairs) > 0
}

func first(pairs []pair, is func(pair) bool) (pair, bool) {
	for _, p := range pairs {
		if is(p) {
			return p, true
		}
	}
	return pair{}, false
}
