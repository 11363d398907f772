package store

import (
	"encoding/binary"
	"slices"
)

// chunk is some rows of one shard in one piece of memory, or in the file: from its beginning
// what follows their heads, and from its end back the heads, which are of one size.
type chunk struct {
	memory []byte // nil where they are in the file
	rows   int
	rests  int      // bytes of what follows the heads
	first  int64    // what the times of near rows are counted from; NoTime until one has a time
	blocks []Place  // where near rows were read, but for the last blockBits of their places
	units  []uint32 // number in the shard → number in the partition
	at     int64    // in the file
	sum    uint64
}

// A packed head: what its copies share 8, the time since the chunk's first 6, the word of a
// Head 2 and the unit 4.
const (
	headSize  = 20
	sinceBits = 48
	noTime    = -1 << (sinceBits - 1) // stands for NoTime
)

const (
	blockBits  = 16
	mostBlocks = 1 << 8
	nearSize   = 1 << (16 - sizeShift)
)

// What a row that is not near has before its rest: time 8, place 8, size of the rest 4.
const farSize = 20

// most is the largest number of bytes that a row with a rest of some size takes.
func most(rest int) int { return farSize + rest + headSize }

// room reports whether so many bytes are free.
func (c *chunk) room(n int) bool { return len(c.memory)-c.rests-c.rows*headSize >= n }

// near gives what stands for a row's time and place, where two fields of a few bytes do.
func (c *chunk) near(ts int64, p Place) (since int64, code uint32, near bool) {
	if ts == NoTime {
		since = noTime
	} else {
		if c.first == NoTime {
			c.first = ts
		}
		if since = ts - c.first; since <= noTime || since >= -noTime {
			return 0, 0, false
		}
	}
	block := p >> blockBits
	k := len(c.blocks) - 1
	for k >= 0 && c.blocks[k] != block {
		k--
	}
	if k < 0 {
		if k = len(c.blocks); k == mostBlocks {
			return 0, 0, false
		}
		c.blocks = append(c.blocks, block)
	}
	return since, uint32(k)<<blockBits | uint32(p&(1<<blockBits-1)), true
}

// end ends a row whose rest was put at a place, behind farSize bytes where it is not near.
func (c *chunk) end(rest, size int, since int64, near bool, h *Head, p Place) {
	if near {
		h.word |= uint32(size) << sizeShift
	} else {
		far := c.memory[c.rests:]
		binary.LittleEndian.PutUint64(far, uint64(h.TS))
		binary.LittleEndian.PutUint64(far[8:], uint64(p))
		binary.LittleEndian.PutUint32(far[16:], uint32(size))
		h.word |= flagFar
	}
	c.rests = rest + size
	c.rows++
	h.put(c.memory[len(c.memory)-c.rows*headSize:], since)
}

// put packs a head.
func (h *Head) put(to []byte, since int64) {
	_ = to[headSize-1]
	binary.LittleEndian.PutUint64(to, h.EventID)
	binary.LittleEndian.PutUint64(to[8:], uint64(since)&(1<<sinceBits-1)|uint64(h.word)<<sinceBits)
	binary.LittleEndian.PutUint32(to[16:], h.unit)
}

// head reads a packed head. Of one that is not near time and size are missing.
func (c *chunk) head(from []byte, h *Head) {
	_ = from[headSize-1]
	h.EventID, h.unit = binary.LittleEndian.Uint64(from), binary.LittleEndian.Uint32(from[16:])
	v := binary.LittleEndian.Uint64(from[8:])
	h.word = uint32(v >> sinceBits)
	if since := int64(v<<(64-sinceBits)) >> (64 - sinceBits); since == noTime {
		h.TS = NoTime
	} else {
		h.TS = c.first + since
	}
}

// far gives a head what stands before a rest of a row that is not near.
func (h *Head) far(before []byte) {
	h.TS = int64(binary.LittleEndian.Uint64(before))
	h.word |= binary.LittleEndian.Uint32(before[16:]) << sizeShift
}

// trimmed is the chunk in as much memory as it takes.
func (c chunk) trimmed() chunk {
	c.memory = slices.Concat(c.memory[:c.rests], c.memory[len(c.memory)-c.rows*headSize:])
	return c
}
