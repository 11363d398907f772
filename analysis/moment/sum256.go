package moment

import (
	"math/big"
	"math/bits"
)

// Sum256 is a signed 256-bit integer in two's complement; the zero value is 0.
// It holds any sum of fewer than 2^63 products of two unit values (FitsUnit).
type Sum256 struct{ w [4]uint64 }

// AddProduct adds a·b.
func (s *Sum256) AddProduct(a, b int64) { s.addProduct(a, b, false) }

// AddWide adds a·b.
func (s *Sum256) AddWide(a, b Sum128) { s.addWide(a, b, false) }

// SubWide subtracts a·b.
func (s *Sum256) SubWide(a, b Sum128) { s.addWide(a, b, true) }

func (s *Sum256) addWide(a, b Sum128, minus bool) {
	x, narrow := a.Int64()
	if y, too := b.Int64(); narrow && too {
		s.addProduct(x, y, minus)
		return
	}
	p := product(a.Abs(), b.Abs())
	if (a.Sign() < 0) != (b.Sign() < 0) != minus {
		s.Sub(p)
	} else {
		s.Add(p)
	}
}

// product is a·b of two magnitudes.
func product(a, b Sum128) Sum256 {
	var p Sum256
	place := func(at int, x, y uint64) {
		hi, lo := bits.Mul64(x, y)
		var part Sum256
		part.w[at], part.w[at+1] = lo, hi
		p.Add(part)
	}
	place(0, a.lo, b.lo)
	place(1, a.lo, b.hi)
	place(1, a.hi, b.lo)
	place(2, a.hi, b.hi)
	return p
}

// addProduct adds a·b or takes it away. There is no branch but for that: of sums over
// units no sign can be foretold.
func (s *Sum256) addProduct(a, b int64, minus bool) {
	p := Product(a, b)
	hi, lo, above := p.hi, p.lo, uint64(int64(p.hi)>>63)
	var c uint64
	if minus {
		s.w[0], c = bits.Sub64(s.w[0], lo, 0)
		s.w[1], c = bits.Sub64(s.w[1], hi, c)
		s.w[2], c = bits.Sub64(s.w[2], above, c)
		s.w[3], _ = bits.Sub64(s.w[3], above, c)
		return
	}
	s.w[0], c = bits.Add64(s.w[0], lo, 0)
	s.w[1], c = bits.Add64(s.w[1], hi, c)
	s.w[2], c = bits.Add64(s.w[2], above, c)
	s.w[3], _ = bits.Add64(s.w[3], above, c)
}

// Add adds o.
func (s *Sum256) Add(o Sum256) {
	var c uint64
	for i := range s.w {
		s.w[i], c = bits.Add64(s.w[i], o.w[i], c)
	}
}

// Sub subtracts o.
func (s *Sum256) Sub(o Sum256) {
	var b uint64
	for i := range s.w {
		s.w[i], b = bits.Sub64(s.w[i], o.w[i], b)
	}
}

// Neg returns −s.
func (s Sum256) Neg() Sum256 {
	var out Sum256
	out.Sub(s)
	return out
}

// Big returns s as a new big integer.
func (s Sum256) Big() *big.Int { return words(s.w[:]...) }
