package event

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/zeebo/xxh3"
)

// ID returns the id of row i, "" where it is a word for no value: in ids, unlike
// in other text, NA and undefined are nobody. It stays valid until the next call.
func (t *Text) ID(i int) string {
	if t.str != nil && len(t.style.words) == 0 && !t.null(i) {
		if s := t.str.Value(i); plainID(s) {
			return s
		}
	}
	return t.AsID(t.Value(i))
}

// IDHash returns the fixed hash of the id of row i, 0 where there is none. A row's is
// asked for several times, so it is kept: by code in a column that has codes, else while
// rows near it are asked for.
func (t *Text) IDHash(i int) uint64 {
	switch {
	case t.rowIDs != nil:
		return t.rowIDs[i]
	case t.words != nil:
		if t.hashes != nil {
			if h := t.hashes[t.codes[i]]; h > noID {
				return h
			}
		}
		return t.codeHash(int(t.codes[i]))
	case t.arr == nil:
		return t.codeHash(0)
	}
	h := t.near(i)
	if *h == 0 {
		*h = max(t.idHash(i), noID)
	}
	if *h == noID {
		return 0
	}
	return *h
}

// hashedRows is how many rows next to each other have their hashes kept.
const hashedRows = 1 << 11

// near is where the hash of row i is kept, 0 where it was not looked at.
func (t *Text) near(i int) *uint64 {
	if block := i / hashedRows; block != t.hashed || t.hashes == nil {
		if t.hashes == nil {
			t.hashes = make([]uint64, min(hashedRows, t.arr.Len()))
		}
		clear(t.hashes)
		t.hashed = block
	}
	return &t.hashes[i%hashedRows]
}

// IDHashes gives IDHash of the rows listed, which are near each other, in the memory of
// into.
func (t *Text) IDHashes(rows []int32, into []uint64) []uint64 {
	if len(rows) == 0 {
		return into[:0]
	}
	into = slices.Grow(into[:0], len(rows))[:len(rows)]
	kept := t.hashes != nil && t.hashed == int(rows[0])/hashedRows
	switch {
	case t.rowIDs != nil:
		for k, i := range rows {
			into[k] = t.rowIDs[i]
		}
	case t.str != nil && kept:
		for k, i := range rows {
			h := t.hashes[i%hashedRows]
			if h <= noID { // or was not looked at
				h = t.IDHash(int(i))
			}
			into[k] = h
		}
	case t.str != nil && len(t.style.words) == 0:
		ends, all := t.str.ValueOffsets(), t.str.ValueBytes()
		for k, i := range rows {
			if t.null(int(i)) {
				into[k] = 0
			} else if s := all[ends[i]-ends[0] : ends[i+1]-ends[0]]; plainID(s) {
				into[k] = max(xxh3.Hash(s), noID+1)
			} else {
				into[k] = t.IDHash(int(i))
			}
		}
	case t.words != nil && t.hashes != nil:
		for k, i := range rows {
			h := t.hashes[t.codes[i]]
			if h <= noID {
				h = t.codeHash(int(t.codes[i]))
			}
			into[k] = h
		}
	default:
		for k, i := range rows {
			into[k] = t.IDHash(int(i))
		}
	}
	return into
}

// plainID reports whether AsID leaves a text as it is; where it says no, AsID knows.
func plainID[T string | []byte](s T) bool {
	if len(s) < 3 {
		return false
	}
	first := s[0]
	if letter := first | 0x20; letter >= 'a' && letter <= 'z' { // no number, so at most a word for no value
		return letter != 'n' && letter != 'u' || len(s) > 4 && len(s) != len("undefined")
	}
	switch first {
	case '(', '[', '<', '\\', ' ', '\t', '-':
		return false
	}
	return s[len(s)-1] != '0' && s[1] != '.' && s[1]|0x20 != 'e'
}

// IDHash gives what Text.IDHash gives of a row with a text, 0 of one that names nobody. ok is
// false of a text of which more is to be known: an id that has lost digits, or one that is not
// plain ASCII.
func (s *Style) IDHash(text []byte) (hash uint64, ok bool) {
	if !ascii(text) {
		return 0, false
	}
	if len(s.words) == 0 && plainID(text) {
		return max(xxh3.Hash(text), noID+1), true
	}
	t := Text{style: s}
	id := t.AsID(notNull(string(text)))
	switch {
	case t.lost != "":
		return 0, false
	case id == "":
		return 0, true
	}
	return max(HashText(id), noID+1), true
}

// ascii reports whether every byte is one of ASCII's.
func ascii(text []byte) bool {
	bits := uint64(0)
	for ; len(text) >= 8; text = text[8:] {
		bits |= binary.LittleEndian.Uint64(text)
	}
	for _, c := range text {
		bits |= uint64(c)
	}
	return bits&0x8080808080808080 == 0
}

// EveryID reports whether every row of a column of texts, with codes or without, has an id that
// is its text; where it says no, IDHash knows. No id is asked for.
func (t *Text) EveryID() bool {
	texts := t.words
	if texts == nil {
		texts = t.str
	}
	if texts == nil || t.valid != nil || len(t.style.words) > 0 {
		return false
	}
	for i := range texts.Len() {
		if !plainID(texts.Value(i)) {
			return false
		}
	}
	return true
}

// noID stands for a row without an id where 0 stands for one not looked at.
const noID = 1

// codeHash is IDHash of the rows of a code.
func (t *Text) codeHash(code int) uint64 {
	if t.hashes == nil {
		t.hashes = make([]uint64, t.Codes())
	}
	h := t.hashes[code]
	if h == 0 {
		h = noID
		id := t.Word(code)
		if len(t.style.words) > 0 || !plainID(id) {
			id = t.AsID(id)
		}
		if id != "" {
			h = max(HashText(id), noID+1)
		}
		t.hashes[code] = h
	}
	if h == noID {
		return 0
	}
	return h
}

// idHash hashes the id of row i; whole numbers need no text of their own.
func (t *Text) idHash(i int) uint64 {
	switch t.arr.(type) {
	case *array.Int64, *array.Int32, *array.Uint64, *array.Uint32:
		if len(t.style.words) == 0 && !t.null(i) {
			t.scratch = appendTyped(t.scratch[:0], t.arr, i)
			return max(xxh3.Hash(t.scratch), noID+1)
		}
	}
	if id := t.ID(i); id != "" {
		return max(HashText(id), noID+1)
	}
	return 0
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
		if v, err := strconv.ParseFloat(whole, 64); err == nil && math.Abs(v) >= 1<<53 && strconv.FormatFloat(v, 'f',
			-1, 64) == whole {
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
