package format

import (
	"encoding/binary"
	"math/bits"
)

// words numbers the distinct texts of one block in the order they come:
// an open-addressing table without a string per text.
type words struct {
	slots []slot // a power of two, at most half full
	ends  []int32
	bytes []byte // the texts one after another
}

// slot is empty when code is 0; otherwise it stands for text code-1.
type slot struct {
	hash uint32
	code int32
}

func newWords() *words { return &words{slots: make([]slot, 256)} }

// reset forgets all texts and keeps the memory.
func (w *words) reset() {
	clear(w.slots)
	w.ends, w.bytes = w.ends[:0], w.bytes[:0]
}

func (w *words) len() int { return len(w.ends) }

func (w *words) at(code int32) []byte {
	start := int32(0)
	if code > 0 {
		start = w.ends[code-1]
	}
	return w.bytes[start:w.ends[code]]
}

// code gives the number of b, a new one when b is new.
func (w *words) code(b []byte) int32 {
	h := hashText(b)
	mask := uint32(len(w.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		s := w.slots[i]
		if s.code == 0 {
			return w.add(b, h, i)
		}
		if s.hash == h && string(w.at(s.code-1)) == string(b) {
			return s.code - 1
		}
	}
}

func (w *words) add(b []byte, h, at uint32) int32 {
	w.bytes = append(w.bytes, b...)
	w.ends = append(w.ends, int32(len(w.bytes)))
	w.slots[at] = slot{h, int32(len(w.ends))}
	if 2*len(w.ends) > len(w.slots) {
		w.grow()
	}
	return int32(len(w.ends) - 1)
}

func (w *words) grow() {
	old := w.slots
	w.slots = make([]slot, 4*len(old))
	mask := uint32(len(w.slots) - 1)
	for _, s := range old {
		if s.code == 0 {
			continue
		}
		i := s.hash & mask
		for w.slots[i].code != 0 {
			i = (i + 1) & mask
		}
		w.slots[i] = s
	}
}

// hashText is fixed, not seeded: the codes of a block never order anything,
// but the same file should take the same time twice.
func hashText(b []byte) uint32 {
	const k1, k2 = 0x9e3779b97f4a7c15, 0xd6e8feb86659fd93
	var lo, hi uint64
	n := len(b)
	switch {
	case n > 16:
		h := uint64(k1)
		for i := 0; i+16 < n; i += 16 {
			a, c := bits.Mul64(binary.LittleEndian.Uint64(b[i:])^h, binary.LittleEndian.Uint64(b[i+8:])^k2)
			h = a ^ c
		}
		lo, hi = binary.LittleEndian.Uint64(b[n-16:])^h, binary.LittleEndian.Uint64(b[n-8:])
	case n >= 8:
		lo, hi = binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n-8:])
	case n >= 4:
		lo, hi = uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[n-4:]))
	case n > 0:
		lo, hi = uint64(b[0])|uint64(b[n/2])<<8, uint64(b[n-1])
	}
	a, c := bits.Mul64(lo^k1, hi^k2^uint64(n))
	a ^= c
	return uint32(a ^ a>>32)
}
