package ignore

import (
	"context"
	"math"
	"slices"
)

const (
	// mostPlaces is the most levels an attribute may have to be sliced by.
	mostPlaces = 60
	// leastSliceUsers is how many units of the finding half a slice must hold.
	leastSliceUsers = 30
	// largestSlice is the share of suggestions above which a slice is no place.
	largestSlice = 2. / 3
	// largestPart is the share of a parent above which a child leaves too little of
	// it to be told from it.
	largestPart = 0.9
	// findZ is the clustered z on the finding half from which a slice is looked at
	// on the other.
	findZ = 2.5
	// childZ is the z by which a child must differ from its parents' remainders: a
	// hundred children are tried for every parent.
	childZ = 3.5
	// mostSlices is how many slices one look may suggest.
	mostSlices = 8
	// mostTried is how many slices of a search get a clustered error.
	mostTried = 40
	// deepest is the most attributes of a slice.
	deepest = 3
)

// search looks for slices in the rows of one half that no earlier slice took.
type search struct {
	f       *Facts
	half    int
	columns []int  // of f.columns
	taken   []bool // by row
	all     rateOf
	single  [][]rateOf   // by column and level
	pairs   [][][]rateOf // by two columns: a < b; level of a × levels of b + level of b
	tried   int
}

// found is a place with its counts on the finding half, and a z that takes rows
// for independent, by which places are put in line.
type found struct {
	place
	rateOf
	z float64
}

// consider takes a place in when it holds enough, but not nearly all of the least of
// its parents, and has an excess worth looking at.
func (s *search) consider(list []found, at place, r rateOf, parent int64) []found {
	s.tried++
	if r.seen < leastSliceUsers || float64(r.seen) > largestSlice*float64(s.all.seen) ||
		float64(r.seen) > largestPart*float64(parent) {
		return list
	}
	if r.excess(s.all) < leastPoints*float64(s.all.seen) {
		return list
	}
	rest, rate := s.all.minus(r), s.all.rate()
	z := (r.rate() - rest.rate()) / math.Sqrt(rate*(1-rate)*(1/float64(r.seen)+1/float64(rest.seen)))
	if !(z > findZ) {
		return list
	}
	return append(list, found{slices.Clone(at), r, z})
}

// places lists the singles and pairs with an excess, most excess first.
func (s *search) places() []found {
	var list []found
	for a := range s.columns {
		for _, x := range s.literals(a) {
			list = s.consider(list, place{x}, x.of(s.single[a]), s.all.seen)
		}
	}
	for a := range s.columns {
		for b := a + 1; b < len(s.columns); b++ {
			t, n := s.pairs[a][b], len(s.single[b])
			for _, x := range s.literals(a) {
				for _, y := range s.literals(b) {
					var r rateOf
					for l := x.lo; l <= x.hi; l++ {
						part := y.of(t[l*n : (l+1)*n])
						r.seen, r.ignored = r.seen+part.seen, r.ignored+part.ignored
					}
					list = s.consider(list, place{x, y}, r, min(x.of(s.single[a]).seen, y.of(s.single[b]).seen))
				}
			}
		}
	}
	s.sort(list)
	return list
}

func (s *search) sort(list []found) {
	slices.SortStableFunc(list, func(a, b found) int {
		switch x, y := a.excess(s.all), b.excess(s.all); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return len(a.place) - len(b.place)
	})
}

// deeper lists the places of one more column below at, which has so many rows.
func (s *search) deeper(at place, rows int64) []found {
	counts := make([][]rateOf, len(s.columns))
	for a := range counts {
		counts[a] = make([]rateOf, len(s.single[a]))
	}
	s.each(func(p *person, row int) {
		if !s.f.holds(at, p, row) {
			return
		}
		for a := range counts {
			if c := s.f.code(s.columns[a], p, row); c != unknown {
				counts[a][c].seen++
				if s.f.seen.studied(row) {
					counts[a][c].ignored++
				}
			}
		}
	})
	var list []found
	for a := range s.columns {
		if slices.ContainsFunc(at, func(l literal) bool { return l.column == s.columns[a] }) {
			continue
		}
		for _, x := range s.literals(a) {
			below := append(slices.Clone(at), x)
			slices.SortFunc(below, func(a, b literal) int { return a.column - b.column })
			list = s.consider(list, below, x.of(counts[a]), rows)
		}
	}
	s.sort(list)
	return list
}

