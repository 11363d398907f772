package moment

import (
	"cmp"
	"math"
	"math/big"
	"math/bits"
)

// Sum128 is a signed 128-bit integer in two's complement; the zero value is 0.
// It holds a unit's scaled value, and any sum of fewer than 2^32 of them.
type Sum128 struct{ hi, lo uint64 }

// Int is v as a Sum128.
func Int(v int64) Sum128 { return Sum128{uint64(v >> 63), uint64(v)} }

// Words is hi·2^64 + lo.
func Words(hi int64, lo uint64) Sum128 { return Sum128{uint64(hi), lo} }

// Least and Most are the ends of what a Sum128 holds.
var (
	Least = Sum128{1 << 63, 0}
	Most  = Sum128{1<<63 - 1, 1<<64 - 1}
)

// Product is a·b.
func Product(a, b int64) Sum128 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	hi -= uint64(a>>63)&uint64(b) + uint64(b>>63)&uint64(a) // of numbers with a sign
	return Sum128{hi, lo}
}

// Words returns s as hi·2^64 + lo.
func (s Sum128) Words() (hi int64, lo uint64) { return int64(s.hi), s.lo }

// Int64 returns s; ok is false where it does not fit an int64.
func (s Sum128) Int64() (v int64, ok bool) { return int64(s.lo), s.hi == uint64(int64(s.lo)>>63) }

// Sign is −1, 0 or 1.
func (s Sum128) Sign() int {
	switch {
	case int64(s.hi) < 0:
		return -1
	case s.hi|s.lo == 0:
		return 0
	}
	return 1
}

// Cmp compares s with o.
func (s Sum128) Cmp(o Sum128) int {
	return cmp.Or(cmp.Compare(int64(s.hi), int64(o.hi)), cmp.Compare(s.lo, o.lo))
}

// Float returns s rounded once.
func (s Sum128) Float() float64 {
	if v, ok := s.Int64(); ok {
		return float64(v)
	}
	f, _ := new(big.Float).SetInt(s.Big()).Float64()
	return f
}

// Whole is the whole number v, exactly; |v| must be below 2^126.
func Whole(v float64) Sum128 {
	if math.Abs(v) < 1<<63 {
		return Int(int64(v))
	}
	m, e := math.Frexp(math.Abs(v))
	s := Sum128{0, uint64(m * (1 << 53))}
	shift := uint(e - 53)
	s = Sum128{s.lo >> (64 - shift), s.lo << shift}
	if shift >= 64 {
		s = Sum128{uint64(m*(1<<53)) << (shift - 64), 0}
	}
	if v < 0 {
		return s.Neg()
	}
	return s
}

// AddInt adds v.
func (s *Sum128) AddInt(v int64) { s.Add(Int(v)) }

// Add adds o.
func (s *Sum128) Add(o Sum128) {
	var c uint64
	s.lo, c = bits.Add64(s.lo, o.lo, 0)
	s.hi, _ = bits.Add64(s.hi, o.hi, c)
}

// Neg returns −s.
func (s Sum128) Neg() Sum128 {
	var out Sum128
	out.Sub(s)
	return out
}

// Abs returns |s|.
func (s Sum128) Abs() Sum128 {
	if int64(s.hi) < 0 {
		return s.Neg()
	}
	return s
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
