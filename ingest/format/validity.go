package format

import (
	"math/bits"
	"slices"

	"github.com/apache/arrow/go/v15/arrow/memory"
)

// validity is which rows of a whole column have a value, kept only once one
// has none.
type validity struct {
	words []uint64
	rows  int
	nulls int
}

// add adds the rows of a page.
func (v *validity) add(p *presence) {
	if !p.gaps() && v.nulls == 0 {
		v.rows += p.n
		return
	}
	if v.nulls == 0 {
		v.words = v.words[:0]
		v.room(v.rows)
		setBits(v.words, 0, v.rows)
	}
	v.room(v.rows + p.n)
	if p.gaps() {
		for k, w := range p.words {
			v.words = addBits(v.words, v.rows+64*k, w, min(64, p.n-64*k))
		}
	} else {
		setBits(v.words, v.rows, p.n)
	}
	v.rows += p.n
	v.nulls += p.n - p.count
}

// keep leaves n of the rows, from one on.
func (v *validity) keep(from, n int) {
	if v.rows = n; v.nulls == 0 {
		return
	}
	v.nulls = n
	for i := 0; i < n; i += 64 {
		at := from + i
		w := v.words[at/64] >> (at % 64)
		if at%64 > 0 && at/64+1 < len(v.words) {
			w |= v.words[at/64+1] << (64 - at%64)
		}
		w &= ^uint64(0) >> (64 - min(64, n-i))
		v.words[i/64] = w
		v.nulls -= bits.OnesCount64(w)
	}
}

// addWord adds up to 64 rows.
func (v *validity) addWord(w uint64, rows int) {
	p := presence{words: []uint64{w}, n: rows}
	p.counted()
	v.add(&p)
}

// room makes room for n bits in all, new ones 0.
func (v *validity) room(n int) {
	if old, words := len(v.words), (n+63)/64; words > old {
		v.words = slices.Grow(v.words, words-old)[:words]
		clear(v.words[old:])
	}
}

// buffer gives the bits as Arrow wants them: nothing when all rows have a value.
func (v *validity) buffer() *memory.Buffer {
	if v.nulls == 0 {
		return nil
	}
	return memory.NewBufferBytes(bytesOf(v.words)[:(v.rows+7)/8])
}

// has says whether row i has a value.
func (v *validity) has(i int) bool { return v.nulls == 0 || v.words[i/64]>>(i%64)&1 == 1 }
