package ingest

import (
	"context"
	"math/bits"
	"slices"
	"sync"

	"uptake/analysis/spec"
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/store"
	"uptake/ingest/table"
)

// LivesOf reads the rows of an experiment's sources by unit, as far as their columns can
// be read: it refuses no row, for it looks at how an export is made. traits are further
// columns of which each unit keeps its first value, people those that follow persons.
func LivesOf(ctx context.Context, e *spec.Experiment, d spec.Demand, traits, people []string, o Options) (*Lives,
	error) {
	g := newLives(e, d, traits, people, o.Open)
	return g.read(ctx, o)
}

func (g *livesReading) read(ctx context.Context, o Options) (*Lives, error) {
	defer g.set.Close()
	if err := g.set.Find(); err != nil {
		return nil, err
	}
	list, visits := make([]*livesWorker, max(o.Workers, 1)), make([]table.Visit, max(o.Workers, 1))
	for i := range list {
		list[i] = newLivesWorker(g)
		visits[i] = list[i].take
	}
	if err := g.set.Scan(ctx, visits, o.Progress); err != nil {
		return nil, err
	}
	for _, w := range list[1:] {
		list[0].merge(w)
	}
	return list[0].lives(), nil
}

// livesReading is a reading by unit: what all its workers share.
type livesReading struct {
	exp      *spec.Experiment
	set      *table.Set
	assigned *table.Input
	scope    scope
	roles    map[string]store.Role
	exposes  map[string]bool
	counted  map[string]bool
	outcomes map[string]store.Role
	traits   []string
	people   []string
	at       map[string]int
	filters  []int
	exposing []int

	events            *event.Words
	others, otherArms *event.Words
	levels            []*event.Words

	mu      sync.Mutex
	sampled sampled // of the blocks that were read to their end
}

// livesWorker reads one block after the other, and keeps what it has seen of units.
type livesWorker struct {
	*livesReading
	units    map[uint64]*growing
	out      Lives
	persons  []persons    // of every column that follows people
	times    event.Stamps // of the stretch at hand
	received event.Stamps
}

func newLivesWorker(g *livesReading) *livesWorker {
	w := &livesWorker{livesReading: g, units: map[uint64]*growing{}}
	for range g.people {
		w.persons = append(w.persons, persons{units: map[uint64]uint64{}, most: mostPeople})
	}
	w.out.From, w.out.To, w.out.Last = NoTime, NoTime, NoTime
	return w
}

// growing is a life while it is read.
type growing struct {
	Life
	first traitRow
}

// traitRow is the row whose traits a unit keeps: the least exposure, else the least row.
type traitRow struct {
	exposes bool
	at      int64
	file    int32
	row     int64
	set     bool
}

func (t traitRow) before(o traitRow) bool {
	switch {
	case !o.set || t.exposes != o.exposes:
		return !o.set || t.exposes
	case t.at != o.at:
		return t.at < o.at
	case t.file != o.file:
		return t.file < o.file
	}
	return t.row < o.row
}

func newLives(e *spec.Experiment, d spec.Demand, traits, people []string, open Opener) *livesReading {
	g := &livesReading{exp: e, set: table.New(open), roles: map[string]store.Role{}, exposes: map[string]bool{},
		counted: map[string]bool{}, at: map[string]int{},
		traits: traits, people: people, sampled: sampled{most: mostLives}, events: event.NewWords(),
		others: event.NewWords(), otherArms: event.NewWords()}
	w := &g.set.Wants
	for _, n := range []string{"unit", "ts", "event", "event_id", "suggestion_id", "session", "received_ts", "outcome",
		"variant", "arm"} {
		g.at[n] = w.Any(n)
	}
	for _, n := range slices.Concat(traits, people) {
		g.at[n] = w.Any(n)
	}
	for _, n := range slices.Concat([]string{"event", "outcome", "variant", "arm"}, traits) {
		w.List[g.at[n]].Repeats = true
	}
	for range traits {
		g.levels = append(g.levels, event.NewWords(""))
	}
	g.scope = newScope(e, w)
	g.filters, g.exposing = w.Filters(e.Where), w.Filters(e.Exposure.Where)
	if len(e.Arms) > 0 && e.Layout == spec.Events && e.Assignments == nil {
		for _, n := range e.Exposure.Event {
			g.exposes[n] = true
		}
	}
	for role, names := range e.Suggestions.Events {
		for _, n := range names {
			g.roles[n] = roleOf[role]
		}
	}
	for _, v := range d.Variables {
		for _, n := range v.Agg.Event {
			g.counted[n] = true
		}
	}
	g.outcomes = map[string]store.Role{}
	for name, raw := range e.Suggestions.Outcomes {
		for _, v := range raw {
			g.outcomes[v] = outcomeRole(name)
		}
	}
	if len(g.outcomes) == 0 {
		for name := range decisions {
			g.outcomes[name] = outcomeRole(name)
		}
	}
	for _, x := range e.Sources {
		w.Filters(x.Where)
		g.set.Add(table.Export(e, x))
	}
	if a := e.Assignments; a != nil {
		g.assigned = g.set.Add(table.Beside(e, a.Table, "assignments.columns"))
	}
	return g
}

// outcomeRole is the role of the answer that an outcome is, Other where it is none.
func outcomeRole(name string) store.Role {
	if r, ok := roleOf[name]; ok && r != store.Shown {
		return r
	}
	return store.Other
}

// livesBatch is a batch with what its columns say of all rows.
type livesBatch struct {
	*table.Batch
	scoped
	sieve, exposures *event.Sieve
	column           func(string) *event.Text // looked up: not for every row
	persons          []*event.Text
	assigned         bool
}

