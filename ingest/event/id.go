package event

import (
	"math"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow/array"
)

// ID returns the id of row i, "" where it is a word for no value: in ids, unlike
// in other text, NA and undefined are nobody. It stays valid until the next call.
func (t *Text) ID(i int) string { return t.AsID(t.Value(i)) }

// IDHash returns the id of row i with its fixed hash, 0 where there is none. A row
// asks for both several times, so the last one is kept, and all of a column that has
// codes.
func (t *Text) IDHash(i int) (id string, hash uint64) {
	if t.words != nil {
		m := t.coded(t.Code(i))
		return m.id, m.hash
	}
	if m := &t.last; m.row != i+1 {
		m.row, m.id, m.hash = i+1, t.ID(i), 0
		if m.id != "" {
			m.hash = HashText(m.id)
		}
	}
	return t.last.id, t.last.hash
}

// codedID is the id behind a code.
type codedID struct {
	id    string
	hash  uint64
	known bool
}

func (t *Text) coded(code int) *codedID {
	if t.ids == nil {
		t.ids = make([]codedID, t.Codes())
	}
	m := &t.ids[code]
	if !m.known {
		m.known, m.id = true, t.AsID(t.Word(code))
		if m.id != "" {
			m.hash = HashText(m.id)
		}
	}
	return m
}

// AsID returns a text of the column as an id. A number with a fraction of zeros
// is the whole number, however many digits it has: a table writes 1000 as 1000.0
// as soon as one id of it is missing. So "1.0" and "1" are one id; "007" is not 7.
// An id that was a number with too few digits is noted: see LostID.
func (t *Text) AsID(s string) string {
	if t.style.Blank(s) {
		return ""
	}
	if t.exact != 0 {
		if v, _ := strconv.ParseFloat(s, 64); math.Abs(v) >= t.exact {
			t.note(s)
		}
	}
	if n := len(s); n > 2 && (s[n-1] == '0' || s[1] == '.' || s[1] == 'e' || s[1] == 'E' || s[0] == '-') {
		return t.numberID(s)
	}
	return s
}

// numberID is AsID of what may be a number.
func (t *Text) numberID(s string) string {
	if scientific(s) {
		t.note(s)
		return s
	}
	point := byte('.')
	if t.style.decimal != 0 {
		point = t.style.decimal
	}
	end := len(s)
	for end > 0 && s[end-1] == '0' {
		end--
	}
	if end == len(s) || end < 2 || s[end-1] != point {
		return s
	}
	whole := s[:end-1]
	digits := whole
	if digits[0] == '-' {
		digits = digits[1:]
	}
	if !allDigits(digits) {
		return s
	}
	// What a floating-point number would be written as, and too large to be one
	// exactly: it has gone through one.
	if len(digits) > 15 && len(s) == end+1 {
		if v, err := strconv.ParseFloat(whole, 64); err == nil && math.Abs(v) >= 1<<53 && strconv.FormatFloat(v, 'f', -1, 64) == whole {
			t.note(s)
		}
	}
	return whole
}

// scientific reports whether a text can be nothing but a number with an exponent:
// one digit, then a fraction or the exponent's sign (5e12 may be an id in hexadecimal).
func scientific(s string) bool {
	if s[0] == '-' {
		s = s[1:]
	}
	if len(s) < 3 || s[0] < '0' || s[0] > '9' {
		return false
	}
	at, sure := 1, false
	if s[1] == '.' {
		for at = 2; at < len(s) && s[at] >= '0' && s[at] <= '9'; at++ {
			sure = true
		}
	}
	if at >= len(s) || s[at] != 'e' && s[at] != 'E' {
		return false
	}
	exponent := s[at+1:]
	if exponent != "" && (exponent[0] == '+' || exponent[0] == '-') {
		sure, exponent = true, exponent[1:]
	}
	return sure && allDigits(exponent)
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// note keeps the first id that has lost digits.
func (t *Text) note(s string) {
	if t.lost == "" {
		t.lost = string(append([]byte(nil), s...))
	}
}

// LostID returns the first id among those asked for that is a number without
// all its digits: written with an exponent, or as a floating-point number too
// large to tell neighbours apart; "" when there was none. typed is true when the
// column itself is of floating-point numbers.
func (t *Text) LostID() (text string, typed bool) { return t.lost, t.exact != 0 }

// exactBelow is where the column's type no longer has every whole number, 0 for
// types that have.
func exactBelow(a any) float64 {
	switch a.(type) {
	case *array.Float64:
		return 1 << 53
	case *array.Float32:
		return 1 << 24
	case *array.Float16:
		return 1 << 11
	}
	return 0
}
