package store

import (
	"fmt"
	"sync"

	"uptake/analysis/study"
	"uptake/ingest/event"
)

// Parts is the fixed number of partitions; a unit's partition follows from
// the fixed hash of its id.
const Parts = 64

// Store keeps the packed rows of a run, in partitions by unit.
type Store struct {
	Format    Format
	mu        sync.Mutex
	appenders []*Appender
	parts     [Parts]Part
}

// New starts an empty store.
func New(f Format) *Store { return &Store{Format: f} }

// Part is one partition once all rows are in: its units by number, and its rows in
// chunks, each with the numbers that its shard's units have here.
type Part struct {
	once   sync.Once
	names  []byte   // ids one after another
	ends   []uint32 // end of each id in names
	chunks []chunk
	rows   int
}

type chunk struct {
	rows  []byte
	units []uint32 // number in the shard → number in the partition
}

// Units is the number of the partition's units; they are numbered from 0.
func (p *Part) Units() int { return len(p.ends) }

// Rows is the number of the partition's rows.
func (p *Part) Rows() int { return p.rows }

// Name returns a unit's id.
func (p *Part) Name(unit uint32) []byte { return between(p.names, p.ends, unit) }

// Each visits the rows in the order in which they lie, n counting them.
func (p *Part) Each(visit func(n int, unit uint32, row Packed)) {
	n := 0
	for _, c := range p.chunks {
		for rest := c.rows; len(rest) > 0; n++ {
			unit, size := head(rest)
			visit(n, c.units[unit], rest[:size:size])
			rest = rest[size:]
		}
	}
}

// Sorted is a partition's rows, those of one unit after those of another.
type Sorted struct {
	bytes []byte
	end   []int // by unit: where its rows end
}

// Unit gives the rows of a unit, one after another; Next takes them apart.
func (s *Sorted) Unit(unit uint32) []byte {
	if unit == 0 {
		return s.bytes[:s.end[0]]
	}
	return s.bytes[s.end[unit-1]:s.end[unit]]
}

// Next is the first of some rows, and the rest of them.
func Next(rows []byte) (row Packed, rest []byte) {
	_, size := head(rows)
	return rows[:size:size], rows[size:]
}

// Sort copies the rows into s, whose memory it uses again, so that those of a unit lie
// side by side. They keep their order. The rows marked, by their number in it and
// ascending, are Tied in the copy.
func (p *Part) Sort(marked []int32, s *Sorted) {
	s.end = sized(s.end, len(p.ends))
	clear(s.end)
	for _, c := range p.chunks {
		for rest := c.rows; len(rest) > 0; {
			unit, size := head(rest)
			s.end[c.units[unit]] += size
			rest = rest[size:]
		}
	}
	total := 0
	for u, size := range s.end { // where its rows begin, until they are there
		s.end[u] = total
		total += size
	}
	s.bytes = sized(s.bytes, total)
	n := int32(0)
	for _, c := range p.chunks {
		for rest := c.rows; len(rest) > 0; n++ {
			unit, size := head(rest)
			end := &s.end[c.units[unit]]
			copy(s.bytes[*end:*end+size], rest)
			if len(marked) > 0 && marked[0] == n {
				s.bytes[*end+5] |= flagTied >> 8
				marked = marked[1:]
			}
			*end += size
			rest = rest[size:]
		}
	}
}

func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// between gives text i of texts that stand one after another.
func between(texts []byte, ends []uint32, i uint32) []byte {
	start := uint32(0)
	if i > 0 {
		start = ends[i-1]
	}
	return texts[start:ends[i]]
}

// Part puts the shards of partition i together. All appenders must have been flushed.
func (s *Store) Part(i int) *Part {
	p := &s.parts[i]
	p.once.Do(func() {
		numbers := map[string]uint32{}
		for _, a := range s.appenders {
			p.take(&a.shards[i], numbers)
		}
	})
	return p
}

