package ignore

import (
	"context"
	"math"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// outcomes are what a mature shown suggestion ends in; all but the first are
// non-use, and together they are every mature suggestion.
var outcomes = [...]struct {
	name   string
	states study.States
}{
	{"accepted", study.AcceptedStates},
	{"not_seen", study.StatesOf(study.StateNotSeen)},
	{"superseded", study.StatesOf(study.StateSuperseded)},
	{"typed_through", study.StatesOf(study.StateTypedThrough)},
	{"dismissed", study.DismissStates},
	{"ignored", study.IgnoredStates},
}

// studied is the outcome under study and the end states that are it.
func studied(of report.Studied) (report.Studied, study.States) {
	switch of.Name {
	case "dismissed":
		return of, study.DismissStates
	case "non_use":
		return of, study.NonUseStates
	}
	return report.Investigated[0], study.IgnoredStates
}

func outcomeOf(s study.State) int {
	for o := range outcomes {
		if outcomes[o].states.Has(s) {
			return o
		}
	}
	return -1 // immature or pending
}

// sessionCount is one session's mature suggestions by outcome.
type sessionCount struct {
	session int
	total   int64
	by      [len(outcomes)]int64
}

func countSession(list []sessionCount, session, outcome int) []sessionCount {
	if session < 0 {
		return list
	}
	at := len(list) - 1 // suggestions come in order of time, sessions nearly so
	for at >= 0 && list[at].session != session {
		at--
	}
	if at < 0 {
		list = append(list, sessionCount{session: session})
		at = len(list) - 1
	}
	list[at].total++
	list[at].by[outcome]++
	return list
}

func (p *person) addSession(s sessionCount) {
	p.sessions++
	for o, n := range s.by {
		p.within[o] += (n*2*billion + s.total) / (2 * s.total) // halves up
	}
}

const billion = 1_000_000_000

// count is the unit's suggestions with outcome o, and all its mature ones.
func (p *person) count(o int) (y, x int64) { return p.outcomes[o], p.mature }

// tally sums the end states to outcomes, and to the one under study.
func (p *person) tally(of study.States) {
	for s, n := range p.states {
		if k := outcomeOf(study.State(s)); k >= 0 {
			p.outcomes[k] += n
			p.mature += n
			if of.Has(study.State(s)) {
				p.studied += n
			}
		}
	}
}

// group is the units of an arm, or all of them.
type group struct {
	name  string
	units []*person
}

func (f *Facts) groups() []group {
	out := make([]group, len(f.arms))
	all := group{name: spec.AllArm}
	for a, n := range f.arms {
		out[a].name = n
	}
	for i := range f.units {
		p := &f.units[i]
		out[p.arm].units = append(out[p.arm].units, p)
		all.units = append(all.units, p)
	}
	if len(out) == 1 {
		return []group{{name: spec.AllArm, units: all.units}}
	}
	return append(out, all)
}

// split gives the shares of every outcome among mature suggestions, each
// suggestion, each unit and each session weighing the same, and how far the share
// under study differs between these weightings.
func split(_ context.Context, f *Facts, out *report.Ignores) error {
	for _, g := range f.groups() {
		var shown, immature []int64
		var sum, late int64
		for _, p := range g.units {
			n, open := int64(0), p.states[study.StateImmature]+p.states[study.StatePending]
			for _, v := range p.states {
				n += v
			}
			shown, immature = append(shown, n), append(immature, open)
			sum, late = sum+n, late+open
		}
		refused := float64(late) > f.exp.Statistics.MaxImmature*float64(sum)
		if refused {
			out.Cautions = append(out.Cautions, report.Cautionf("too_immature", "In %s %d of %d shown suggestions "+
				"are still inside their window, more than %.0f%%, so no share of the mature ones is given.",
				g.name, late, sum, 100*f.exp.Statistics.MaxImmature))
		}
		for o := range outcomes {
			for _, w := range []string{"event", "unit", "session"} {
				if w == "session" && f.tables.NoSession {
					continue
				}
				s := f.share(g, o, w)
				if refused {
					s.Value, s.Lo, s.Hi = report.Undefined(), report.Undefined(), report.Undefined()
				}
				out.Split = append(out.Split, s)
			}
		}
		if f.of.Name == "non_use" { // the others are an end state each
			for _, w := range []string{"event", "unit", "session"} {
				if w == "session" && f.tables.NoSession {
					continue
				}
				s := f.shareOf(g, f.of.Name, w, func(p *person) int64 { return p.studied }, f.withinStudied)
				if refused {
					s.Value, s.Lo, s.Hi = report.Undefined(), report.Undefined(), report.Undefined()
				}
				out.Split = append(out.Split, s)
			}
		}
		for _, part := range ignoredParts {
			if part.ordered && !f.timed {
				continue
			}
			for _, w := range []string{"event", "unit"} {
				s := f.shareBy(g, w, func(p *person) (y, x int64) { return part.of(p), p.mature })
				s.Outcome = part.name
				if refused {
					s.Value, s.Lo, s.Hi = report.Undefined(), report.Undefined(), report.Undefined()
				}
				out.Split = append(out.Split, s)
			}
		}
		e := f.opt.Estimate.Ratio(immature, shown, 0)
		out.Split = append(out.Split, report.SplitShare{Outcome: "immature", Arm: g.name, Weighting: "event",
			Of: "shown", Value: e.Value, Lo: e.Lo, Hi: e.Hi, Count: late, Total: sum, Units: e.Units})
		if !refused {
			f.weightings(g, out)
		}
		if g.name == spec.AllArm {
			out.Overall = f.overall(g, refused)
		}
	}
	return nil
}

// overall is the rate under study, of all seen suggestions; nil where none was seen.
func (f *Facts) overall(g group, refused bool) *report.SplitShare {
	s := f.shareBy(g, "event", func(p *person) (y, x int64) { return p.studied, p.seen() })
	if s.Outcome, s.Of = f.of.Name, "seen"; s.Total == 0 {
		return nil
	}
	if refused {
		s.Value, s.Lo, s.Hi = report.Undefined(), report.Undefined(), report.Undefined()
	}
	return &s
}

// rate is that of overall.
func (f *Facts) rate() float64 {
	var all rateOf
	for i := range f.units {
		p := &f.units[i]
		all.ignored, all.seen = all.ignored+p.studied, all.seen+p.seen()
	}
	return all.rate()
}

// share is one outcome's share at one weighting.
func (f *Facts) share(g group, o int, weighting string) report.SplitShare {
	return f.shareOf(g, outcomes[o].name, weighting, func(p *person) int64 { return p.outcomes[o] },
		func(p *person) int64 { return p.within[o] })
}

// withinStudied is the sum over a unit's sessions of the share of the outcome under
// study, 9 decimals.
func (f *Facts) withinStudied(p *person) (n int64) {
	for o := range outcomes {
		if outcomes[o].states&f.states != 0 {
			n += p.within[o]
		}
	}
	return n
}

func (f *Facts) shareOf(g group, name, weighting string, count, within func(p *person) int64) report.SplitShare {
	s := f.shareBy(g, weighting, func(p *person) (y, x int64) { return count(p), p.mature })
	if s.Outcome = name; weighting == "session" {
		inside, sessions := make([]int64, len(g.units)), make([]int64, len(g.units))
		for i, p := range g.units {
			inside[i], sessions[i] = within(p), p.sessions
		}
		e := f.opt.Estimate.Ratio(inside, sessions, 9)
		s.Value, s.Lo, s.Hi, s.Units = e.Value, e.Lo, e.Hi, e.Units
	}
	return s
}

// shareBy is a share of the mature suggestions, every suggestion or every unit
// weighing the same; without a value for sessions.
func (f *Facts) shareBy(g group, weighting string, count func(p *person) (y, x int64)) report.SplitShare {
	s := report.SplitShare{Arm: g.name, Weighting: weighting, Of: "mature"}
	y, x := make([]int64, len(g.units)), make([]int64, len(g.units))
	for i, p := range g.units {
		y[i], x[i] = count(p)
		s.Count, s.Total = s.Count+y[i], s.Total+x[i]
	}
	var e report.Estimate
	switch weighting {
	case "event":
		e = f.opt.Estimate.Ratio(y, x, 0)
	case "unit":
		var v []int64
		for i, n := range y {
			if x[i] > 0 {
				v = append(v, (n*2*billion+x[i])/(2*x[i]))
			}
		}
		e = f.opt.Estimate.Mean(v, 9)
	default:
		return s
	}
	s.Value, s.Lo, s.Hi, s.Units = e.Value, e.Lo, e.Hi, e.Units
	return s
}

// weightings compares the share under study at event weighting with the others,
// paired by unit.
func (f *Facts) weightings(g group, out *report.Ignores) {
	for _, w := range []string{"unit", "session"} {
		if w == "session" && f.tables.NoSession {
			continue
		}
		gap := f.gap(g.units, w)
		if !gap.Value.Defined() {
			continue
		}
		r := report.WeightGap{Arm: g.name, Weighting: w, Gap: gap, Differs: gap.Leaves0()}
		if r.Differs {
			var halves [2][]*person
			for _, p := range g.units {
				halves[p.half()] = append(halves[p.half()], p)
			}
			a, b := f.gap(halves[0], w), f.gap(halves[1], w)
			r.Again = a.Leaves0() && b.Leaves0() && (a.Value > 0) == (b.Value > 0) && (a.Value > 0) == (gap.Value > 0)
		}
		out.Weights = append(out.Weights, r)
	}
}

// gap is Σy/Σx − θ with θ the mean of y/x over units, or over sessions. Its error
// is that of the mean of the units' linearised differences
//
//	d_u = (y_u − R·x_u)/x̄ − (q_u − θ·s_u)/s̄
//
// over units with a mature suggestion, where q_u = y_u/x_u and s_u = 1, or q_u is
// the sum of the session shares and s_u the number of sessions; t with n − 1.
func (f *Facts) gap(units []*person, weighting string) report.Interval {
	var y, x, q, s []float64
	var sy, sx, sq, ss float64
	for _, p := range units {
		n, all := p.studied, p.mature
		if all == 0 {
			continue
		}
		qu, su := float64(n)/float64(all), 1.0
		if weighting == "session" {
			qu, su = float64(f.withinStudied(p))/billion, float64(p.sessions)
		}
		y, x, q, s = append(y, float64(n)), append(x, float64(all)), append(q, qu), append(s, su)
		sy, sx, sq, ss = sy+float64(n), sx+float64(all), sq+qu, ss+su
	}
	n := float64(len(y))
	if n < 2 || ss == 0 {
		return report.NoInterval("")
	}
	r, theta := sy/sx, sq/ss
	d := make([]float64, len(y))
	for i := range y {
		d[i] = (y[i]-r*x[i])/(sx/n) - (q[i]-theta*s[i])/(ss/n)
	}
	out := report.Interval{Value: report.Num(r - theta), Lo: report.Undefined(), Hi: report.Undefined(),
		Method: "linearised"}
	if se := math.Sqrt(stats.Variance(d) / n); se > 1e-12 {
		half := stats.StudentISF(f.exp.Statistics.Alpha/2, n-1) * se
		out.Lo, out.Hi, out.Bounded = report.Num(r-theta-half), report.Num(r-theta+half), true
	}
	return out
}
