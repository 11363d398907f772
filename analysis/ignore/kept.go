package ignore

import (
	"context"

	"uptake/analysis/report"
	"uptake/analysis/study"
)

// keptOutcomes are what becomes of an accepted suggestion.
var keptOutcomes = []struct {
	name  string
	state study.State
}{{"as_is", study.StateAccepted}, {"partial", study.StatePartial}, {"edited", study.StateEdited}, {"reverted", study.StateReverted}}

// kept gives the shares of accepted suggestions that stayed as they were, were
// taken in part, were edited or undone, clustered by unit, and how many were still
// found some time after.
func kept(_ context.Context, f *Facts, out *report.Ignores) error {
	var strays int64
	for _, s := range f.strays {
		strays += s.found
	}
	if strays > 0 {
		out.Cautions = append(out.Cautions, caution("persisted_without_accept", "Events that say that a suggestion stayed, and no suggestion known to be accepted by then: %d. They are left out.", strays))
	}
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
		k.Stayed = f.stayed(g)
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

// delays are the times after an accept at which the curve is read, in seconds.
var delays = []float64{30, 120, 300, 600, 1800, 3600, 86400, 7 * 86400, 30 * 86400}

// nearlyThere is the part of a delay from which on it counts as reached: a check after
// 30 seconds may be logged as 29.9.
const nearlyThere = 0.9

// stayed is the share of accepted suggestions that were still found at a delay or
// later, of those that are so old. One that was never found counts as gone. Empty
// where nothing was looked for.
func (f *Facts) stayed(g group) []report.StayedPoint {
	out := []report.StayedPoint{}
	if f.seen.kept == nil || !f.timed {
		return out
	}
	longest := 0.0
	for _, k := range f.seen.kept {
		if k := float64(k); k > longest {
			longest = k
		}
	}
	for _, d := range delays {
		if longest < nearlyThere*d {
			break
		}
		var there, old []int64
		p := report.StayedPoint{Seconds: report.Num(d)}
		for _, u := range g.units {
			y, x := int64(0), int64(0)
			for row := u.from; row < u.to; row++ {
				if !study.AcceptedStates.Has(f.seen.state[row]) || float64(f.tables.To-f.seen.shown[row])/1e6-float64(f.seen.after[row]) < d {
					continue
				}
				x++
				if float64(f.seen.kept[row]) >= nearlyThere*d {
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
		e := f.opt.Estimate.Ratio(there, old, 0)
		p.Share = report.Interval{Value: e.Value, Lo: e.Lo, Hi: e.Hi, Bounded: e.Lo.Defined(), Method: "clustered"}
		out = append(out, p)
	}
	return out
}
