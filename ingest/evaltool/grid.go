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
	abouts   pile[gridAbout]
	spent    pile[scored.Spent]
	runs     pile[gridRun]
	outputs  []uint64   // hashes of what runs said, by run; shorter than the runs where the last said nothing
	of       []gridItem // by item
	scores   []*gridScore
	long     bool // a row is one score
	numbered bool // every file numbers repeats
	texts    []*scored.Texts
	judging  judging
}

// gridItem is the runs of an item.
type gridItem struct {
	last  int32 // -1: none
	asked int32 // the first run that says the input, -1: none
}

// gridRun is one run.
type gridRun struct {
	next         int32 // the item's run before this one, -1: none
	repeat, line int32
	about        int32
	spent        int32 // plus 1; 0: nothing is said
	error        int32 // among the facts; 0: the run did not fail
}

// gridAbout is what runs say of their item, and their file.
type gridAbout struct {
	item, file                  int32
	category, cluster, severity int32
	segments                    []int32 // by place in Evals.Segments; nil where none is asked
	weight                      float64
	input, expected             [16]byte
}

// same reports whether two say the same.
func (a *gridAbout) same(b *gridAbout) bool {
	return a.item == b.item && a.file == b.file && a.category == b.category && a.cluster == b.cluster &&
		a.severity == b.severity && a.weight == b.weight && a.input == b.input && a.expected == b.expected &&
		slices.Equal(a.segments, b.segments)
}

// gridScore is one metric's scores, by run.
type gridScore struct {
	name string
	*scored.Scores
}

// words numbers texts, each once.
type words struct {
	list []string
	at   map[string]int32 // nil while texts came in their order, so that one beyond the last is new
	last int32
}

func (w *words) number(s string) int32 {
	if w.list != nil && w.list[w.last] == s {
		return w.last
	}
	if n := len(w.list); w.at == nil && (n == 0 || w.list[n-1] < s) {
		w.list, w.last = append(w.list, strings.Clone(s)), int32(n)
		return w.last
	}
	if w.at == nil {
		w.at = make(map[string]int32, len(w.list))
		for i, s := range w.list {
			w.at[s] = int32(i)
		}
	}
	n, ok := w.at[s]
	if !ok {
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

// itemOf is the runs of an item.
func (g *grid) itemOf(item int32) *gridItem {
	for int(item) >= len(g.of) {
		g.of = append(g.of, gridItem{-1, -1})
	}
	return &g.of[item]
}

// add makes a run of an item, about which nothing is said yet.
func (g *grid) add(item, repeat int32) (at int32) {
	x := g.itemOf(item)
	at = g.runs.n
	g.runs.add(gridRun{next: x.last, repeat: repeat, about: -1})
	x.last = at
	return at
}

// say makes what a run says of its item.
func (g *grid) say(run int32, said *gridAbout) {
	k := g.runs.at(run)
	if k.about >= 0 && g.abouts.at(k.about).same(said) {
		return
	}
	if k.next >= 0 {
		if before := g.runs.at(k.next).about; g.abouts.at(before).same(said) {
			k.about = before
			return
		}
	}
	k.about = g.abouts.n
	g.abouts.add(*said)
}

// find is an item's run of a repeat, -1 where there is none.
func (g *grid) find(item, repeat int32) int32 {
	if int(item) >= len(g.of) {
		return -1
	}
	at := g.of[item].last
	for at >= 0 && g.runs.at(at).repeat != repeat {
		at = g.runs.at(at).next
	}
	return at
}

// set gives a run a score; false where it has another already.
func (m *gridScore) set(run int32, v float64, s scored.State) bool {
	if value, state := m.At(int(run)); state != scored.Absent {
		return state == s && (value == v || math.IsNaN(v) && math.IsNaN(value))
	}
	m.Set(int(run), v, s)
	return true
}

// state is what a run's score is.
func (m *gridScore) state(run int32) scored.State {
	_, s := m.At(int(run))
	return s
}

func (g *grid) score(name string) *gridScore {
	for _, s := range g.scores {
		if s.name == name {
			return s
		}
	}
	s := &gridScore{name, &scored.Scores{}}
	g.scores = append(g.scores, s)
	return s
}
