package store

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"

	"uptake/analysis/sums"
	"uptake/ingest/event"
)

// Parts is the fixed number of partitions; a unit's partition follows from
// the fixed hash of its id.
const Parts = 1 << partBits

const partBits = 6

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

// between gives text i of texts that stand one after another.
func between(texts []byte, ends []uint32, i uint32) []byte {
	start := uint32(0)
	if i > 0 {
		start = ends[i-1]
	}
	return texts[start:ends[i]]
}

// chunkSize is how many bytes a worker packs before it begins another chunk, and chunkRows
// how many rows.
const (
	chunkSize = 32 << 10
	chunkRows = 853 // in 20 KB, which memory comes in
)

// lineSize is how many bytes of memory come near at a time.
const lineSize = 64

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
	heads  []Head // of the open chunk
	open   []byte // the rest of its rows
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

// UnitRef names a unit within the appender, so that it need be looked up only once; none
// is 0.
type UnitRef uint64

func newUnitRef(part int, unit uint32) UnitRef { return (UnitRef(unit)+1)<<partBits | UnitRef(part) }

// Unit returns the reference of a unit's id.
func (a *Appender) Unit(id string) UnitRef { return a.HashedUnit(id, event.HashText(id)) }

// Ahead has the memory fetched that HashedUnit will look at for units of these hashes,
// for all of them at a time: where they are found, and their names.
func (a *Appender) Ahead(hashes []uint64) {
	for _, h := range hashes {
		a.units.fetch(h)
	}
	for _, h := range hashes {
		if end, some := a.units.named(h); some {
			fetch(&a.shards[h%Parts].names[end-1], 1)
		}
	}
}

// HashedUnit is Unit where the fixed hash of the id is known.
func (a *Appender) HashedUnit(id string, h uint64) UnitRef {
	part := int(h % Parts)
	s := &a.shards[part]
	u, known := a.units.find(h, id, s.names, uint32(len(s.ends)))
	if !known {
		s.names = append(s.names, id...)
		s.ends = append(s.ends, uint32(len(s.names)))
	}
	return newUnitRef(part, u)
}

// Unnamed gives a row that names no unit a unit of its own, in the partition
// of its hash, so that the result does not depend on the order of rows.
func (a *Appender) Unnamed(h sums.Hash) UnitRef {
	i := int(h.Lo % Parts)
	s := &a.shards[i]
	n := uint32(len(s.ends))
	s.names = fmt.Appendf(s.names, "%016x%016x", h.Hi, h.Lo)
	s.ends, s.solo = append(s.ends, uint32(len(s.names))), append(s.solo, n)
	return newUnitRef(i, n)
}

// Add packs one row of a unit.
func (a *Appender) Add(u UnitRef, r *Row) error {
	s := &a.shards[u%Parts]
	if err := a.room(s, 0); err != nil {
		return err
	}
	before := len(s.open)
	var h Head
	s.open, h = a.store.Format.pack(s.open, uint32(u>>partBits)-1, r)
	s.heads = append(s.heads, h)
	return a.packed(s, len(s.open)-before)
}

// room readies a shard's open chunk for so many bytes of a row more.
func (a *Appender) room(s *shard, size int) error {
	if s.open != nil && cap(s.open)-len(s.open) < size {
		if err := a.full(s); err != nil {
			return err
		}
	}
	if s.open == nil {
		s.open, s.heads = make([]byte, 0, chunkSize), make([]Head, 0, chunkRows)
	}
	return nil
}

// packed ends a row of some size that was packed into a shard's open chunk.
func (a *Appender) packed(s *shard, size int) error {
	s.rows++
	if len(s.open)+2*size > chunkSize || len(s.heads) == chunkRows {
		return a.full(s)
	}
	s.fetch()
	return nil
}

// fetch has the memory brought near that the next row goes to: rows of other partitions come
// before it, and its place is not near by itself.
func (s *shard) fetch() {
	rest, heads := s.open[:cap(s.open)], s.heads[:cap(s.heads)]
	fetch(&rest[min(len(s.open)+lineSize, len(rest)-1)], 1)
	fetch((*byte)(unsafe.Pointer(&heads[min(len(s.heads)+1, len(heads)-1)])), 1)
}

// full puts a shard's open chunk aside: in memory, or into the file, whereupon another
// takes its memory.
func (a *Appender) full(s *shard) error {
	sp := &a.store.spill
	if !sp.full() {
		sp.held.Add(int64(cap(s.open)) + int64(cap(s.heads))*headSize)
		s.chunks, s.open, s.heads = append(s.chunks, chunk{heads: s.heads, rest: s.open}), nil, nil
		return nil
	}
	c, err := sp.write(s.heads, s.open)
	s.chunks, s.open, s.heads = append(s.chunks, c), s.open[:0], s.heads[:0]
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
			s.open, s.heads = slices.Clone(s.open), slices.Clone(s.heads)
		}
		if err := a.full(s); err != nil {
			return err
		}
		s.open, s.heads = nil, nil
	}
	return nil
}
