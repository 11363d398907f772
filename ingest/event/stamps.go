package event

import (
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// Stamps are the times of a stretch of rows, by their place in it.
type Stamps struct {
	At    []int64 // microseconds UTC; undefined where Found is not Value
	form  []Form  // nil where all are alike
	found []Found // nil where all have a value
	all   Form

	hour   [hourText]byte // day and hour of a time that was read, as written,
	hourAt int64          // and when they begin
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
	if c.readTyped(t, from, to, s) || c.readTexts(t, from, to, s) {
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

// readTexts reads plain times that stand in the column as texts, the hour of one like
// that of the one before as that; false where there is any other.
func (c *Clock) readTexts(t *Text, from, to int, s *Stamps) bool {
	if t.str == nil || c.layout != nil || len(t.style.words) > 0 {
		return false
	}
	at, finer := slices.Grow(s.At[:0], to-from), int64(0)
	for i := from; i < to; i++ {
		text := t.str.Value(i)
		if t.null(i) || len(text) < 19 {
			return false
		}
		if text[:hourText] != string(s.hour[:]) {
			begins, ok := hourOf(text)
			if !ok {
				return false
			}
			copy(s.hour[:], text)
			s.hourAt = begins
		}
		v, fine, ok := c.inHour(s.hourAt, text)
		if !ok || v < earliest || v >= latest {
			return false
		}
		if fine {
			finer++
		}
		at = append(at, v)
	}
	if finer > 0 {
		c.Floored.Add(finer)
	}
	s.At, s.form, s.found, s.all = at, nil, nil, TextForm
	return true
}
