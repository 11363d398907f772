package ignore

import (
	"context"
	"slices"
)

// sliceable lists the columns that may tell places apart: confidence is the
// model's own guess and has its own lens. What is a segment is that alone.
func (f *Facts) sliceable() []int {
	var out []int
	for i := range f.columns {
		if c := &f.columns[i]; c.varies() && len(c.levels) <= mostPlaces && c.name != "confidence" &&
			(c.fixed || !slices.Contains(f.tables.Shape.Segments, c.name)) {
			out = append(out, i)
		}
	}
	return out
}

// count fills the tables of counts over the rows not taken.
func (s *search) count(ctx context.Context) error {
	f, k := s.f, len(s.columns)
	s.all, s.single, s.pairs = rateOf{}, make([][]rateOf, k), make([][][]rateOf, k)
	for a := range k {
		na := len(f.columns[s.columns[a]].levels)
		s.single[a], s.pairs[a] = make([]rateOf, na), make([][]rateOf, k)
		for b := a + 1; b < k; b++ {
			s.pairs[a][b] = make([]rateOf, na*len(f.columns[s.columns[b]].levels))
		}
	}
	code := make([]int, k)
	for i := range f.units {
		if i%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		p := &f.units[i]
		if p.half() != s.half {
			continue
		}
		for row := p.from; row < p.to; row++ {
			if s.taken[row] {
				continue
			}
			add := rateOf{1, 0}
			if f.seen.studied(row) {
				add.ignored = 1
			}
			s.all.seen, s.all.ignored = s.all.seen+1, s.all.ignored+add.ignored
			for a := range k {
				c := f.code(s.columns[a], p, row)
				if code[a] = int(c); c == unknown {
					code[a] = -1
					continue
				}
				t := &s.single[a][code[a]]
				t.seen, t.ignored = t.seen+1, t.ignored+add.ignored
			}
			for a := range k {
				if code[a] < 0 {
					continue
				}
				for b := a + 1; b < k; b++ {
					if code[b] >= 0 {
						t := &s.pairs[a][b][code[a]*len(s.single[b])+code[b]]
						t.seen, t.ignored = t.seen+1, t.ignored+add.ignored
					}
				}
			}
		}
	}
	return nil
}

// literals are the ways to hold a column: one level of names, every upper or
// lower end of a number's bands.
func (s *search) literals(a int) []literal {
	c, n := s.columns[a], len(s.single[a])
	var out []literal
	if !s.f.columns[c].ordered {
		for l := range n {
			out = append(out, literal{column: c, lo: l, hi: l})
		}
		return out
	}
	for l := 1; l < n; l++ {
		out = append(out, literal{column: c, lo: l, hi: n - 1}, literal{column: c, hi: l - 1})
	}
	return out
}

// of sums the counts of a literal's levels.
func (x literal) of(counts []rateOf) rateOf {
	var r rateOf
	for _, c := range counts[x.lo : x.hi+1] {
		r.seen, r.ignored = r.seen+c.seen, r.ignored+c.ignored
	}
	return r
}
