package format

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// marks finds bytes in a text, 64 at a time, one bit each: in a pair of words,
// those that are one of two bytes, and quotes. On amd64 the processor compares
// 32 bytes at once; markPlain and placesPlain say the same in Go.
//
// What it cannot be asked for in bits comes as one answer for the whole text.
type marks struct {
	words []pair
	oddities
}

// pair is what 64 bytes hold.
type pair struct{ either, quotes uint64 }

// oddities are what else was found in a text.
type oddities struct {
	high      bool // a byte of more than 0x7f
	backslash bool
	control   bool // a byte of less than a space that is no newline
}

const ones, highs = 0x0101010101010101, 0x8080808080808080

// of marks x, y and quote in b, in memory that is used again.
func (m *marks) of(b []byte, x, y, quote byte) {
	n := (len(b) + 63) / 64
	if cap(m.words) < n {
		m.words = make([]pair, n)
	}
	m.words = m.words[:n]
	whole := len(b) / 64
	m.oddities = mark(m.words[:whole], b, x, y, quote)
	if whole < n {
		rest := [64]byte(bytes.Repeat([]byte{' '}, 64))
		size := copy(rest[:], b[64*whole:])
		o := mark(m.words[whole:], rest[:], x, y, quote)
		m.high, m.backslash, m.control = m.high || o.high, m.backslash || o.backslash, m.control || o.control
		last := &m.words[whole] // what fills up may be asked for
		behind := ^uint64(0) << size
		last.either, last.quotes = last.either&^behind, last.quotes&^behind
	}
}

// markPlain is mark for any processor: dst[i] is of the 64 bytes from b[64*i] on.
func markPlain(dst []pair, b []byte, x, y, quote byte) (o oddities) {
	var high, backslash, control uint64
	for i := range dst {
		var p pair
		for k := 0; k < 64; k += 8 {
			w := binary.LittleEndian.Uint64(b[64*i+k:])
			p.either |= (equals(w, x) | equals(w, y)) << k
			p.quotes |= equals(w, quote) << k
			high |= w
			backslash |= equals(w, '\\')
			control |= equals(w&(0xe0*ones), 0) &^ equals(w, '\n')
		}
		dst[i] = p
	}
	return oddities{high&highs != 0, backslash != 0, control != 0}
}

// equals gives a bit for each of the eight bytes of w: whether it is c.
func equals(w uint64, c byte) uint64 {
	d := w ^ uint64(c)*ones
	zero := ^((d&^highs + ^uint64(highs)) | d) & highs // exactly the bytes that are 0
	return zero >> 7 * 0x0102040810204080 >> 56
}

// next gives the first place from p on where either was found, or what is beyond
// the text.
func (m *marks) next(p int) int {
	i := p / 64
	if i >= len(m.words) {
		return p
	}
	w := m.words[i].either >> (p % 64)
	if w != 0 {
		return p + bits.TrailingZeros64(w)
	}
	for i++; i < len(m.words); i++ {
		if w := m.words[i].either; w != 0 {
			return 64*i + bits.TrailingZeros64(w)
		}
	}
	return 64 * i
}

// places appends where either was found to dst, which has room for them and 64
// more.
func (m *marks) places(dst []uint32) []uint32 {
	n := len(dst)
	room := dst[n:cap(dst)]
	if len(room) < m.count()+64 {
		panic("format: no room for what was found")
	}
	return dst[:n+places(room, m.words)]
}

// placesPlain is places for any processor.
func placesPlain(dst []uint32, words []pair) (n int) {
	for i := range words {
		for w := words[i].either; w != 0; w &= w - 1 {
			dst[n] = uint32(64*i + bits.TrailingZeros64(w))
			n++
		}
	}
	return n
}

// quoted says whether there is any quote.
func (m *marks) quoted() bool {
	any := uint64(0)
	for i := range m.words {
		any |= m.words[i].quotes
	}
	return any != 0
}

// count is in how many places either was found.
func (m *marks) count() (n int) {
	for i := range m.words {
		n += bits.OnesCount64(m.words[i].either)
	}
	return n
}
