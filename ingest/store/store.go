package store

import (
	"fmt"
	"sync"
	"sync/atomic"

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

// chunkSize is how many bytes a worker packs before it begins another chunk.
const chunkSize = 32 << 10

// lineSize is how many bytes of memory come near at a time.
const lineSize = 64

// Appender packs rows into a store. It is for one goroutine; call Flush at the end.
type Appender struct {
	store  *Store
	shards [Parts]shard
	units  unitTable
	rest   []byte // of the row at hand
}

// shard is what one appender has of a partition: units by number and rows in chunks,
// which are never moved.
type shard struct {
	names  []byte
	ends   []uint32
	solo   []uint32 // units that are rows without a name, in order
	chunks []chunk
	open   chunk
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

// unit is its number in the shard.
func (u UnitRef) unit() uint32 { return uint32(u>>partBits) - 1 }

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
	a.rest = a.store.Format.pack(a.rest[:0], r)
	s := &a.shards[u%Parts]
	if err := a.room(s, len(a.rest)); err != nil {
		return err
	}
	c := &s.open
	since, code, near := c.near(r.TS, r.Place)
	near = near && len(a.rest) < nearSize
	start := c.rests
	if !near {
		start += farSize
	}
	to := c.memory[start:]
	copy(to, a.rest)
	to[16], to[17], to[18] = byte(code), byte(code>>8), byte(code>>16)
	c.end(start, len(a.rest), since, near, &Head{TS: r.TS, EventID: r.EventID, unit: u.unit(), word: r.word()},
		r.Place)
	s.rows++
	s.fetch()
	return nil
}

// room readies a shard's open chunk for a row more, with a rest of so many bytes.
func (a *Appender) room(s *shard, rest int) error {
	n := most(rest)
	if s.open.room(n) {
		return nil
	}
	if s.open.rows > 0 {
		if err := a.full(s); err != nil {
			return err
		}
	}
	if len(s.open.memory) < n {
		s.open = chunk{memory: make([]byte, max(chunkSize, n)), first: NoTime}
	}
	return nil
}

// fetch has the memory brought near that the next row goes to: rows of other partitions come
// before it, and its place is not near by itself.
func (s *shard) fetch() {
	c := &s.open
	fetch(&c.memory[min(c.rests+lineSize, len(c.memory)-1)], 1)
	fetch(&c.memory[max(len(c.memory)-(c.rows+2)*headSize, 0)], 1)
}

// full puts a shard's open chunk aside: in memory, or into the file, whereupon another
// takes its memory.
func (a *Appender) full(s *shard) error {
	sp, c := &a.store.spill, s.open
	s.open = chunk{}
	if !sp.full() {
		sp.held.Add(int64(len(c.memory)))
		s.chunks = append(s.chunks, c)
		return nil
	}
	if len(c.memory) == chunkSize {
		s.open = chunk{memory: c.memory, first: NoTime}
	}
	err := sp.write(&c)
	s.chunks = append(s.chunks, c)
	return err
}

// Flush ends the appending.
func (a *Appender) Flush() error {
	a.units, a.rest = unitTable{}, nil
	for i := range a.shards {
		s := &a.shards[i]
		if s.open.rows > 0 {
			if s.open.room(chunkSize / 2) {
				s.open = s.open.trimmed()
			}
			if err := a.full(s); err != nil {
				return err
			}
		}
		s.open = chunk{}
	}
	return nil
}
