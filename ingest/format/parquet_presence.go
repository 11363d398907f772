package format

import (
	"encoding/binary"
	"math/bits"
)

// presence is which of a page's rows have a value, one bit a row.
type presence struct {
	words []uint64 // those bits after the last row are 0
	n     int      // rows
	count int      // those that have a value
}

// begin readies for n rows, of which none has a value so far.
func (p *presence) begin(n int) {
	words := (n + 63) / 64
	if cap(p.words) < words {
		p.words = make([]uint64, words)
	}
	p.words = p.words[:words]
	clear(p.words)
	p.n, p.count = n, 0
}

// all says that every one of n rows has a value.
func (p *presence) all(n int) { p.n, p.count = n, n }

// gaps says whether some rows have no value; else words say nothing.
func (p *presence) gaps() bool { return p.count < p.n }

// counted closes what begin began.
func (p *presence) counted() {
	for _, w := range p.words {
		p.count += bits.OnesCount64(w)
	}
}

// set gives n rows from the place at on a value.
func (p *presence) set(at, n int) { setBits(p.words, at, n) }

// setBits sets n bits from the place at on.
func setBits(words []uint64, at, n int) {
	if n == 0 {
		return
	}
	first, last := at/64, (at+n-1)/64
	from, to := ^uint64(0)<<(at%64), ^uint64(0)>>(63-(at+n-1)%64)
	if first == last {
		words[first] |= from & to
		return
	}
	words[first] |= from
	for k := first + 1; k < last; k++ {
		words[k] = ^uint64(0)
	}
	words[last] |= to
}

// copy gives n rows from the place at on what the bits of b say.
func (p *presence) copy(at int, b []byte, n int) {
	for i := 0; i < n; i += 64 {
		var w uint64
		if len(b) >= 8 {
			w, b = binary.LittleEndian.Uint64(b), b[8:]
		} else {
			for k, c := range b {
				w |= uint64(c) << (8 * k)
			}
			b = nil
		}
		p.words = addBits(p.words, at+i, w, min(64, n-i))
	}
}

// addBits adds the lowest n bits of w at the place at, where words has none yet.
func addBits(words []uint64, at int, w uint64, n int) []uint64 {
	w &= ^uint64(0) >> (64 - n)
	shift := at % 64
	words[at/64] |= w << shift
	if shift+n > 64 {
		words[at/64+1] |= w >> (64 - shift)
	}
	return words
}

// spread puts values, which are those of the rows that have one and one more,
// to their rows in dst, and none to the others.
func spread[T int32 | uint32 | uint64](p *presence, dst, values []T, none T) {
	at := 0
	for k, w := range p.words {
		rows := dst[64*k : min(64*k+64, p.n)]
		switch {
		case w == 0:
			for i := range rows {
				rows[i] = none
			}
		case w == ^uint64(0):
			copy(rows, values[at:at+64])
			at += 64
		default: // no branch: whether a row has a value cannot be foretold
			for i := range rows {
				has := T(w & 1)
				w >>= 1
				rows[i] = none + (values[at]-none)*has
				at += int(has)
			}
		}
	}
}

// spreadEnds gives every row the place where its text ends: without a value,
// that where the row before ends. ends begins with where the first begins.
func (p *presence) spreadEnds(dst, ends []int32) {
	at := 0
	for k, w := range p.words {
		rows := dst[64*k : min(64*k+64, p.n)]
		if w == 0 {
			for i := range rows {
				rows[i] = ends[at]
			}
			continue
		}
		for i := range rows {
			at += int(w & 1)
			w >>= 1
			rows[i] = ends[at]
		}
	}
}

// spreadBytes is spread for values of width bytes, with zeros for none. Behind
// values there are overrun bytes.
func (p *presence) spreadBytes(dst, values []byte, width int) {
	at := 0
	for k, w := range p.words {
		from, to := 64*k, min(64*k+64, p.n)
		rows := dst[from*width : to*width]
		switch {
		case w == 0:
			clear(rows)
		case w == ^uint64(0):
			at += copy(rows, values[at:at+len(rows)])
		case width == 8:
			values := values[:len(values)+8]
			for i := 0; i < len(rows); i += 8 {
				has := w & 1
				w >>= 1
				binary.LittleEndian.PutUint64(rows[i:], binary.LittleEndian.Uint64(values[at:])&-has)
				at += int(8 * has)
			}
		case width == 4:
			values := values[:len(values)+4]
			for i := 0; i < len(rows); i += 4 {
				has := uint32(w & 1)
				w >>= 1
				binary.LittleEndian.PutUint32(rows[i:], binary.LittleEndian.Uint32(values[at:])&-has)
				at += int(4 * has)
			}
		default:
			for i := 0; i < len(rows); i += width {
				if w&1 == 1 {
					at += copy(rows[i:i+width], values[at:at+width])
				} else {
					clear(rows[i : i+width])
				}
				w >>= 1
			}
		}
	}
}
