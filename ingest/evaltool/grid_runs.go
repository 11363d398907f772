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
		if g.runs.at(at).error == 0 {
			continue
		}
		for _, m := range g.scores {
			if m.state(at) != scored.Absent {
				m.Set(int(at), math.NaN(), scored.Absent)
			}
		}
	}
	g.scores = slices.DeleteFunc(g.scores, func(m *gridScore) bool {
		text := c.undone[m.name]
		none := !m.Any() && len(text) > 0
		if _, asked := c.wanted[m.name]; none && !asked {
			c.note("eval_text_column", "%s: the column %s holds text (%s), which is no score; declare it with grades "+
				"to have it counted",
				c.spec.Name, m.name, strings.Join(phrase.Few(slices.Sorted(maps.Keys(text)), 3), ", "))
			return true
		}
		return false
	})
}

// runsInto puts the runs of a version into it.
func (g *grid) runsInto(v *scored.Version, place map[string]int) {
	order := g.ordered()
	abouts := g.about()
	v.Runs = make([]scored.Run, len(order))
	for i, at := range order {
		k := g.runs.at(at)
		v.Runs[i] = scored.Run{About: &abouts[k.about], Repeat: k.repeat, Line: k.line, Errored: k.error > 0}
		if k.error > 0 {
			v.Runs[i].Error = firstLine(g.facts.list[k.error])
		}
		if k.spent > 0 {
			v.Runs[i].Spent = g.spent.at(k.spent - 1)
		}
		if int(at) < len(g.texts) {
			v.Runs[i].Text = g.texts[at]
		}
	}
	v.Scores = make([]*scored.Scores, len(place))
	for _, m := range g.scores {
		if at, ok := place[m.name]; ok {
			v.Scores[at] = m.Ordered(order)
		}
		m.Scores = nil // what they hold is in the version
	}
	g.runs, g.abouts, g.items, g.of = pile[gridRun]{}, pile[gridAbout]{}, words{}, nil
}

// about is all that runs say of their items.
func (g *grid) about() []scored.About {
	out := make([]scored.About, g.abouts.n)
	for i := range out {
		a := g.abouts.at(int32(i))
		out[i] = scored.About{Item: g.items.list[a.item], Category: g.facts.list[a.category],
			Cluster: g.facts.list[a.cluster], Severity: g.facts.list[a.severity], Weight: max(a.weight, 0),
			InputHash: a.input, ExpectedHash: a.expected, File: g.facts.list[a.file]}
		for _, n := range a.segments {
			out[i].Segments = append(out[i].Segments, g.facts.list[n])
		}
	}
	return out
}
