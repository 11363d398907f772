package moment

import (
	"fmt"
	"math/big"

	"uptake/analysis/counted"
)

// Of is the moment of n units with such sums and upper triangle of products, or the
// difference of two. It fails where a number has no room.
func Of(n int64, sum, cross []*big.Int) (Moment, error) {
	if len(cross) != len(sum)*(len(sum)+1)/2 {
		return Moment{}, counted.Errorf("%d sums have %d products", len(sum), len(cross))
	}
	m := New(len(sum))
	m.N = n
	for i, s := range sum {
		if s.BitLen() > 127 {
			return Moment{}, fmt.Errorf("the sum %s has no room in 128 bits", s)
		}
		m.Sum[i] = ofBig(s)
	}
	for i, c := range cross {
		if c.BitLen() > 255 {
			return Moment{}, fmt.Errorf("the sum of products %s has no room in 256 bits", c)
		}
		m.Cross[i] = wide(c)
	}
	return m, nil
}

// Possible fails where no units have such sums: fewer than none, something of none, or
// squares that are too small for their sum (Cauchy and Schwarz).
func (m Moment) Possible() error {
	sum, cross := m.Big()
	at := 0
	for i, s := range sum {
		c := cross[at]
		if least := new(big.Int).Mul(s, s); m.N < 0 || m.N == 0 && (s.Sign() != 0 || c.Sign() != 0) ||
			new(big.Int).Mul(c, big.NewInt(m.N)).Cmp(least) < 0 {
			return counted.Errorf("%d units add up to %s and their squares to %s, which no units do", m.N, s, c)
		}
		at += len(sum) - i
	}
	return nil
}

// wide is z, which must have fewer than 256 bits.
func wide(z *big.Int) (s Sum256) {
	rest, word := new(big.Int).Abs(z), new(big.Int)
	mask := new(big.Int).SetUint64(1<<64 - 1)
	for i := range s.w {
		s.w[i] = word.And(rest, mask).Uint64()
		rest.Rsh(rest, 64)
	}
	if z.Sign() < 0 {
		return s.Neg()
	}
	return s
}
