package resolve

import (
	"slices"
	"uptake/ingest/store"
)

// sorter puts the rows of one unit after the other in order. Rows come as stretches
// that are in order, one of each worker's share of the files or more, so they are
// merged, not sorted from nothing.
type sorter struct {
	format *store.Format
	spare  []entry
	runs   []int // where each stretch ends
}

func (s *sorter) sort(h []entry) {
	s.runs = s.runs[:0]
	for i := 1; i < len(h); i++ {
		if a, b := &h[i-1], &h[i]; a.ts > b.ts || a.ts == b.ts && order(s.format, a, b) > 0 {
			s.runs = append(s.runs, i)
		}
	}
	if len(s.runs) == 0 {
		return
	}
	s.runs = append(s.runs, len(h))
	s.spare = slices.Grow(s.spare[:0], len(h))[:len(h)]
	from, to := h, s.spare
	for len(s.runs) > 1 {
		start, n := 0, 0
		for i := 0; i < len(s.runs); i += 2 {
			middle, end := s.runs[i], s.runs[min(i+1, len(s.runs)-1)]
			s.merge(to[start:end], from[start:middle], from[middle:end])
			start, s.runs[n] = end, end
			n++
		}
		s.runs = s.runs[:n]
		from, to = to, from
	}
	if &from[0] != &h[0] {
		copy(h, from)
	}
}

// merge puts two stretches in order into one; of equal rows those of a come first.
func (s *sorter) merge(to, a, b []entry) {
	for len(a) > 0 && len(b) > 0 {
		if x, y := &a[0], &b[0]; x.ts < y.ts || x.ts == y.ts && order(s.format, x, y) <= 0 {
			to[0], a = *x, a[1:]
		} else {
			to[0], b = *y, b[1:]
		}
		to = to[1:]
	}
	copy(to[copy(to, a):], b)
}
