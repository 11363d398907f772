package evaltool

import (
	"maps"
	"math"
	"slices"
	"strings"

	"uptake/analysis/scored"
	"uptake/ingest/phrase"
)

// drop takes out what is no score after all: the scores of runs that failed, and columns of
// text where no metric was asked for.
func (g *grid) drop(c *collector) {
	for at := range g.runs.n {
		if !g.runs.at(at).errored {
			continue
		}
		for _, m := range g.scores {
			if at < m.states.n {
				*m.values.at(at), *m.states.at(at) = math.NaN(), scored.Absent
			}
		}
	}
	g.scores = slices.DeleteFunc(g.scores, func(m *gridScore) bool {
		text := c.undone[m.name]
		none := !m.scored() && len(text) > 0
		if _, asked := c.wanted[m.name]; none && !asked {
			c.note("eval_text_column", "%s: the column %s holds text (%s), which is no score; declare it with grades "+
				"to have it counted",
				c.spec.Name, m.name, strings.Join(phrase.Few(slices.Sorted(maps.Keys(text)), 3), ", "))
			return true
		}
		return false
	})
}

// segmentsAt is what tells the item of a run apart, nil where nothing is asked.
func (g *grid) segmentsAt(run int32) []int32 {
	if int(run) < len(g.segments) {
		return g.segments[run]
	}
	return nil
}

// stretch is how many runs get their scores metric by metric: few enough to stay in the cache.
const stretch = 512

// runsInto puts the runs of a version into out.
func (g *grid) runsInto(out []scored.Run, version string, place map[string]int) {
	order := g.ordered()
	n := len(place)
	values, states := make([]float64, n*len(order)), make([]scored.State, n*len(order))
	for from := 0; from < len(order); from += stretch {
		to := min(from+stretch, len(order))
		for i := n * from; i < n*to; i++ {
			values[i] = math.NaN()
		}
		for _, m := range g.scores {
			if at, ok := place[m.name]; ok {
				m.into(values[n*from:], states[n*from:], order[from:to], at, n)
			}
		}
		for i := from; i < to; i++ {
			out[i] = g.run(order[i], version)
			out[i].Values, out[i].States = values[i*n:(i+1)*n:(i+1)*n], states[i*n:(i+1)*n:(i+1)*n]
		}
	}
	for _, m := range g.scores {
		m.values, m.states = pile[float64]{}, pile[scored.State]{}
	}
}

// into puts the scores of runs among those of all metrics, n a run, at a place.
func (m *gridScore) into(values []float64, states []scored.State, runs []int32, at, n int) {
	for _, run := range runs {
		if s := m.state(run); s != scored.Absent {
			states[at] = s
			if s == scored.Scored {
				values[at] = *m.values.at(run)
			}
		}
		at += n
	}
}

// run is a run without its scores.
func (g *grid) run(at int32, version string) scored.Run {
	k := g.runs.at(at)
	run := scored.Run{Version: version, Item: g.items.list[k.item], Repeat: int(k.repeat), Errored: k.errored,
		Category: g.facts.list[k.category], Cluster: g.facts.list[k.cluster], Severity: g.facts.list[k.severity],
		Weight: max(k.weight, 0), InputHash: k.input, ExpectedHash: k.expected,
		Seconds: k.seconds, TokensIn: k.in, TokensOut: k.out, Cost: k.cost,
		File: g.facts.list[k.file], Line: int(k.line)}
	if k.errored {
		run.Error = firstLine(g.facts.list[k.error])
	}
	for _, n := range g.segmentsAt(at) {
		run.Segments = append(run.Segments, g.facts.list[n])
	}
	if int(at) < len(g.texts) {
		run.Text = g.texts[at]
	}
	return run
}
