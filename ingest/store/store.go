package store

import (
	"fmt"
	"sync"
	"sync/atomic"

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
	spill     spill
	left      atomic.Int32 // partitions that nobody has dropped
}

// New starts an empty store. Of the rows it keeps at most so many bytes in memory, all
// where most is 0; the others go to a file in the folder of temporary files.
func New(f Format, most int64) *Store {
	s := &Store{Format: f}
	s.spill.most = most
	s.left.Store(Parts)
	return s
}

// Spilled is how many bytes of rows are in the file.
func (s *Store) Spilled() int64 { return s.spill.size }

// Part is one partition once all rows are in: its units by number, and its rows in
// chunks, each with the numbers that its shard's units have here.
type Part struct {
	once   sync.Once
	spill  *spill
	names  []byte   // ids one after another
	ends   []uint32 // end of each id in names
	chunks []chunk
	rows   int
	gone   bool
	sizes  []int // bytes of the rows of each unit, once all rows were visited
}

// chunk is some rows of one shard, in memory or in the file.
type chunk struct {
	rows  []byte
	at    int64 // in the file, where rows is nil
	size  int
	sum   uint64
	units []uint32 // number in the shard → number in the partition
}

// Units is the number of the partition's units; they are numbered from 0.
func (p *Part) Units() int { return len(p.ends) }

// Rows is the number of the partition's rows.
func (p *Part) Rows() int { return p.rows }

// Name returns a unit's id.
func (p *Part) Name(unit uint32) []byte { return between(p.names, p.ends, unit) }

// eachChunk visits the rows chunk by chunk, in the order in which they lie; they are
// good during the visit.
func (p *Part) eachChunk(visit func(rows []byte, units []uint32)) error {
	var buffer []byte
	for i := range p.chunks {
		c := &p.chunks[i]
		rows := c.rows
		if rows == nil {
			var err error
			if buffer, err = p.spill.read(c, buffer); err != nil {
				return err
			}
			rows = buffer
		}
		visit(rows, c.units)
	}
	return nil
}

// Each visits the rows in the order in which they lie, n counting them. A row is good
// during its visit.
func (p *Part) Each(visit func(n int, unit uint32, row Packed)) error {
	n, sizes := 0, make([]int, len(p.ends))
	err := p.eachChunk(func(rows []byte, units []uint32) {
		for ; len(rows) > 0; n++ {
			unit, size := head(rows)
			u := units[unit]
			sizes[u] += size
			visit(n, u, rows[:size:size])
			rows = rows[size:]
		}
	})
	if err == nil {
		p.sizes = sizes
	}
	return err
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
func (p *Part) Sort(marked []int32, s *Sorted) error {
	if p.sizes == nil {
		if err := p.Each(func(int, uint32, Packed) {}); err != nil {
			return err
		}
	}
	s.end = append(s.end[:0], p.sizes...)
	total := 0
	for u, size := range s.end { // where its rows begin, until they are there
		s.end[u] = total
		total += size
	}
	s.bytes = sized(s.bytes, total)
	n := int32(0)
	return p.eachChunk(func(rows []byte, units []uint32) {
		for ; len(rows) > 0; n++ {
			unit, size := head(rows)
			end := &s.end[units[unit]]
			copy(s.bytes[*end:*end+size], rows)
			if len(marked) > 0 && marked[0] == n {
				s.bytes[*end+5] |= flagTied >> 8
				marked = marked[1:]
			}
			*end += size
			rows = rows[size:]
		}
	})
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
		p.spill = &s.spill
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
		c.units = units
		p.chunks = append(p.chunks, c)
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
	chunks []chunk
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

// Touch readies HashedUnit of several hashes: their places in memory are asked for side
// by side and not one after another.
func (a *Appender) Touch(hashes []uint64) (nothing uint64) {
	for _, h := range hashes {
		nothing ^= a.units.touch(h)
	}
	return nothing
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
func (a *Appender) Add(u UnitRef, r *Row) error {
	s := &a.shards[u.part]
	if s.open == nil {
		s.open = make([]byte, 0, chunkSize)
	}
	before := len(s.open)
	s.open = a.store.Format.pack(s.open, u.unit, r)
	s.rows++
	if n := len(s.open); n+2*(n-before) > chunkSize {
		return a.full(s)
	}
	return nil
}

// full puts a shard's open chunk aside: in memory, or into the file, whereupon another
// takes its memory.
func (a *Appender) full(s *shard) error {
	sp := &a.store.spill
	if !sp.full() {
		sp.held.Add(int64(cap(s.open)))
		s.chunks, s.open = append(s.chunks, chunk{rows: s.open}), nil
		return nil
	}
	c, err := sp.write(s.open)
	s.chunks, s.open = append(s.chunks, c), s.open[:0]
	return err
}

// Flush ends the appending.
func (a *Appender) Flush() error {
	a.units = unitTable{}
	for i := range a.shards {
		s := &a.shards[i]
		n := len(s.open)
		if n == 0 {
			continue
		}
		if n < chunkSize/2 {
			s.open = append([]byte(nil), s.open...)
		}
		if err := a.full(s); err != nil {
			return err
		}
		s.open = nil
	}
	return nil
}

// Drop lets go of partition i's rows; it is not visited again.
func (s *Store) Drop(i int) {
	p := s.Part(i)
	if p.gone {
		return
	}
	p.gone = true
	p.names, p.ends, p.chunks, p.rows, p.sizes = nil, nil, nil, 0, nil
	if s.left.Add(-1) == 0 {
		s.spill.close()
	}
}
