package ignore

import (
	"cmp"
	"context"
	"hash/fnv"
	"math"
	"slices"
	"time"

	"github.com/apache/arrow/go/v15/arrow/array"

	"uptake/analysis/fold"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// idle is the pause after which another session begins, where sessions are not logged.
const idle = 30 * time.Minute

// Gather reads the study tables once.
func Gather(ctx context.Context, exp *spec.Experiment, t *study.Tables, o Options) (*Facts, error) {
	f := &Facts{exp: exp, tables: t, opt: o, arms: t.Shape.Arms, control: t.Shape.Control, timed: t.HasTime, late: make([]lateCount, t.Parts)}
	if len(exp.Arms) == 0 || o.NoArms {
		f.control = -1
	}
	if t.HasTime && t.HasDecisionTime {
		f.window = exp.Suggestions.Attribution.Microseconds()
	}
	f.periods = periods(exp, t)
	parts := make([]*gathered, t.Parts)
	err := fold.EachUnit(ctx, exp, t, o.Workers,
		func(i int, tally *study.Tally) {
			parts[i] = newGathered(f)
			f.late[i] = lateCount{late: tally.LateAccepts, accepts: tally.Accepts}
		},
		func(i int, u fold.UnitRows) error { parts[i].unit(u); return nil })
	if err != nil {
		return nil, err
	}
	f.join(parts)
	return f, nil
}

// gathered is one partition's units and their seen suggestions.
type gathered struct {
	f     *Facts
	units []person
	rows
	segments []words
	texts    []text
	numbers  []number
	same     []uint32 // hashes of the content, by row; nil where it is not logged
	content  int      // its place among the traits
	earlier  []float32
	days     []float32
	hour     []uint16
	again    []uint16
}

// text is one text attribute and its codes by row.
type text struct {
	place int // among the shape's attributes
	words
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
		c = uint16(len(w.list))
		w.code[s] = c
		w.list = append(w.list, s)
	}
	return c
}

