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
// taken in part, were edited or undone, clustered by unit.
func kept(_ context.Context, f *Facts, out *report.Ignores) error {
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
		changed := false
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
