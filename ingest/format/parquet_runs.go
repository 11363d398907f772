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
}

// run is n values: all alike, or packed.
type run struct {
	n      int
	value  uint32
	packed []byte // nil: they are alike
}

var errRuns = errors.New("its run-length data ends too early; the file is damaged")

func bitsFor(highest uint32) int { return bits.Len32(highest) }

// next gives the next run, of at most most values: what it has more is lost, as
// the last group of a page is filled up.
func (r *runs) next(most int) (run, error) {
	header, n := binary.Uvarint(r.b)
	if n <= 0 || header>>1 == 0 || header>>1 > 1<<31-1 {
		return run{}, errRuns
	}
	r.b = r.b[n:]
	if header&1 == 1 {
		groups := int(header >> 1)
		size := groups * r.width
		if size > len(r.b) { // some writers leave out the padding of the last group
			size = len(r.b)
			if r.width > 0 && size*8/r.width == 0 {
				return run{}, errRuns
			}
		}
		count := groups * 8
		if r.width > 0 {
			count = min(count, size*8/r.width)
		}
		give := run{n: min(count, most), packed: r.b[:size]}
		r.b = r.b[size:]
		return give, nil
	}
	size := (r.width + 7) / 8
	if size > len(r.b) {
		return run{}, errRuns
	}
	v := uint32(0)
	for i := range size {
		v |= uint32(r.b[i]) << (8 * i)
	}
	r.b = r.b[size:]
	return run{n: min(int(header>>1), most), value: v}, nil
}

// into fills dst.
func (r *runs) into(dst []int32) error {
	for len(dst) > 0 {
		give, err := r.next(len(dst))
		if err != nil {
			return err
		}
		if give.packed == nil {
			fillRun(dst[:give.n], int32(give.value))
		} else {
			unpack(dst[:give.n], give.packed, r.width)
		}
		dst = dst[give.n:]
	}
	return nil
}

func fillRun(dst []int32, v int32) {
	if v == 0 {
		clear(dst)
		return
	}
	for i := range dst {
		dst[i] = v
	}
}

// unpack reads bit-packed integers of width bits, of which b has at least as
// many as dst has room for.
func unpack(dst []int32, b []byte, width int) {
	if width == 0 {
		clear(dst)
		return
	}
	mask := uint64(1)<<width - 1
	i, at := 0, 0
	if width <= 8 { // eight of them fit a word
		for ; i+8 <= len(dst) && at+8 <= len(b); i, at = i+8, at+width {
			w := binary.LittleEndian.Uint64(b[at:])
			d := (*[8]int32)(dst[i:])
			for k := range d {
				d[k] = int32(w & mask)
				w >>= width & 63
			}
		}
	} else {
		// Eight of them are width bytes, and each is read with what stands behind it.
		for ; i+8 <= len(dst) && at+width+8 <= len(b); i, at = i+8, at+width {
			group := b[at : at+width+8]
			d := (*[8]int32)(dst[i:])
			bit := 0
			for k := range d {
				d[k] = int32(binary.LittleEndian.Uint64(group[bit>>3:]) >> (bit & 7) & mask)
				bit += width
			}
		}
	}
	for bit := 8 * at; i < len(dst); i++ {
		dst[i] = int32(wide(b, bit, width))
		bit += width
	}
}

// largest gives the largest of codes, taken without a sign.
func largest(codes []int32) (most uint32) {
	for _, c := range codes {
		most = max(most, uint32(c))
	}
	return most
}
