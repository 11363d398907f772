package format

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"sync"
)

// marks finds three bytes in a text, 64 places at a time, one bit each. On
// amd64 the processor compares 32 bytes at once; markPlain and placesPlain say
// the same in Go.
type marks struct {
	words []trio
	oddities
	quotes quotes // once quoted text is taken out
}

// spareMarks are those that were released.
var spareMarks sync.Pool

// newMarks gives marks in memory that may have been other ones'.
func newMarks() *marks {
	if m, _ := spareMarks.Get().(*marks); m != nil {
		return m
	}
	return &marks{}
}

// release has the memory used again; nothing may refer to it any more.
func (m *marks) release() {
	if m != nil {
		spareMarks.Put(m)
	}
}

// upTo are the marks of the first bytes alone, which end behind a y.
func (m *marks) upTo(n int) {
	m.words = m.words[:(n+63)/64]
	if rest := n % 64; rest > 0 {
		last, in := &m.words[n/64], uint64(1)<<rest-1
		*last = trio{last.x & in, last.y & in, last.z & in}
	}
}

// trio is where the three bytes stand among 64.
type trio struct{ x, y, z uint64 }

func (t *trio) any() uint64 { return t.x | t.y | t.z }

// oddities are what else is anywhere in a text.
type oddities struct {
	high      bool // a byte of more than 0x7f
	backslash bool
	control   bool // a byte of less than a space that is no newline
}

const ones, highs = 0x0101010101010101, 0x8080808080808080

// of marks b, in memory that is used again.
func (m *marks) of(b []byte, x, y, z byte) {
	n := (len(b) + 63) / 64
	if cap(m.words) < n {
		m.words = make([]trio, n)
	}
	m.words, m.quotes = m.words[:n], quotes{}
	whole := len(b) / 64
	m.oddities = mark(m.words[:whole], b, x, y, z)
	if whole < n {
		rest := [64]byte(bytes.Repeat([]byte{' '}, 64))
		size := copy(rest[:], b[64*whole:])
		o := mark(m.words[whole:], rest[:], x, y, z)
		m.high, m.backslash, m.control = m.high || o.high, m.backslash || o.backslash, m.control || o.control
		last, in := &m.words[whole], ^uint64(0)>>(64-size) // what fills up may be asked for
		*last = trio{last.x & in, last.y & in, last.z & in}
	}
}

// markPlain is mark for any processor: dst[i] is of the 64 bytes from b[64*i] on.
func markPlain(dst []trio, b []byte, x, y, z byte) (o oddities) {
	var high, backslash, control uint64
	for i := range dst {
		var t trio
		for k := 0; k < 64; k += 8 {
			w := binary.LittleEndian.Uint64(b[64*i+k:])
			t.x |= equals(w, x) << k
			t.y |= equals(w, y) << k
			t.z |= equals(w, z) << k
			high |= w
			backslash |= equals(w, '\\')
			control |= equals(w&(0xe0*ones), 0) &^ equals(w, '\n')
		}
		dst[i] = t
	}
	return oddities{high&highs != 0, backslash != 0, control != 0}
}

// equals gives a bit for each of the eight bytes of w: whether it is c.
func equals(w uint64, c byte) uint64 {
	d := w ^ uint64(c)*ones
	zero := ^((d&^highs + ^uint64(highs)) | d) & highs // exactly the bytes that are 0
	return zero >> 7 * 0x0102040810204080 >> 56
}

// next gives the first place from p on where any of the three is, or what is
// beyond the text.
func (m *marks) next(p int) int {
	i := p / 64
	if i >= len(m.words) {
		return p
	}
	w := m.words[i].any() >> (p % 64)
	if w != 0 {
		return p + bits.TrailingZeros64(w)
	}
	for i++; i < len(m.words); i++ {
		if w := m.words[i].any(); w != 0 {
			return 64*i + bits.TrailingZeros64(w)
		}
	}
	return 64 * i
}

// places appends where x and y are to dst, which has room for them and 64 more.
func (m *marks) places(dst []uint32) []uint32 {
	n := len(dst)
	room := dst[n:cap(dst)]
	if x, y := m.count(); len(room) < x+y+64 {
		panic("format: no room for what was found")
	}
	return dst[:n+places(room, m.words)]
}

// placesPlain is places for any processor.
func placesPlain(dst []uint32, words []trio) (n int) {
	for i := range words {
		for w := words[i].x | words[i].y; w != 0; w &= w - 1 {
			dst[n] = uint32(64*i + bits.TrailingZeros64(w))
			n++
		}
	}
	return n
}

// count is in how many places x and y are.
func (m *marks) count() (x, y int) {
	for i := range m.words {
		x += bits.OnesCount64(m.words[i].x)
		y += bits.OnesCount64(m.words[i].y)
	}
	return x, y
}
