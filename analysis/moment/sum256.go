package moment

import (
	"math/big"
	"math/bits"
)

// Sum256 is a signed 256-bit integer in two's complement; the zero value is 0.
// It holds any sum of fewer than 2^127 products of two int64 values.
type Sum256 struct{ w [4]uint64 }

// AddProduct adds a·b.
func (s *Sum256) AddProduct(a, b int64) { s.addProduct(a, b, false) }

// SubProduct subtracts a·b.
func (s *Sum256) SubProduct(a, b int64) { s.addProduct(a, b, true) }

func (s *Sum256) addProduct(a, b int64, minus bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	var c uint64
	if (a < 0) != (b < 0) != minus {
		s.w[0], c = bits.Sub64(s.w[0], lo, 0)
		s.w[1], c = bits.Sub64(s.w[1], hi, c)
		s.w[2], c = bits.Sub64(s.w[2], 0, c)
		s.w[3], _ = bits.Sub64(s.w[3], 0, c)
		return
	}
	s.w[0], c = bits.Add64(s.w[0], lo, 0)
	s.w[1], c = bits.Add64(s.w[1], hi, c)
	s.w[2], c = bits.Add64(s.w[2], 0, c)
	s.w[3], _ = bits.Add64(s.w[3], 0, c)
}

// magnitude is |v|, right for the least int64 too.
func magnitude(v int64) uint64 {
	if v < 0 {
		return -uint64(v)
	}
	return uint64(v)
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
