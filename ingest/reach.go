package ingest

import (
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// reach is, by variable, how far the sources go whose rows carry it: what happened
// after the end of one of them nobody knows. Where one goes on from another, the last
// one's end is theirs; of sources side by side the earliest end is. A variable that no
// row carries reaches as far as all data.
func (g *gathered) reach(all study.Reach) []study.Reach {
	out := make([]study.Reach, len(g.demand.Variables))
	for v := range out {
		out[v] = all
		var stretches []study.Stretch
		byDay := true
		for _, in := range g.set.Inputs {
			if s := g.timesOf(in); g.carried[in.Number][v] && s.any() {
				from, to := s.span(g.exp.Zone)
				stretches = append(stretches, study.Stretch{From: from.ts, To: to, First: spec.DayOf(from.ts,
					g.exp.Zone), Last: spec.DayOf(to, g.exp.Zone)})
				byDay = byDay && s.days.any && !s.counted
			}
		}
		for _, stream := range study.Streams(stretches) {
			out[v] = out[v].Least(study.Reach{To: stretches[stream[len(stream)-1]].To, ByDay: all.ByDay})
		}
		if len(stretches) > 0 {
			out[v].ByDay = byDay
		}
	}
	steps := g.demand.Variables
	for v := 1; v < len(out); v++ { // a funnel reaches as far as all of its steps do
		if steps[v].Step > 1 {
			out[v] = out[v].Least(out[v-1])
		}
	}
	for v := len(out) - 2; v >= 0; v-- {
		if steps[v+1].Step > 1 {
			out[v] = out[v+1]
		}
	}
	return out
}