func newGathered(f *Facts) *gathered {
	g := &gathered{f: f, content: -1}
	s := f.tables.Shape
	for _, name := range s.Segments {
		g.segments = append(g.segments, words{name: name})
	}
	for k, a := range s.Attributes {
		switch {
		case slices.Contains(f.tables.Absent, a.Name) || a.Name == "grade" || a.Name == "correct":
		case a.Number:
			g.numbers = append(g.numbers, number{name: a.Name, place: k})
		default:
			g.texts = append(g.texts, text{place: k, words: words{name: a.Name}})
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
	h := fnv.New64a()
	h.Write([]byte(p.id))
	p.hash = stats.Mix64(h.Sum64())
	for d := range g.segments {
		codes, list := study.Codes(u.Units.Seg[d])
		p.fixed = append(p.fixed, g.segments[d].of(list.Value(int(codes[u.Row]))))
	}
	var sessions []sessionCount
	before := past{content: map[uint32]bool{}, shown: map[int32]*sofar{}}
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
		g.history(&before, u, i, seen)
	}
	for _, s := range sessions {
		p.addSession(s)
	}
	p.to = len(g.state)
	g.units = append(g.units, p)
}

// row keeps a mature seen suggestion.
func (g *gathered) row(u fold.UnitRows, i int, st study.State) {
	s := &u.Suggestions
	g.state, g.shown = append(g.state, st), append(g.shown, int64(s.ShownAt[i]))
	for k := range g.texts {
		t := &g.texts[k]
		codes, list := study.Codes(s.Attr[t.place].(*array.Dictionary))
		t.codes = append(t.codes, t.of(list.Value(int(codes[i]))))
	}
	for k := range g.numbers {
		n := &g.numbers[k]
		v := float32(math.NaN())
		if n.trait {
			v = s.Trait[n.place].(*array.Float32).Value(i)
		} else if a := s.Attr[n.place].(*array.Float64); !a.IsNull(i) {
			v = float32(a.Value(i))
		}
		n.values = append(n.values, v)
	}
}

// past is what a unit has been shown so far.
type past struct {
	content map[uint32]bool
	shown   map[int32]*sofar // by session
	last    int64            // when the last one was shown; its session, where none are logged
	session int32
}

// sofar counts what was shown in a session: together with the last one, and before.
type sofar struct {
	at          int64
	before, now int
}

// strictly is how many were shown before an instant: those shown together have the
// same past, whatever their order.
func (s *sofar) strictly(at int64) int {
	if at > s.at {
		s.before, s.now, s.at = s.before+s.now, 0, at
	}
	s.now++
	return s.before
}

// history keeps, for a seen suggestion, what had been shown to the unit before,
// and takes it into that history.
func (g *gathered) history(before *past, u fold.UnitRows, i int, seen bool) {
	s := &u.Suggestions
	if g.f.timed {
		at := int64(s.ShownAt[i])
		session := s.Session[i]
		if g.f.tables.NoSession {
			if before.last != 0 && at-before.last > idle.Microseconds() {
				before.session++
			}
			session = before.session
		}
		if before.shown[session] == nil {
			before.shown[session] = &sofar{at: math.MinInt64}
		}
		earlier := before.shown[session].strictly(at)
		if seen {
			g.earlier = append(g.earlier, float32(earlier))
			g.days = append(g.days, float32(max(0, (at-int64(u.Units.ExposedAt[u.Row]))/dayMicros)))
			zone := g.f.exp.Zone
			if zone == nil {
				zone = time.UTC
			}
			g.hour = append(g.hour, uint16(time.UnixMicro(at).In(zone).Hour()/4))
		}
		before.last = at
	}
	if g.content < 0 {
		return
	}
	content := s.Trait[g.content].(*array.Uint32).Value(i)
	if seen {
		switch {
		case content == 0:
			g.again = append(g.again, unknown)
		case before.content[content]:
			g.again = append(g.again, 1)
		default:
			g.again = append(g.again, 0)
		}
	}
	if content != 0 {
		before.content[content] = true
	}
}

const dayMicros = int64(24 * time.Hour / time.Microsecond)

// join puts all units in order of their ids and levels in order of their names.
func (f *Facts) join(parts []*gathered) {
	base := make([]int, len(parts))
	for i, g := range parts {
		base[i] = len(f.seen.state)
		f.seen.state, f.seen.shown = append(f.seen.state, g.state...), append(f.seen.shown, g.shown...)
		g.state, g.shown = nil, nil
	}
	for d, name := range f.tables.Shape.Segments {
		c := column{name: name, fixed: true, place: d}
		c.levels = joinWords(parts, func(g *gathered) *words { return &g.segments[d] }, func(i int, to []uint16) {
			for u := range parts[i].units {
				p := &parts[i].units[u]
				if p.fixed[d] != unknown {
					p.fixed[d] = to[p.fixed[d]]
				}
			}
		})
		f.columns = append(f.columns, c)
	}
	if len(parts) > 0 {
		f.joinRows(parts)
	}
	for i, g := range parts {
		for u := range g.units {
			p := &g.units[u]
			p.from, p.to = p.from+base[i], p.to+base[i]
			f.late[i].seen += p.seen()
		}
		f.units = append(f.units, g.units...)
	}
	slices.SortFunc(f.units, func(a, b person) int { return cmp.Compare(a.id, b.id) })
}

// joinRows makes the columns that differ by row.
func (f *Facts) joinRows(parts []*gathered) {
	first := parts[0]
	for k := range first.texts {
		c := column{name: first.texts[k].name}
		for _, g := range parts {
			c.many += g.texts[k].over
		}
		c.levels = joinWords(parts, func(g *gathered) *words { return &g.texts[k].words }, func(i int, to []uint16) {
			codes := parts[i].texts[k].codes
			for _, old := range codes {
				if old != unknown {
					old = to[old]
				}
				c.codes = append(c.codes, old)
			}
			parts[i].texts[k].codes = nil
		})
		if c.many > 0 {
			c.many += len(c.levels)
		}
		c.cut()
		f.columns = append(f.columns, c)
	}
	for _, b := range numbers {
		k := slices.IndexFunc(first.numbers, func(n number) bool { return n.name == b.name })
		var values []float32
		switch {
		case k >= 0:
			values = together(parts, func(g *gathered) *[]float32 { return &g.numbers[k].values })
		case b.name == earlierInSession && f.timed:
			values = together(parts, func(g *gathered) *[]float32 { return &g.earlier })
		case b.name == daysSinceExposure && f.timed && len(f.exp.Arms) > 0:
			values = together(parts, func(g *gathered) *[]float32 { return &g.days })
		default:
			continue
		}
		c := b.column(values)
		c.derived = k < 0
		f.columns = append(f.columns, c)
	}
	if f.timed {
		f.columns = append(f.columns, column{name: hourOfDay, derived: true, levels: hours,
			codes: together(parts, func(g *gathered) *[]uint16 { return &g.hour })})
	}
	if first.content >= 0 {
		f.columns = append(f.columns, column{name: shownBefore, derived: true, levels: []string{"no", "yes"},
			codes: together(parts, func(g *gathered) *[]uint16 { return &g.again })})
	}
}

// together puts the partitions' values behind each other and lets go of theirs.
func together[T any](parts []*gathered, of func(*gathered) *[]T) []T {
	n := 0
	for _, g := range parts {
		n += len(*of(g))
	}
	out := make([]T, 0, n)
	for _, g := range parts {
		out = append(out, *of(g)...)
		*of(g) = nil
	}
	return out
}

// joinWords lists the levels of all partitions in order and has each partition
// move its codes to them.
func joinWords(parts []*gathered, of func(*gathered) *words, move func(i int, to []uint16)) []string {
	set := map[string]bool{}
	for _, g := range parts {
		for _, n := range of(g).list {
			set[n] = true
		}
	}
	var all []string
	for n := range set {
		all = append(all, n)
	}
	slices.Sort(all)
	code := map[string]uint16{}
	for i, n := range all {
		code[n] = uint16(min(i, unknown))
	}
	for i, g := range parts {
		to := make([]uint16, len(of(g).list))
		for k, n := range of(g).list {
			to[k] = code[n]
		}
		move(i, to)
	}
	return all
}