// take takes a shard over and numbers its units; those with a name of their own that
// another shard has too are one.
func (p *Part) take(s *shard, numbers map[string]uint32) {
	units := make([]uint32, len(s.ends))
	solo := s.solo
	for local := range units {
		id := between(s.names, s.ends, uint32(local))
		alone := len(solo) > 0 && solo[0] == uint32(local)
		if alone {
			solo = solo[1:]
		} else if n, known := numbers[string(id)]; known {
			units[local] = n
			continue
		}
		n := uint32(len(p.ends))
		p.names = append(p.names, id...)
		p.ends = append(p.ends, uint32(len(p.names)))
		units[local] = n
		if !alone {
			numbers[string(id)] = n
		}
	}
	for _, c := range s.chunks {
		p.chunks = append(p.chunks, chunk{c, units})
	}
	p.rows += s.rows
	*s = shard{}
}

// chunkSize is how many bytes a worker packs before it begins another chunk.
const chunkSize = 32 << 10

// Appender packs rows into a store. It is for one goroutine; call Flush at the end.
type Appender struct {
	store  *Store
	shards [Parts]shard
	units  unitTable
}

// shard is what one appender has of a partition: units by number and rows in chunks,
// which are never moved.
type shard struct {
	names  []byte
	ends   []uint32
	solo   []uint32 // units that are rows without a name, in order
	chunks [][]byte
	open   []byte
	rows   int
}

// NewAppender starts an appender.
func (s *Store) NewAppender() *Appender {
	a := &Appender{store: s}
	s.mu.Lock()
	s.appenders = append(s.appenders, a)
	s.mu.Unlock()
	return a
}

// UnitRef names a unit within the appender, so that it need be looked up only once.
type UnitRef struct {
	part uint8
	unit uint32
}

// Unit returns the reference of a unit's id.
func (a *Appender) Unit(id string) UnitRef { return a.HashedUnit(id, event.HashText(id)) }

// HashedUnit is Unit where the fixed hash of the id is known.
func (a *Appender) HashedUnit(id string, h uint64) UnitRef {
	ref := UnitRef{part: uint8(h % Parts)}
	s := &a.shards[ref.part]
	u, known := a.units.find(h, uint32(len(s.ends)), func(u uint32) bool { return string(between(s.names, s.ends, u)) == id })
	if !known {
		s.names = append(s.names, id...)
		s.ends = append(s.ends, uint32(len(s.names)))
	}
	ref.unit = u
	return ref
}

// Unnamed gives a row that names no unit a unit of its own, in the partition
// of its hash, so that the result does not depend on the order of rows.
func (a *Appender) Unnamed(h study.Hash) UnitRef {
	i := h.Lo % Parts
	s := &a.shards[i]
	n := uint32(len(s.ends))
	s.names = fmt.Appendf(s.names, "%016x%016x", h.Hi, h.Lo)
	s.ends, s.solo = append(s.ends, uint32(len(s.names))), append(s.solo, n)
	return UnitRef{uint8(i), n}
}

// Add packs one row of a unit.
func (a *Appender) Add(u UnitRef, r *Row) {
	s := &a.shards[u.part]
	if s.open == nil {
		s.open = make([]byte, 0, chunkSize)
	}
	before := len(s.open)
	s.open = a.store.Format.pack(s.open, u.unit, r)
	s.rows++
	if n := len(s.open); n+2*(n-before) > chunkSize {
		s.chunks, s.open = append(s.chunks, s.open), nil
	}
}

// Flush ends the appending.
func (a *Appender) Flush() {
	for i := range a.shards {
		s := &a.shards[i]
		if n := len(s.open); n > 0 {
			if n < chunkSize/2 {
				s.open = append([]byte(nil), s.open...)
			}
			s.chunks, s.open = append(s.chunks, s.open), nil
		}
	}
	a.units = unitTable{}
}

// Drop lets go of partition i's rows.
func (s *Store) Drop(i int) {
	p := s.Part(i)
	p.names, p.ends, p.chunks, p.rows = nil, nil, nil, 0
}
