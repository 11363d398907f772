package format

import "math/bits"

// presence is which of a page's rows have a value, one bit a row.
type presence struct {
	bits []byte // those after the last row are 0
	n    int
}

func (p *presence) forget() { p.bits, p.n = p.bits[:0], 0 }

func (p *presence) has(i int) bool { return p.bits[i/8]>>(i%8)&1 == 1 }

// run adds n rows of which all have a value, or none has.
func (p *presence) run(n int, value bool) {
	if value {
		p.bits = setBits(p.bits, p.n, n)
	} else {
		p.bits = moreBits(p.bits, p.n+n)
	}
	p.n += n
}

// copy adds n rows given by bits of b, from one on.
func (p *presence) copy(b []byte, from, n int) {
	if from%8 == 0 {
		p.bits = addBits(p.bits, p.n, b[from/8:], n)
		p.n += n
		return
	}
	for i := from; i < from+n; i++ {
		p.run(1, b[i/8]>>(i%8)&1 == 1)
	}
}

// count is how many rows have a value.
func (p *presence) count() int {
	n := 0
	for _, b := range p.bits {
		n += bits.OnesCount8(b)
	}
	return n
}

// moreBits makes room for n bits in all, new ones 0.
func moreBits(b []byte, n int) []byte {
	for (n+7)/8 > len(b) {
		b = append(b, 0)
	}
	return b
}

// setBits sets n bits from the place at on, making room for them.
func setBits(b []byte, at, n int) []byte {
	b = moreBits(b, at+n)
	for i := at; i < at+n; {
		if i%8 == 0 && at+n-i >= 8 {
			b[i/8] = 0xff
			i += 8
			continue
		}
		b[i/8] |= 1 << (i % 8)
		i++
	}
	return b
}

// addBits puts the first n bits of from at the place at, where b has none yet.
func addBits(b []byte, at int, from []byte, n int) []byte {
	b = moreBits(b, at+n)
	shift, k := at%8, at/8
	for i := 0; i < n; i += 8 {
		v := from[i/8]
		if n-i < 8 {
			v &= 1<<(n-i) - 1
		}
		b[k] |= v << shift
		if k++; shift > 0 && k < len(b) {
			b[k] |= v >> (8 - shift)
		}
	}
	return b
}
