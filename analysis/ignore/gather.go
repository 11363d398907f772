package ignore

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// Gathering keeps what units have seen while their tables are folded.
type Gathering struct {
	f     *Facts
	parts []*gathered
}

// NewGathering makes one for the tables that will be folded.
func NewGathering(exp *spec.Experiment, t *study.Tables, o Options) *Gathering {
	of, states := studied(o.Of)
	f := &Facts{exp: exp, of: of, states: states, seen: rows{of: states}, tables: t, opt: o, arms: t.Shape.Arms,
		control: t.Shape.Control, timed: t.HasTime, late: make([]lateCount, t.Parts), strays: make([]strays, t.Parts),
		checks: make([][]int64, t.Parts)}
	if t.HasTime && t.HasDecisionTime {
		f.window = exp.Suggestions.Attribution.Microseconds()
	}
	f.periods = periods(exp, t)
	return &Gathering{f, make([]*gathered, t.Parts)}
}

// Reader reads the units for it.
func (g *Gathering) Reader() *fold.Reader {
	return &fold.Reader{
		Begin: func(i int, tally *sums.Tally) {
			g.parts[i] = newGathered(g.f)
			g.f.late[i] = lateCount{late: tally.LateAccepts, accepts: tally.Accepts}
			g.f.strays[i] = strays{requests: tally.Rules["request_without_id"],
				found: tally.Rules["persisted_without_accept"], delays: tally.Rules["delay_unusable"]}
			g.f.checks[i] = tally.Checks
		},
		Unit: func(i int, u fold.UnitRows) error { g.parts[i].unit(u); return nil },
	}
}

// Sizes sets how drafted tests are sized.
func (g *Gathering) Sizes(size func(context.Context, *report.NextTest) error) {
	g.f.opt.Estimate.Size = size
}

// Facts are what was gathered once all partitions are folded. Arms are compared
// only by the leave of the gates.
func (g *Gathering) Facts(ctx context.Context, leave health.Leave) (*Facts, error) {
	f := g.f
	if len(f.exp.Arms) == 0 || !leave.Given() {
		f.control = -1
	}
	err := f.join(ctx, g.parts)
	g.parts = nil
	for i := range f.columns {
		c := &f.columns[i]
		c.arms = !leave.Given() && len(c.levels) > 0 && !slices.ContainsFunc(c.levels,
			func(l string) bool { return l != "" && !slices.Contains(f.arms, l) })
	}
	return f, err
}

// gathered is one partition's units and their seen suggestions.
type gathered struct {
	f     *Facts
	units []person
	rows
	segments []words
	texts    []text
	numbers  []number
	content  int // the place of the content's hash among the traits, −1 without
	labels   int // the place of labels among the attributes, −1 without
	graded   bool
	undated  int64 // answers without a time
	replay   int   // the place of the session's id among the attributes, −1 without
	ids      map[string]string
	earlier  []float32
	days     []float32
	hour     []uint16
	again    []uint16
	before   past // of the unit at hand
	sessions []sessionCount
}

// text is one text attribute and its codes by row.
type text struct {
	place int // among the shape's attributes
	words
	known map[int32]uint16 // by the record's codes
	codes []uint16
}

// number is one number by row.
type number struct {
	name   string
	place  int  // among the shape's traits or attributes
	trait  bool // which of the two
	values []float32
}

// words gives levels codes in the order in which they are met.
type words struct {
	name string
	code map[string]uint16
	list []string
	over int // levels beyond the last code
}

func (w *words) of(s string) uint16 {
	c, ok := w.code[s]
	if !ok {
		if len(w.list) >= unknown {
			w.over++
			return unknown
		}
		if w.code == nil {
			w.code = map[string]uint16{}
		}
		c, s = uint16(len(w.list)), strings.Clone(s)
		w.code[s] = c
		w.list = append(w.list, s)
	}
	return c
}

// at is the code of a row's word, which is looked up once for each that the record has.
func (t *text) at(column *study.Texts, row int) uint16 {
	word := column.Codes[row]
	c, ok := t.known[word]
	if !ok || c == unknown { // which counts every row
		c = t.of(column.Word(int(word)))
		t.known[word] = c
	}
	return c
}

func newGathered(f *Facts) *gathered {
	g := &gathered{f: f, content: -1, labels: -1, replay: -1, ids: map[string]string{},
		before: past{content: map[uint32]int64{}}}
	s := f.tables.Shape
	for _, name := range s.Segments {
		g.segments = append(g.segments, words{name: name})
	}
	for k, a := range s.Attributes {
		switch {
		case slices.Contains(f.tables.Absent, a.Name):
		case a.Name == "correct":
			g.labels, g.graded = k, false
		case a.Name == "grade":
			if g.labels < 0 {
				g.labels, g.graded = k, true
			}
		case a.Name == "session":
			g.replay = k
		case a.Number:
			g.numbers = append(g.numbers, number{name: a.Name, place: k})
		default:
			g.texts = append(g.texts, text{place: k, words: words{name: a.Name}, known: map[int32]uint16{}})
		}
	}
	for k, t := range s.Traits {
		switch {
		case slices.Contains(f.tables.Absent, t.Name):
		case t.Same:
			g.content = k
		case !slices.ContainsFunc(g.numbers, func(n number) bool { return n.name == t.Name }):
			g.numbers = append(g.numbers, number{name: t.Name, place: k, trait: true})
		}
	}
	return g
}

