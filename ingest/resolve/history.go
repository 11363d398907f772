package resolve

import (
	"cmp"
	"encoding/binary"
	"slices"

	"uptake/analysis/study"
)

// entry is one row of a unit: what the total order needs, and where the rest is.
type entry struct {
	ts      int64
	role    Role
	eventID uint64
	hash    study.Hash
	row     []byte // packed
	dup     bool
}

// order is the one order: time, rank of the event, event id, row.
func order(a, b entry) int {
	return cmp.Or(cmp.Compare(a.ts, b.ts), cmp.Compare(a.role, b.role), cmp.Compare(a.eventID, b.eventID),
		cmp.Compare(a.hash.Hi, b.hash.Hi), cmp.Compare(a.hash.Lo, b.hash.Lo))
}

// histories lists the rows of every unit of a partition: rows[start[u]:start[u+1]] are unit u's.
func (p *part) histories(f Format) (rows []entry, start []int32) {
	le := binary.LittleEndian
	start = make([]int32, len(p.ends)+1)
	each := func(visit func(unit uint32, b []byte)) {
		for _, c := range p.chunks {
			for len(c) > 0 {
				unit, n := f.head(c)
				visit(unit, c[:n])
				c = c[n:]
			}
		}
	}
	each(func(unit uint32, _ []byte) { start[unit+1]++ })
	for u := 1; u < len(start); u++ {
		start[u] += start[u-1]
	}
	rows = make([]entry, p.rows)
	next := slices.Clone(start)
	each(func(unit uint32, b []byte) {
		e := entry{ts: int64(le.Uint64(b[8:])), role: Role(b[4]), hash: study.Hash{Hi: le.Uint64(b[16:]), Lo: le.Uint64(b[24:])}, row: b}
		if f.EventID {
			e.eventID = le.Uint64(b[headSize:])
		}
		rows[next[unit]] = e
		next[unit]++
	})
	return rows, start
}

// sortHistory puts a unit's rows in order; most come nearly sorted.
func sortHistory(h []entry) {
	if len(h) > 24 {
		slices.SortFunc(h, order)
		return
	}
	for i := 1; i < len(h); i++ {
		for j := i; j > 0 && order(h[j], h[j-1]) < 0; j-- {
			h[j], h[j-1] = h[j-1], h[j]
		}
	}
}

// repeats marks the duplicates among a unit's sorted rows, the least kept, and
// counts those whose payload differs from the row kept. By id, rows without
// an id are compared as whole rows.
type repeats struct {
	byID   bool
	first  map[study.Hash]study.Hash // key → hash of the row kept
	sorted []uint64
}

func (d *repeats) mark(h []entry) (differing int64) {
	if !d.any(h) {
		return 0
	}
	if d.first == nil {
		d.first = map[study.Hash]study.Hash{}
	}
	clear(d.first)
	for i := range h {
		kept, again := d.first[d.key(&h[i])]
		if !again {
			d.first[d.key(&h[i])] = h[i].hash
			continue
		}
		h[i].dup = true
		if kept != h[i].hash {
			differing++
		}
	}
	return differing
}

func (d *repeats) key(e *entry) study.Hash {
	if d.byID && e.eventID != 0 {
		return study.Hash{Hi: 1, Lo: e.eventID}
	}
	return e.hash
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
