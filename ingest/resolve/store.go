package resolve

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
	Format Format
	parts  [Parts]part
}

// NewStore starts an empty store.
func NewStore(f Format) *Store { return &Store{Format: f} }

// part is one partition: its units by number and its rows in chunks, which
// are never moved.
type part struct {
	mu     sync.Mutex
	byHash map[uint64]uint32 // fixed hash of the id → unit number
	names  []byte            // ids one after another
	ends   []uint32          // end of each id in names
	chunks [][]byte
	rows   int
	counts []int32 // rows by unit, once somebody counted them
}

func (p *part) name(unit uint32) []byte {
	start := uint32(0)
	if unit > 0 {
		start = p.ends[unit-1]
	}
	return p.names[start:p.ends[unit]]
}

// unit numbers the id. Two ids of one hash get two numbers: the next free hash is tried.
func (p *part) unit(hash uint64, id string) uint32 {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.byHash == nil {
		p.byHash = map[uint64]uint32{}
	}
	for h := hash; ; h++ {
		u, ok := p.byHash[h]
		if ok && string(p.name(u)) != id {
			continue
		}
		if !ok {
			u = uint32(len(p.ends))
			p.byHash[h] = u
			p.names = append(p.names, id...)
			p.ends = append(p.ends, uint32(len(p.names)))
		}
		return u
	}
}

// chunkSize is how many bytes a worker packs before it hands a chunk over.
const chunkSize = 32 << 10

// Appender packs rows into a store. It is for one goroutine; call Flush at the end.
type Appender struct {
	store *Store
	open  [Parts][]byte
	count [Parts]int
}

// NewAppender starts an appender.
func (s *Store) NewAppender() *Appender { return &Appender{store: s} }

// UnitRef names a unit within the store, so that it need be looked up only once.
type UnitRef struct {
	part uint8
	unit uint32
}

// Unit returns the reference of a unit's id.
func (a *Appender) Unit(id string) UnitRef { return a.HashedUnit(id, event.HashText(id)) }

// HashedUnit is Unit where the fixed hash of the id is known.
func (a *Appender) HashedUnit(id string, h uint64) UnitRef {
	p := h % Parts
	return UnitRef{uint8(p), a.store.parts[p].unit(h, id)}
}

// Unnamed gives a row that names no unit a unit of its own, in the partition
// of its hash, so that the result does not depend on the order of rows.
func (a *Appender) Unnamed(h study.Hash) UnitRef {
	i := h.Lo % Parts
	p := &a.store.parts[i]
	p.mu.Lock()
	defer p.mu.Unlock()
	p.names = fmt.Appendf(p.names, "%016x%016x", h.Hi, h.Lo)
	p.ends = append(p.ends, uint32(len(p.names)))
	return UnitRef{uint8(i), uint32(len(p.ends) - 1)}
}

// Add packs one row of a unit.
func (a *Appender) Add(u UnitRef, r *Row) {
	b := a.open[u.part]
	if b == nil {
		b = make([]byte, 0, chunkSize)
	}
	before := len(b)
	b = a.store.Format.pack(b, u.unit, r)
	a.count[u.part]++
	a.open[u.part] = b
	if len(b)+2*(len(b)-before) > chunkSize {
		a.flush(int(u.part))
	}
}

func (a *Appender) flush(p int) {
	if a.count[p] == 0 {
		return
	}
	s := &a.store.parts[p]
	s.mu.Lock()
	s.chunks = append(s.chunks, a.open[p])
	s.rows += a.count[p]
	s.mu.Unlock()
	a.open[p], a.count[p] = nil, 0
}

// Flush hands over what is still open.
func (a *Appender) Flush() {
	for p := range a.open {
		if n := len(a.open[p]); n < chunkSize/2 {
			a.open[p] = append([]byte(nil), a.open[p]...)
		}
		a.flush(p)
	}
}

// Drop lets go of partition i's rows.
func (s *Store) Drop(i int) {
	p := &s.parts[i]
	p.mu.Lock()
	defer p.mu.Unlock()
	p.byHash, p.names, p.ends, p.chunks, p.rows, p.counts = nil, nil, nil, nil, 0, nil
}

// Bytes returns how much the packed rows take.
func (s *Store) Bytes() int64 {
	n := int64(0)
	for i := range s.parts {
		for _, c := range s.parts[i].chunks {
			n += int64(cap(c))
		}
	}
	return n
}
