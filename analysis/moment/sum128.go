package moment

import (
	"math/big"
	"math/bits"
)

// Sum128 is a signed 128-bit integer in two's complement; the zero value is 0.
// It holds any sum of fewer than 2^63 int64 values.
type Sum128 struct{ hi, lo uint64 }

// AddInt adds v.
func (s *Sum128) AddInt(v int64) {
	var c uint64
	s.lo, c = bits.Add64(s.lo, uint64(v), 0)
	s.hi, _ = bits.Add64(s.hi, uint64(v>>63), c)
}

// Add adds o.
func (s *Sum128) Add(o Sum128) {
	var c uint64
	s.lo, c = bits.Add64(s.lo, o.lo, 0)
	s.hi, _ = bits.Add64(s.hi, o.hi, c)
}

// Neg returns −s.
func (s Sum128) Neg() Sum128 {
	var out Sum128
	var b uint64
	out.lo, b = bits.Sub64(0, s.lo, 0)
	out.hi, _ = bits.Sub64(0, s.hi, b)
	return out
}

// Sub subtracts o.
func (s *Sum128) Sub(o Sum128) {
	var b uint64
	s.lo, b = bits.Sub64(s.lo, o.lo, 0)
	s.hi, _ = bits.Sub64(s.hi, o.hi, b)
}

// Big returns s as a new big integer.
func (s Sum128) Big() *big.Int { return words(s.lo, s.hi) }

// words makes a big integer of two's complement words, the least first.
func words(w ...uint64) *big.Int {
	neg := int64(w[len(w)-1]) < 0
	z := new(big.Int)
	var limb big.Int
	for i := len(w) - 1; i >= 0; i-- {
		v := w[i]
		if neg {
			v = ^v
		}
		z.Lsh(z, 64)
		z.Or(z, limb.SetUint64(v))
	}
	if neg {
		z.Not(z)
	}
	return z
}
