package format

import "math/bits"

// quotes is what quotes do in a text whose delimiters, newlines and quotes are
// marked, where every one of them is in its place: before a field or behind it,
// or twice for one within.
type quotes struct {
	any     bool
	doubled bool // some stand for one
	open    bool // the text ends within a field
}

// unquote takes what stands in quotes out of the marks. It is not ok where a
// quote is out of its place; the marks are of no use then.
func (m *marks) unquote(b []byte) (ok bool) {
	var q quotes
	inside := uint64(0)                                    // all bits, or none
	behindSeparator, behindClosing := uint64(1), uint64(0) // whether the byte before the word is such
	for i := range m.words {
		t := &m.words[i]
		if t.z == 0 && behindClosing == 0 { // all of it outside of quotes, or all of it within
			t.x &^= inside
			t.y &^= inside
			behindSeparator = (t.x | t.y) >> 63
			continue
		}
		in := t.z // from every opening quote on, up to before the closing one
		for k := 1; k < 64; k *= 2 {
			in ^= in << k
		}
		in ^= inside
		inside = -(in >> 63)
		t.x &^= in
		t.y &^= in
		separators, opening, closing := t.x|t.y, t.z&in, t.z&^in
		if opening&^(separators<<1|behindSeparator|closing<<1|behindClosing) != 0 {
			return false
		}
		for wrong := (closing<<1 | behindClosing) &^ (separators | opening); wrong != 0; wrong &= wrong - 1 {
			if p := 64*i + bits.TrailingZeros64(wrong); p < len(b) && (b[p] != '\r' || p+1 >= len(b) ||
				b[p+1] != '\n') {
				return false
			}
		}
		q.any = true
		q.doubled = q.doubled || opening&(closing<<1|behindClosing) != 0
		behindSeparator, behindClosing = separators>>63, closing>>63
	}
	q.open = inside != 0
	m.quotes = q
	return true
}
