package resolve

import (
	"cmp"
	"slices"

	"uptake/analysis/sums"
	"uptake/ingest/store"
)

// entry is one row of a unit: what the total order needs most, and where the rest is.
type entry struct {
	ts    int64
	id    uint64 // that its copies share, 0 = none
	lead  uint64 // how its event id begins, where rows carry that
	rank  uint64 // among the rows it is tied with, by their tuples; 0 = tied with none
	place store.Place
	line  *store.Line
	row   store.Packed
	role  store.Role
	day   bool
	ghost bool
	dup   bool
}

func (e *entry) hash() sums.Hash { return e.row.Hash() }

// order is the one order: time, rank of the event, and the tuple of the row's
// columns, of which the event id is the first. The tuple is known as the lead of the
// event id and, where these are equal, as a rank, and only where something depends on
// it; rows that are alike to the result follow their hashes, and equal ones their
// places, so that their order, and with it which row is the example of those that left, is
// the same in every run.
func order(a, b *entry) int {
	if a.ts != b.ts {
		return cmp.Compare(a.ts, b.ts)
	}
	return cmp.Or(cmp.Compare(a.role, b.role), cmp.Compare(a.lead, b.lead), cmp.Compare(a.rank, b.rank),
		cmp.Compare(a.id, b.id), a.hash().Compare(b.hash()), cmp.Compare(a.place, b.place))
}

// history lists a unit's rows, but those of other experiments, in the memory of the last
// unit's.
func (w *unitWork) history(lines *store.Laid, unit uint32) []entry {
	return w.list(lines, unit, w.r.Member)
}

// common is history without the rows of any experiment.
func (w *unitWork) common(lines *store.Laid, unit uint32) []entry { return w.list(lines, unit, -1) }

func (w *unitWork) list(lines *store.Laid, unit uint32, member int) []entry {
	several, days, format := w.r.Rows.members.several(), w.r.Days, w.r.Rows.Format()
	rows := lines.Unit(unit)
	if cap(w.rows) < len(rows) {
		w.rows = make([]entry, 2*len(rows))
	}
	h, n := w.rows[:len(rows)], 0
	for i := range rows {
		x := &rows[i]
		row, place := lines.RowAt(x)
		if several {
			if arm, has := format.ArmOf(x.Role(), row); has && w.r.Rows.members.of(arm) != member {
				continue
			}
		}
		e := &h[n] // field by field: what is put together elsewhere is waited for when it is copied
		e.ts, e.id, e.rank, e.place, e.line, e.row = x.TS, x.EventID, 0, place, x, row
		e.lead = format.LeadOf(x.Role(), row)
		e.role, e.day, e.ghost, e.dup = x.Role(), x.Day(), x.Ghost(), false
		if days != nil && e.ts != store.NoTime && days[e.place.File()] {
			e.day = true
		}
		if x.Tied() {
			e.rank = w.r.Ranks[e.place]
		}
		n++
	}
	return h[:n]
}

// sort puts rows in the one order, in which lines are but for what times and ties make of it.
func (w *unitWork) sort(h []entry) {
	by := func(a, b entry) int { return order(&a, &b) }
	for from := 0; from < len(h); {
		to, sorted := from+1, true
		for ; to < len(h) && h[to].ts == h[from].ts; to++ {
			sorted = sorted && order(&h[to-1], &h[to]) <= 0
		}
		if to < len(h) && h[to].ts < h[from].ts {
			slices.SortStableFunc(h, by)
			return
		}
		if !sorted {
			slices.SortStableFunc(h[from:to], by)
		}
		from = to
	}
}

// unpack reads an entry's row.
func (w *unitWork) unpack(e *entry) {
	w.r.Rows.Format().Unpack(e.line, e.row, &w.row)
	w.row.Place = e.place
}

// repeats marks the copies among a unit's sorted rows, of which the least is
// kept, and counts those that bring another payload under the same id. By id,
// rows without an id are copies only where they are equal as whole rows.
type repeats struct {
	byID   bool
	coarse []bool             // by file: rows without an id are no copies there, however equal
	seen   map[sums.Hash]bool // keys
	known  map[payload]bool   // what was seen under an id
	table  table
	rows   []int32 // that may have the key of another
	equal  equalRows
}

// equalRows counts the rows without an id that equal another.
type equalRows struct{ dropped, kept int64 }

// payload is what a row says besides its id: its time and its tuple.
type payload struct {
	eventID uint64
	ts      int64
	rank    uint64
}

// anyRank stands for the payloads of a time under an id.
const anyRank = ^uint64(0)

// mark marks the copies; differs is told of a copy whose payload is new under its id, and
// whether its time is.
func (d *repeats) mark(h []entry, differs func(e *entry, redated bool)) {
	again := d.again(h)
	if len(again) == 0 {
		return
	}
	if d.seen == nil {
		d.seen, d.known = map[sums.Hash]bool{}, map[payload]bool{}
	}
	clear(d.seen)
	clear(d.known)
	for _, i := range again {
		e := &h[i]
		k := d.key(e)
		e.dup = d.seen[k]
		d.seen[k] = true
		if !d.named(e) {
			d.unnamed(e)
			continue
		}
		p := payload{e.id, e.ts, e.rank}
		at := payload{p.eventID, p.ts, anyRank}
		if e.dup && !d.known[p] && !e.ghost {
			differs(e, !d.known[at])
		}
		d.known[p], d.known[at] = true, true
	}
}

// unnamed settles a row that no id tells from its like.
func (d *repeats) unnamed(e *entry) {
	switch {
	case !e.dup:
	case d.coarse != nil && d.coarse[e.place.File()]:
		e.dup = false
		if !e.ghost {
			d.equal.kept++
		}
	case !e.ghost:
		d.equal.dropped++
	}
}

// named reports whether an id tells the row's copies.
func (d *repeats) named(e *entry) bool { return d.byID && e.id != 0 }

func (d *repeats) key(e *entry) sums.Hash {
	if d.named(e) {
		return sums.Hash{Hi: 1, Lo: e.id}
	}
	h := e.hash()
	return sums.Hash{Hi: h.Hi ^ e.rank, Lo: h.Lo}
}

// again lists the rows that may have the key of another, ascending: most units have none.
func (d *repeats) again(h []entry) []int32 {
	d.table.begin()
	d.rows = d.rows[:0]
	for i := range h {
		if first, again := d.table.find(d.key(&h[i]).Lo, int32(i)); again {
			d.rows = append(d.rows, first, int32(i))
		}
	}
	slices.Sort(d.rows)
	d.rows = slices.Compact(d.rows)
	return d.rows
}
