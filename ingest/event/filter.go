package event

import (
	"cmp"
	"slices"

	"uptake/analysis/spec"
)

// pass reports whether a text passes a filter. Bounds compare as numbers when
// bound and value (read by number) both are, else as text; a missing value lies
// inside no bound.
func pass(f spec.Filter, s string, number func(string) (float64, Found)) bool {
	if len(f.Is) > 0 && !slices.Contains(f.Is, s) || slices.Contains(f.Not, s) {
		return false
	}
	if f.From == "" && f.To == "" {
		return true
	}
	if s == "" {
		return false
	}
	x, found := number(s)
	inside := func(bound string, side int) bool {
		if bound == "" {
			return true
		}
		y, of := ParseNumber(bound)
		switch {
		case of != Value || found == Bad:
			return cmp.Compare(s, bound) != -side
		case found == Missing:
			return false
		}
		return cmp.Compare(x, y) != -side
	}
	return inside(f.From, 1) && inside(f.To, -1)
}

// Sieve applies filters to the rows of a batch, looking at each distinct
// value once where the column has codes.
type Sieve struct {
	parts []sievePart
}

type sievePart struct {
	filter spec.Filter
	column *Text
	pass   []int8 // by code: 0 not looked at, 1 passes, -1 does not
}

// NewSieve readies filters over the columns of a batch, in parallel slices.
func NewSieve(filters []spec.Filter, columns []*Text) *Sieve {
	s := &Sieve{}
	for i, f := range filters {
		s.parts = append(s.parts, sievePart{f, columns[i], make([]int8, columns[i].Codes())})
	}
	return s
}

// All reports whether there is no filter, so that every row passes.
func (s *Sieve) All() bool { return len(s.parts) == 0 }

// Pass reports whether row i passes every filter; if not, which value stopped it.
func (s *Sieve) Pass(i int) (ok bool, column, value string) {
	for k := range s.parts {
		p := &s.parts[k]
		if len(p.pass) == 0 {
			if v := p.column.Value(i); !pass(p.filter, v, p.column.ParseNumber) {
				return false, p.filter.Column, v
			}
			continue
		}
		c := p.column.Code(i)
		if p.pass[c] == 0 {
			p.pass[c] = -1
			if pass(p.filter, p.column.Word(c), p.column.ParseNumber) {
				p.pass[c] = 1
			}
		}
		if p.pass[c] < 0 {
			return false, p.filter.Column, p.column.Word(c)
		}
	}
	return true, "", ""
}
