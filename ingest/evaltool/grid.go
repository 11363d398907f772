package evaltool

import (
	"math"
	"strings"

	"uptake/analysis/scored"
)

// grid is the runs of a table, by columns: many rows of few kinds of cells.
type grid struct {
	items    words
	facts    words // categories, clusters, severities, segments, errors, files
	runs     []gridRun
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
	values []float64
	states []scored.State
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
	at = int32(len(g.runs))
	for int(item) >= len(g.of) {
		g.of = append(g.of, -1)
	}
	g.runs = append(g.runs, gridRun{item: item, repeat: repeat, next: g.of[item], seconds: nan, in: nan, out: nan,
		cost: nan})
	g.of[item] = at
	return at
}

// find is an item's run of a repeat, -1 where there is none.
func (g *grid) find(item, repeat int32) int32 {
	if int(item) >= len(g.of) {
		return -1
	}
	at := g.of[item]
	for at >= 0 && g.runs[at].repeat != repeat {
		at = g.runs[at].next
	}
	return at
}

// set gives a run a score; false where it has another already.
func (m *gridScore) set(run int32, v float64, s scored.State) bool {
	for int(run) >= len(m.values) {
		m.values, m.states = append(m.values, math.NaN()), append(m.states, scored.Absent)
	}
	if m.states[run] != scored.Absent {
		return m.states[run] == s && (m.values[run] == v || math.IsNaN(v) && math.IsNaN(m.values[run]))
	}
	m.values[run], m.states[run] = v, s
	return true
}

// state is what a run's score is.
func (m *gridScore) state(run int32) scored.State {
	if int(run) >= len(m.states) {
		return scored.Absent
	}
	return m.states[run]
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
	for g.runs[at].next >= 0 {
		at = g.runs[at].next
	}
	return at
}
