package resolve

import (
	"cmp"
	"slices"

	"uptake/analysis/study"
	"uptake/ingest/store"
)

// entry is one row of a unit: what the total order needs most, and where the rest is.
type entry struct {
	ts    int64
	rank  uint64 // among the rows it is tied with, by their tuples; 0 = tied with none
	row   store.Packed
	role  store.Role
	day   bool
	ghost bool
	dup   bool
}

func (e *entry) place() store.Place { return e.row.Place() }

func (e *entry) hash() study.Hash { return e.row.Hash() }

// order is the one order: time, rank of the event, and the tuple of the row's
// columns, of which the event id is the first. The tuple is known as a rank, and
// only where something depends on it; rows that are alike to the result follow
// their hashes, and equal ones their places, so that their order, and with it which
// row is the example of those that left, is the same in every run.
func order(f *store.Format, a, b *entry) int {
	if a.ts != b.ts {
		return cmp.Compare(a.ts, b.ts)
	}
	return cmp.Or(cmp.Compare(a.role, b.role), cmp.Compare(a.rank, b.rank), cmp.Compare(f.EventIDOf(a.row), f.EventIDOf(b.row)),
		a.hash().Compare(b.hash()), cmp.Compare(a.place(), b.place()))
}

// histories lists the rows of every unit of partition i: rows[start[u]:start[u+1]] are unit u's.
func (r *Resolver) histories(i int) (rows []entry, start []int32) {
	p := r.Store.Part(i)
	start = make([]int32, p.Units()+1)
	copy(start[1:], p.Counts())
	for u := 1; u < len(start); u++ {
		start[u] += start[u-1]
	}
	rows = make([]entry, p.Rows())
	next := slices.Clone(start)
	var tied []int32
	if r.Marks != nil {
		tied = r.Marks[i]
	}
	p.Each(func(n int, unit uint32, row store.Packed) {
		e := &rows[next[unit]]
		next[unit]++
		e.ts, e.role, e.day, e.row, e.ghost = row.TS(), row.Role(), row.Day(), row, row.Ghost()
		if r.Days != nil && e.ts != store.NoTime && r.Days[row.Place().File()] {
			e.day = true
		}
		if len(tied) > 0 && tied[0] == int32(n) {
			e.rank = r.Ranks[row.Place()]
			tied = tied[1:]
		}
	})
	return rows, start
}

// repeats marks the copies among a unit's sorted rows, of which the least is
// kept, and counts those that bring another payload under the same id. By id,
// rows without an id are copies only where they are equal as whole rows.
type repeats struct {
	format *store.Format
	byID   bool
	coarse []bool              // by file: rows without an id are no copies there, however equal
	seen   map[study.Hash]bool // keys
	known  map[payload]bool    // what was seen under an id
	sorted []uint64
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

// mark marks the copies; each gives a copy whose payload is new under its id.
func (d *repeats) mark(h []entry, differs func(*entry)) {
	if !d.any(h) {
		return
	}
	if d.seen == nil {
		d.seen, d.known = map[study.Hash]bool{}, map[payload]bool{}
	}
	clear(d.seen)
	clear(d.known)
	for i := range h {
		e := &h[i]
		k := d.key(e)
		e.dup = d.seen[k]
		d.seen[k] = true
		if !d.named(e) {
			d.unnamed(e)
			continue
		}
		p := payload{d.format.EventIDOf(e.row), e.ts, e.rank}
		if e.dup && !d.known[p] && !e.ghost {
			differs(e)
		}
		d.known[p] = true
	}
}

// unnamed settles a row that no id tells from its like.
func (d *repeats) unnamed(e *entry) {
	switch {
	case !e.dup:
	case d.coarse != nil && d.coarse[e.place().File()]:
		e.dup = false
		if !e.ghost {
			d.equal.kept++
		}
	case !e.ghost:
		d.equal.dropped++
	}
}

// named reports whether an id tells the row's copies.
func (d *repeats) named(e *entry) bool { return d.byID && d.format.EventIDOf(e.row) != 0 }

func (d *repeats) key(e *entry) study.Hash {
	if d.byID {
		if id := d.format.EventIDOf(e.row); id != 0 {
			return study.Hash{Hi: 1, Lo: id}
		}
	}
	h := e.hash()
	return study.Hash{Hi: h.Hi ^ e.rank, Lo: h.Lo}
}

// any is a cheap first look: most units have no repeat.
func (d *repeats) any(h []entry) bool {
	d.sorted = d.sorted[:0]
	for i := range h {
		d.sorted = append(d.sorted, d.key(&h[i]).Lo)
	}
	slices.Sort(d.sorted)
	for i := 1; i < len(d.sorted); i++ {
		if d.sorted[i] == d.sorted[i-1] {
			return true
		}
	}
	return false
}
