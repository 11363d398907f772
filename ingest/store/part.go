package store

import "sync"

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
	laid   []uint32 // by unit: where its lines end, once the heads stand as they are laid
}

// Units is the number of the partition's units; they are numbered from 0.
func (p *Part) Units() int { return len(p.ends) }

// Rows is the number of the partition's rows.
func (p *Part) Rows() int { return p.rows }

// Name returns a unit's id.
func (p *Part) Name(unit uint32) []byte { return between(p.names, p.ends, unit) }

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

// Drop lets go of partition i's rows; it is not visited again.
func (s *Store) Drop(i int) {
	p := s.Part(i)
	if p.gone {
		return
	}
	p.gone = true
	p.names, p.ends, p.chunks, p.laid, p.rows = nil, nil, nil, nil, 0
	if s.left.Add(-1) == 0 {
		s.Close()
	}
}

// Close lets go of the file; no row that went there can be asked for.
func (s *Store) Close() { s.spill.close() }
