package ignore

import (
	"context"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// keptOutcomes are what becomes of an accepted suggestion.
var keptOutcomes = []struct {
	name  string
	state study.State
}{{"as_is", study.StateAccepted}, {"partial", study.StatePartial}, {"edited", study.StateEdited},
	{"reverted", study.StateReverted}}

// kept gives the shares of accepted suggestions that stayed as they were, were
// taken in part, were edited or undone, clustered by unit, and how many were still
// found some time after.
func kept(_ context.Context, f *Facts, out *report.Ignores) error {
	checked, cautions := f.checked()
	looked := f.lookedFor()
	for a, yes := range looked {
		if !yes && len(checked) > 0 {
			cautions = append(cautions, report.Cautionf("never_found", "In %s no accepted suggestion is ever said to "+
				"have stayed: it is taken as not looked for there, and nothing of the kind is said of all arms "+
				"together.", f.arms[a]))
		}
	}
	out.Cautions = append(out.Cautions, cautions...)
	for _, g := range f.groups() {
		var all []int64
		k := report.KeptArm{Arm: g.name, Shares: []report.KeptShare{}}
		for _, p := range g.units {
			n := int64(0)
			for _, o := range keptOutcomes {
				n += p.states[o.state]
			}
			all = append(all, n)
			k.Accepted += n
		}
		if k.Accepted == 0 {
			continue
		}
		k.Stayed = f.stayed(g, checked, looked)
		changed := len(k.Stayed) > 0
		for _, o := range keptOutcomes {
			var own []int64
			s := report.KeptShare{Outcome: o.name}
			for _, p := range g.units {
				own = append(own, p.states[o.state])
				s.Count += p.states[o.state]
			}
			changed = changed || o.state != study.StateAccepted && s.Count > 0
			e := f.opt.Estimate.Ratio(own, all, 0)
			s.Value, s.Lo, s.Hi = e.Value, e.Lo, e.Hi
			k.Shares = append(k.Shares, s)
		}
		if changed {
			out.Kept = append(out.Kept, k)
		}
	}
	return nil
}

// Fewer checks than leastChecks, or than the part fewChecks of those of the commonest
// delay, say nothing of a delay.
const (
	leastChecks = 5
	fewChecks   = 0.01
)

// checked lists the delays after an accept, in seconds, at which accepted suggestions
// are looked for, and what is to be said about the events that found them.
func (f *Facts) checked() (delays []float64, cautions []report.Caution) {
	var s strays
	sum := make([]int64, len(sums.CheckedAfter)+1)
	for i, list := range f.checks {
		s.found, s.delays = s.found+f.strays[i].found, s.delays+f.strays[i].delays
		for k, n := range list {
			sum[k] += n
		}
	}
	other := sum[len(sums.CheckedAfter)]
	sum = sum[:len(sums.CheckedAfter)]
	most := slices.Max(sum)
	for k, n := range sum {
		if n >= leastChecks && float64(n) >= fewChecks*float64(most) {
			delays = append(delays, sums.CheckedAfter[k])
		} else {
			other += n
		}
	}
	for _, c := range []struct {
		n            int64
		code, detail string
	}{
		{s.found, "persisted_without_accept", "Events that say that a suggestion stayed, and none that was accepted " +
			"within its window by then: %d. They are left out."},
		{s.delays, "delay_unusable", "Events that say that a suggestion stayed and have a delay_s below 0: %d. The " +
			"time since the accept is taken for it."},
		{other, "other_delays", "Events that say that a suggestion stayed, at a delay at which few or none else are: " +
			"%d. Nothing is said of those delays."},
	} {
		if c.n > 0 {
			cautions = append(cautions, report.Cautionf(c.code, c.detail, c.n))
		}
	}
	return delays, cautions
}

// lookedFor says of every arm whether accepted suggestions are looked for later: one was
// found, or there is none that could be.
func (f *Facts) lookedFor() []bool {
	accepted, found := make([]bool, len(f.arms)), make([]bool, len(f.arms))
	for i := range f.units {
		u := &f.units[i]
		for row := u.from; row < u.to && f.seen.kept != nil; row++ {
			accepted[u.arm] = accepted[u.arm] || study.AcceptedStates.Has(f.seen.state[row])
			found[u.arm] = found[u.arm] || f.seen.kept[row] >= 0
		}
	}
	for a := range found {
		found[a] = found[a] || !accepted[a]
	}
	return found
}

// stayed is the share of accepted suggestions that were still found at each delay or
// later, of those so old that the check of that delay has passed. One that was not
// found counts as gone. Empty for a group of which an arm was not looked for.
func (f *Facts) stayed(g group, delays []float64, looked []bool) []report.StayedPoint {
	out := []report.StayedPoint{}
	if len(delays) == 0 || !f.timed || slices.ContainsFunc(g.units, func(u *person) bool { return !looked[u.arm] }) {
		return out
	}
	for _, d := range delays {
		var there, old []int64
		p := report.StayedPoint{Seconds: report.Num(d)}
		for _, u := range g.units {
			y, x := int64(0), int64(0)
			for row := u.from; row < u.to; row++ {
				if !study.AcceptedStates.Has(f.seen.state[row]) ||
					float64(f.tables.To-f.seen.shown[row])/1e6-float64(f.seen.after[row]) < (1+sums.Near)*d {
					continue
				}
				x++
				if float64(f.seen.kept[row]) >= (1-sums.Near)*d {
					y++
				}
			}
			if x > 0 {
				there, old = append(there, y), append(old, x)
				p.Found, p.Old = p.Found+y, p.Old+x
			}
		}
		if p.Old == 0 {
			break
		}
		p.Share = byUnit(f.opt.Estimate.Ratio(there, old, 0))
		out = append(out, p)
	}
	return out
}
