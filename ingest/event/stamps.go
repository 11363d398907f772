package event

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// Stamps are the times of a stretch of rows, by their place in it.
type Stamps struct {
	At    []int64 // microseconds UTC; undefined where Found is not Value
	form  []Form  // nil where all are alike
	found []Found // nil where all have a value
	all   Form
}

// Alike reports whether every row has a time, all written in one form.
func (s *Stamps) Alike() bool { return s.form == nil }

// Form is how row k's time is written.
func (s *Stamps) Form(k int) Form {
	if s.form == nil {
		return s.all
	}
	return s.form[k]
}

// Found says whether row k has a time.
func (s *Stamps) Found(k int) Found {
	if s.found == nil {
		return Value
	}
	return s.found[k]
}

// Read reads the times of rows from to to−1 into s, as Time does of each.
func (c *Clock) Read(t *Text, from, to int, s *Stamps) {
	if c.readTyped(t, from, to, s) {
		return
	}
	s.At, s.form, s.found = s.At[:0], s.form[:0], s.found[:0]
	for i := from; i < to; i++ {
		at, form, found := c.Time(t, i)
		s.At, s.form, s.found = append(s.At, at), append(s.form, form), append(s.found, found)
	}
}

// readTyped reads instants that stand in the column as such; false where there is
// more to it.
func (c *Clock) readTyped(t *Text, from, to int, s *Stamps) bool {
	a, is := t.arr.(*array.Timestamp)
	if !is || a.NullN() > 0 || len(t.style.words) > 0 {
		return false
	}
	kind := a.DataType().(*arrow.TimestampType)
	if kind.Unit != arrow.Microsecond || !c.utc && kind.TimeZone == "" {
		return false
	}
	s.At = s.At[:0]
	for _, v := range a.TimestampValues()[from:to] {
		if v < earliest || v >= latest {
			return false
		}
		s.At = append(s.At, int64(v))
	}
	s.form, s.found, s.all = nil, nil, TextForm
	return true
}
