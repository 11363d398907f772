package evaltool

import (
	"math"
	"slices"
	"strings"

	"uptake/analysis/scored"
)

// grid is the runs of a table, by columns: many rows of few kinds of cells.
type grid struct {
	items    words
	facts    words // categories, clusters, severities, segments, errors, files
	runs     pile[gridRun]
	of       []int32 // item → its first run, -1: none
	scores   []*gridScore
	long     bool // a row is one score
	numbered bool // every file numbers repeats
	texts    []*scored.Texts
	segments [][]int32 // by run, then by place in Evals.Segments; nil where none is asked
}

// gridRun is one run.
type gridRun struct {
	item, next                  int32 // next run of the item, -1: none
	repeat, line                int32
	errored                     bool
	file, error                 int32
	category, cluster, severity int32
	weight                      float64
	seconds, in, out, cost      float64
	input, expected             [16]byte
	output, order               uint64
}

// gridScore is one metric's scores, by run; shorter than the runs where the last have none.
type gridScore struct {
	name   string
	values pile[float64]
	states pile[scored.State]
}

// words numbers texts, each once.
type words struct {
	list []string
	at   map[string]int32
	last int32
}

func (w *words) number(s string) int32 {
	if w.list != nil && w.list[w.last] == s {
		return w.last
	}
	n, ok := w.at[s]
	if !ok {
		if w.at == nil {
			w.at = map[string]int32{}
		}
		n = int32(len(w.list))
		s = strings.Clone(s)
		w.list = append(w.list, s)
		w.at[s] = n
	}
	w.last = n
	return n
}

func newGrid() *grid {
	g := &grid{}
	g.facts.number("")
	return g
}

// add makes a run of an item.
func (g *grid) add(item, repeat int32) (at int32) {
	nan := math.NaN()
	at = g.runs.n
	for int(item) >= len(g.of) {
		g.of = append(g.of, -1)
	}
	g.runs.add(gridRun{item: item, repeat: repeat, next: g.of[item], seconds: nan, in: nan, out: nan, cost: nan})
	g.of[item] = at
	return at
}

// find is an item's run of a repeat, -1 where there is none.
func (g *grid) find(item, repeat int32) int32 {
	if int(item) >= len(g.of) {
		return -1
	}
	at := g.of[item]
	for at >= 0 && g.runs.at(at).repeat != repeat {
		at = g.runs.at(at).next
	}
	return at
}

// set gives a run a score; false where it has another already.
func (m *gridScore) set(run int32, v float64, s scored.State) bool {
	for run > m.values.n {
		m.values.add(math.NaN())
		m.states.add(scored.Absent)
	}
	if run == m.values.n {
		m.values.add(v)
		m.states.add(s)
		return true
	}
	value, state := m.values.at(run), m.states.at(run)
	if *state != scored.Absent {
		return *state == s && (*value == v || math.IsNaN(v) && math.IsNaN(*value))
	}
	*value, *state = v, s
	return true
}

// state is what a run's score is.
func (m *gridScore) state(run int32) scored.State {
	if run >= m.states.n {
		return scored.Absent
	}
	return *m.states.at(run)
}

// scored reports whether a run has a score.
func (m *gridScore) scored() bool {
	return slices.ContainsFunc(m.states.blocks, func(b []scored.State) bool {
		return slices.Contains(b, scored.Scored)
	})
}

func (g *grid) score(name string) *gridScore {
	for _, s := range g.scores {
		if s.name == name {
			return s
		}
	}
	s := &gridScore{name: name}
	g.scores = append(g.scores, s)
	return s
}

// first is an item's first run.
func (g *grid) first(item int32) int32 {
	at := g.of[item]
	for g.runs.at(at).next >= 0 {
		at = g.runs.at(at).next
	}
	return at
}
