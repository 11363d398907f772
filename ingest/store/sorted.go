package store

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