// each visits the rows of the half that are not taken.
func (s *search) each(visit func(p *person, row int)) {
	for i := range s.f.units {
		p := &s.f.units[i]
		if p.half() != s.half {
			continue
		}
		for row := p.from; row < p.to; row++ {
			if !s.taken[row] {
				visit(p, row)
			}
		}
	}
}

// z is the clustered z of one place's rate over another's, in the rows not taken.
func (s *search) z(in, out func(p *person, row int) bool) (z float64, users int64) {
	d := s.f.apart(s.half, func(p *person, row int) int {
		switch {
		case s.taken[row]:
			return -1
		case in(p, row):
			return 0
		case out(p, row):
			return 1
		}
		return -1
	})
	return d.diff / d.se, d.users
}

// best is the place with most excess that stands: clearly above the rest, and
// above what every parent is without it. A parent falls to a child when what is
// left of it outside the child does not differ from the rest.
func (s *search) best() (place, bool) {
	list := s.places()
	list = list[:min(len(list), mostTried)]
	for n := range list {
		at := list[n]
		if !s.stands(at.place) {
			continue
		}
		at = s.settle(at)
		for len(at.place) < deepest {
			child, ok := s.child(at, list)
			if !ok {
				break
			}
			at = s.settle(child)
		}
		return at.place, true
	}
	return nil, false
}

// child is the child with most excess that stands and leaves nothing of its parent.
func (s *search) child(at found, list []found) (found, bool) {
	var children []found
	for _, c := range list {
		if len(c.place) == len(at.place)+1 && !slices.ContainsFunc(at.place,
			func(l literal) bool { return !slices.Contains(c.place, l) }) {
			children = append(children, c)
		}
	}
	if len(at.place) > 1 || at.place[0].moved { // the list holds pairs, by bands
		children = s.deeper(at.place, at.seen)
	}
	in := func(p *person, row int) bool { return s.f.holds(at.place, p, row) }
	for _, c := range children[:min(len(children), 5)] {
		if c.excess(s.all) < 0.7*at.excess(s.all) || !s.stands(c.place) {
			continue
		}
		left := func(p *person, row int) bool { return in(p, row) && !s.f.holds(c.place, p, row) }
		if z, _ := s.z(left, func(p *person, row int) bool { return !in(p, row) }); !(z > findZ) {
			return c, true
		}
	}
	return found{}, false
}

// stands reports whether a place is above the rest and above the remainder of
// each of its parents.
func (s *search) stands(at place) bool {
	in := func(p *person, row int) bool { return s.f.holds(at, p, row) }
	z, users := s.z(in, func(*person, int) bool { return true })
	if !(z > findZ) || users < leastSliceUsers {
		return false
	}
	if len(at) == 1 {
		return true
	}
	for drop := range at {
		parent := slices.Delete(slices.Clone(at), drop, drop+1)
		if z, _ := s.z(in, func(p *person, row int) bool { return s.f.holds(parent, p, row) }); !(z > childZ) {
			return false
		}
	}
	return true
}

// find suggests places on the first half, each in what the ones before it left.
func (f *Facts) find(ctx context.Context) ([]place, int, error) {
	s := &search{f: f, half: 0, columns: f.sliceable(), taken: make([]bool, len(f.seen.state))}
	var out []place
	for len(out) < mostSlices {
		if err := s.count(ctx); err != nil {
			return nil, 0, err
		}
		if s.all.seen == 0 {
			break
		}
		at, ok := s.best()
		if !ok {
			break
		}
		out = append(out, at)
		s.each(func(p *person, row int) {
			if f.holds(at, p, row) {
				s.taken[row] = true
			}
		})
	}
	return out, s.tried, nil
}