func (g *livesReading) over(b *table.Batch) *livesBatch {
	filters, at := g.exp.Where, g.filters
	for _, f := range b.In.Source.Where {
		filters, at = append(filters[:len(filters):len(filters)], f), append(at[:len(at):len(at)],
			b.Set.Wants.Place(f.Column))
	}
	x := &livesBatch{Batch: b, scoped: g.scope.over(b),
		column: func(n string) *event.Text { return b.Columns[g.at[n]] }, assigned: b.In == g.assigned}
	if x.assigned {
		filters, at = nil, nil
	}
	for _, n := range g.people {
		x.persons = append(x.persons, x.column(n))
	}
	x.sieve, x.exposures = event.NewSieve(filters, b.Pick(at)), event.NewSieve(g.exp.Exposure.Where, b.Pick(g.exposing))
	return x
}

// take reads a batch.
func (w *livesWorker) take(of *table.Batch) error {
	b := w.over(of)
	unit := b.column("unit")
	if !unit.Present() && b.Rows > 0 {
		return nil
	}
	w.out.Units = true
	drawn := w.drawn()
	var seen sampled
	for from := 0; from < b.Rows; from += stretchRows {
		to := min(from+stretchRows, b.Rows)
		b.In.Clock.Read(b.column("ts"), from, to, &w.times)
		b.In.Decided.Read(b.column("received_ts"), from, to, &w.received)
		for i := from; i < to; i++ {
			h := unit.IDHash(i)
			if h == 0 {
				continue
			}
			if ok, _, _ := b.sieve.Pass(i); !ok {
				continue
			}
			for k, column := range b.persons {
				w.persons[k].meet(column.IDHash(i), h)
			}
			at, received := w.dated(i - from)
			zeros := bits.LeadingZeros64(event.Mix(h))
			if seen.rows[zeros]++; zeros >= drawn {
				w.add(b, i, h, w.told(b, i, i-from, at, received))
			}
		}
	}
	if now := w.draw(&seen); now > drawn {
		w.leave(now)
	}
	return nil
}

// mostLevels is how many values of a trait are told apart.
const mostLevels = 10_000

// level is the code of a trait's value, that of none for those beyond mostLevels.
func (g *livesReading) level(k int, v string) int32 {
	words := g.levels[k]
	if c := words.Find(v); c >= 0 || len(words.List()) >= mostLevels {
		return max(c, 0)
	}
	return words.Code(v)
}

// dated gives the times of row k of the stretch, which are asked of the rows of all units:
// its own, and that at which it was received; NoTime without.
func (w *livesWorker) dated(k int) (at, received int64) {
	at, received = NoTime, NoTime
	if out := &w.out; w.times.Found(k) == event.Value {
		at = w.times.At[k]
		if out.From == NoTime || at < out.From {
			out.From = at
		}
		out.To, out.Dated = max(out.To, at), true
	}
	if w.received.Found(k) == event.Value {
		received = w.received.At[k]
		w.out.Last = max(w.out.Last, received)
	}
	return at, received
}

// told gives row i of a batch, which is row k of the stretch, with its times.
func (w *livesWorker) told(b *livesBatch, i, k int, at, received int64) LifeRow {
	g := w.livesReading
	r := LifeRow{At: at, Received: received, Other: -1, OtherArm: -1, Arm: -1, Role: store.Other, Outcome: store.Other,
		Source: uint8(min(b.In.Number, 255)), File: int32(b.File), Row: b.Row(i)}
	if ts := b.column("ts"); at != NoTime && w.times.Form(k) == event.TextForm && ts.IsText() {
		if v := ts.Value(i); len(v) >= 16 {
			r.Text, r.Zoneless = true, !event.HasZone(v)
		}
	}
	r.Suggestion, r.Session = b.column("suggestion_id").IDHash(i), b.column("session").IDHash(i)
	name := b.column("event").Value(i)
	r.Event = g.events.Code(name)
	if role, known := g.roles[name]; known {
		r.Role = role
	}
	r.Counted = g.counted[name]
	exposes := g.exposes[name] || g.exp.Layout != spec.Events && g.exp.Assignments == nil || b.assigned
	if exposes {
		g.exposure(b, i, &r)
	}
	if g.exp.Layout == spec.Suggestions && !b.assigned {
		r.Role = store.Shown
		if o, known := g.outcomes[b.column("outcome").Value(i)]; known {
			r.Outcome = o
		}
	}
	// Copies are rows of one event id, and without ids those that are alike.
	id := b.column("event_id").IDHash(i)
	if id == 0 {
		id = event.Mix(uint64(r.At) ^ event.Mix(r.Suggestion^event.Mix(r.Session)))
	} else {
		r.named = true
	}
	r.id = event.Mix(id ^ event.HashText(name) ^ event.Mix(uint64(r.Arm+1)) ^ r.id)
	return r
}

// exposure reads which experiment and arm row i exposes to.
func (g *livesReading) exposure(b *livesBatch, i int, r *LifeRow) {
	arm := b.column(armName(g.exp)).Value(i)
	if b.assigned {
		arm = b.column("arm").Value(i)
	}
	why, _ := b.aside(i, g.exp.ID)
	if id, tells := b.names(i); tells && id != "" && id != g.exp.ID {
		r.Other, r.OtherArm = g.others.Code(id), g.otherArms.Code(arm)
		r.id = event.Mix(event.HashText(id))
		return
	}
	if ok, _, _ := b.exposures.Pass(i); !ok || why == sums.Outside {
		return
	}
	if k := g.exp.ArmOf(arm); k >= 0 && k < 127 {
		r.Arm = int8(k)
		if g.exp.Layout == spec.Events || b.assigned {
			r.Role = store.Exposure
		}
	}
}