func (g *gathered) unit(u fold.UnitRows) {
	p := person{id: u.Units.Unit.Value(u.Row), arm: u.Arm, from: len(g.state)}
	p.hash = stats.Mix64(fnv1a(p.id))
	for d := range g.segments {
		p.fixed = append(p.fixed, g.segments[d].of(u.Units.Seg[d].At(u.Row)))
	}
	if len(g.units) == 0 {
		g.room(len(u.Units.Arm), len(u.Suggestions.ShownAt))
	}
	if g.f.window > 0 {
		p.ends = make([]end, 0, u.To-u.From)
	}
	sessions := g.sessions[:0]
	g.before.forget()
	for i := u.From; i < u.To; i++ {
		st := u.Suggestions.State(i, u.Cut)
		p.states[st]++
		if o := outcomeOf(st); o >= 0 {
			sessions = countSession(sessions, int(u.Suggestions.Session[i]), o)
		}
		g.end(&p, u, i)
		seen := study.SeenStates.Has(st)
		if seen {
			g.row(u, i, st)
		}
		g.history(&g.before, u, i, seen)
	}
	g.asks(&p, u)
	g.leaving(&p, u)
	for _, s := range sessions {
		p.addSession(s)
	}
	g.sessions = sessions
	p.tally(g.f.states)
	p.to = len(g.state)
	g.units = append(g.units, p)
}

// room is made for a partition's units and suggestions at once.
func (g *gathered) room(units, suggestions int) {
	g.units = slices.Grow(g.units, units)
	g.state, g.shown, g.after = slices.Grow(g.state, suggestions), slices.Grow(g.shown, suggestions),
		slices.Grow(g.after, suggestions)
	if g.f.timed {
		g.earlier, g.days, g.hour = slices.Grow(g.earlier, suggestions), slices.Grow(g.days, suggestions),
			slices.Grow(g.hour, suggestions)
	}
	for k := range g.texts {
		g.texts[k].codes = slices.Grow(g.texts[k].codes, suggestions)
	}
	for k := range g.numbers {
		g.numbers[k].values = slices.Grow(g.numbers[k].values, suggestions)
	}
}

// row keeps a mature seen suggestion.
func (g *gathered) row(u fold.UnitRows, i int, st study.State) {
	s := &u.Suggestions
	g.state, g.shown = append(g.state, st), append(g.shown, int64(s.ShownAt[i]))
	after := float32(math.NaN())
	if g.f.tables.HasDecisionTime && !s.DecidedAt.IsNull(i) {
		after = float32(int64(s.DecidedAt.Value(i))-int64(s.ShownAt[i])) / 1e6
	}
	g.after = append(g.after, after)
	if s.Kept != nil {
		g.kept = append(g.kept, s.Kept[i])
	}
	if g.labels >= 0 {
		g.label = append(g.label, g.f.label(s.Attr[g.labels].At(i), g.graded))
	}
	if g.replay >= 0 {
		word := s.Attr[g.replay].At(i)
		own, ok := g.ids[word]
		if !ok {
			own = strings.Clone(word) // the record's memory is let go
			g.ids[own] = own
		}
		g.session = append(g.session, own)
	}
	for k := range g.texts {
		t := &g.texts[k]
		t.codes = append(t.codes, t.at(&s.Attr[t.place].Texts, i))
	}
	for k := range g.numbers {
		n := &g.numbers[k]
		v := float32(math.NaN())
		if n.trait {
			v = s.Trait[n.place].Numbers[i]
		} else if x, ok := s.Attr[n.place].Number(i); ok {
			v = float32(x)
		}
		n.values = append(n.values, v)
	}
}

// label reads a label: correct as yes or no, a grade as good when none of its
// metric costs less.
func (f *Facts) label(word string, graded bool) int8 {
	if graded {
		for _, m := range f.exp.Metrics {
			least := int64(math.MaxInt64)
			for _, g := range m.Grades {
				least = min(least, g.Cost)
			}
			for _, g := range m.Grades {
				switch {
				case g.Name != word:
				case g.Cost == least:
					return good
				default:
					return bad
				}
			}
		}
		return unlabelled
	}
	switch strings.ToLower(strings.TrimSpace(word)) {
	case "1", "true", "yes", "t", "y", "1.0":
		return good
	case "0", "false", "no", "f", "n", "0.0":
		return bad
	}
	return unlabelled
}

const dayMicros = int64(24 * time.Hour / time.Microsecond)
