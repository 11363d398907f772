package format

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// runs reads Parquet's mix of run-length and bit-packed integers.
type runs struct {
	b     []byte
	width int // bits of a value, 0 to 32
	left  run // what the last call left of a run
	from  int // of left, when it is packed
}

// run is n values: all alike, or packed.
type run struct {
	n      int
	value  uint32
	packed *packed
}

// packed is bit-packed integers.
type packed struct {
	b     []byte
	width int
	from  int // values before the first
}

var errRuns = errors.New("its run-length data ends too early; the file is damaged")

func bitsFor(highest uint32) int { return bits.Len32(highest) }

func newRuns(b []byte, width int) *runs { return &runs{b: b, width: width} }

// next gives the next run, of at most most values.
func (r *runs) next(most int) (run, error) {
	if r.left.n == 0 {
		if err := r.load(); err != nil {
			return run{}, err
		}
	}
	give := r.left
	give.n = min(most, give.n)
	if give.packed != nil {
		p := *give.packed
		p.from = r.from
		give.packed = &p
		r.from += give.n
	}
	r.left.n -= give.n
	return give, nil
}

func (r *runs) load() error {
	header, n := binary.Uvarint(r.b)
	if n <= 0 || header>>1 == 0 || header>>1 > 1<<31-1 {
		return errRuns
	}
	r.b = r.b[n:]
	if header&1 == 1 {
		groups := int(header >> 1)
		size := groups * r.width
		if size > len(r.b) { // some writers leave out the padding of the last group
			size = len(r.b)
			if r.width > 0 && size*8/r.width == 0 {
				return errRuns
			}
		}
		count := groups * 8
		if r.width > 0 {
			count = min(count, size*8/r.width)
		}
		r.left, r.from = run{n: count, packed: &packed{b: r.b[:size], width: r.width}}, 0
		r.b = r.b[size:]
		return nil
	}
	size := (r.width + 7) / 8
	if size > len(r.b) {
		return errRuns
	}
	v := uint32(0)
	for i := range size {
		v |= uint32(r.b[i]) << (8 * i)
	}
	r.left = run{n: int(header >> 1), value: v}
	r.b = r.b[size:]
	return nil
}

// at gives value i.
func (p *packed) at(i int) uint32 {
	bit := (p.from + i) * p.width
	var w uint64
	if b := p.b[bit/8:]; len(b) >= 8 {
		w = binary.LittleEndian.Uint64(b)
	} else {
		for k, c := range b {
			w |= uint64(c) << (8 * k)
		}
	}
	return uint32(w >> (bit % 8) & (1<<p.width - 1))
}

// into appends n values to dst.
func (r *runs) into(dst []int32, n int) ([]int32, error) {
	for n > 0 {
		give, err := r.next(n)
		if err != nil {
			return dst, err
		}
		n -= give.n
		if give.packed == nil {
			for range give.n {
				dst = append(dst, int32(give.value))
			}
			continue
		}
		p := give.packed
		mask := uint64(1)<<p.width - 1
		bit := p.from * p.width
		i := 0
		for ; i < give.n && bit/8+8 <= len(p.b); i++ {
			dst = append(dst, int32(binary.LittleEndian.Uint64(p.b[bit/8:])>>(bit%8)&mask))
			bit += p.width
		}
		for ; i < give.n; i++ {
			dst = append(dst, int32(p.at(i)))
		}
	}
	return dst, nil
}
