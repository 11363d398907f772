package format

import (
	"encoding/binary"
	"math/bits"
)

// words numbers the distinct texts of one block in the order they come:
// an open-addressing table without a string per text.
type words struct {
	slots []slot  // a power of two, at most half full
	ends  []int32 // behind where the first begins
	bytes []byte  // the texts one after another
	last  slot    // what came last often comes again
}

// slot is empty when code is 0; otherwise it stands for text code-1, of which
// it holds the size and the fingerprint.
type slot struct {
	print print
	size  int32
	code  int32
}

// print is the first 16 bytes of a text: up to that size, together with the size, the
// text itself. Of a longer one the rest is mixed in.
type print struct{ lo, hi uint64 }

func newWords() *words { return &words{slots: make([]slot, 256), ends: []int32{0}} }

// reset forgets all texts and keeps the memory.
func (w *words) reset() {
	clear(w.slots)
	w.ends, w.bytes, w.last = w.ends[:1], w.bytes[:0], slot{}
}

func (w *words) len() int { return len(w.ends) - 1 }

func (w *words) at(code int32) []byte { return w.bytes[w.ends[code]:w.ends[code+1]] }

// code gives the number of b, a new one when b is new.
func (w *words) code(b []byte) int32 {
	p := printOf(b)
	size := int32(len(b))
	if s := &w.last; s.print == p && s.size == size && size <= 16 && s.code != 0 {
		return s.code - 1
	}
	mask := uint32(len(w.slots) - 1)
	for i := p.hash(size) & mask; ; i = (i + 1) & mask {
		s := &w.slots[i&uint32(len(w.slots)-1)]
		if s.print == p && s.size == size && s.code != 0 && (size <= 16 || string(w.at(s.code-1)) == string(b)) {
			w.last = *s
			return s.code - 1
		}
		if s.code == 0 {
			return w.add(b, p, i)
		}
	}
}

// find gives the numbers of cells of src, which has 16 bytes behind each, at most 64 of them: of those that
// the table has where it is looked for first and that have at most 16 bytes. Of the others it gives 0, and
// a bit in missed.
func (w *words) find(src []byte, cells []span, into []int32) (missed uint64) {
	slots := w.slots
	into = into[:len(cells)]
	for k, c := range cells {
		n := c.to - c.from
		p := shortPrint(src[c.from:], int(n))
		s := &slots[p.hash(int32(n))&uint32(len(slots)-1)]
		code := s.code - 1
		if s.print != p || s.size != int32(n) || n > 16 {
			code = -1
		}
		missed |= uint64(uint32(code)>>31) << (k & 63)
		into[k] = max(code, 0)
	}
	return missed
}

// tooLong is a cell that find does not look for.
var tooLong = span{0, 17}

func (w *words) add(b []byte, p print, at uint32) int32 {
	w.bytes = append(w.bytes, b...)
	w.ends = append(w.ends, int32(len(w.bytes)))
	w.slots[at] = slot{p, int32(len(b)), int32(w.len())}
	if 2*w.len() > len(w.slots) {
		w.grow()
	}
	return int32(w.len() - 1)
}

func (w *words) grow() {
	old := w.slots
	w.slots = make([]slot, 4*len(old))
	mask := uint32(len(w.slots) - 1)
	for _, s := range old {
		if s.code == 0 {
			continue
		}
		i := s.print.hash(s.size) & mask
		for w.slots[i].code != 0 {
			i = (i + 1) & mask
		}
		w.slots[i] = s
	}
}

// printOf gives a text's fingerprint.
func printOf(b []byte) print {
	n := len(b)
	switch {
	case n > 16:
		return longPrint(b)
	case cap(b) >= 16: // it stands within a larger one
		return shortPrint(b[:16], n)
	}
	var short [16]byte
	copy(short[:], b)
	return shortPrint(short[:], n)
}

// shortPrint gives that of the first n bytes of b, at most 16. It reads 16, so
// that the size is no branch.
func shortPrint(b []byte, n int) print {
	b = b[:16]
	in := &firstBytes[n&31]
	return print{binary.LittleEndian.Uint64(b) & in.lo, binary.LittleEndian.Uint64(b[8:]) & in.hi}
}

// firstBytes has by n, at most 16, the first n bytes of 16 set.
var firstBytes = func() (masks [32]print) {
	for n := range 17 {
		masks[n] = print{^uint64(0) >> (64 - 8*min(n, 8)), ^uint64(0) >> (64 - 8*max(n-8, 0))}
	}
	return masks
}()

const k1, k2 = 0x9e3779b97f4a7c15, 0xd6e8feb86659fd93

func longPrint(b []byte) print {
	n := len(b)
	h := uint64(k1)
	for i := 0; i+16 < n; i += 16 {
		a, c := bits.Mul64(binary.LittleEndian.Uint64(b[i:])^h, binary.LittleEndian.Uint64(b[i+8:])^k2)
		h = a ^ c
	}
	return print{binary.LittleEndian.Uint64(b[n-16:]) ^ h, binary.LittleEndian.Uint64(b[n-8:])}
}

// hash is fixed, not seeded: the codes of a block never order anything, but
// the same file should take the same time twice.
func (p print) hash(size int32) uint32 {
	a, c := bits.Mul64(p.lo^k1, p.hi^k2^uint64(size)<<56)
	a ^= c
	return uint32(a ^ a>>32)
}
