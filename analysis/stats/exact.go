package stats

import (
	"math"
	"math/big"
)

// Exact is a list of rational numbers as integers over one denominator: doubles
// or decimals taken as they stand, so that nothing is rounded before the last
// division.
type Exact struct {
	Int []*big.Int
	Den *big.Int // > 0
}

// ExactOf returns the numbers over their least common denominator.
func ExactOf(values []*big.Rat) Exact {
	e := Exact{Den: big.NewInt(1)}
	var g, q big.Int
	for _, v := range values {
		if q.Rem(e.Den, v.Denom()); q.Sign() != 0 {
			g.GCD(nil, nil, e.Den, v.Denom())
			e.Den.Mul(e.Den, q.Quo(v.Denom(), &g))
		}
	}
	for _, v := range values {
		z := new(big.Int).Quo(e.Den, v.Denom())
		e.Int = append(e.Int, z.Mul(z, v.Num()))
	}
	return e
}

// Rationals returns the doubles as rational numbers; they must be finite.
func Rationals(values []float64) []*big.Rat {
	out := make([]*big.Rat, len(values))
	for i, v := range values {
		if out[i] = new(big.Rat).SetFloat64(v); out[i] == nil {
			out[i] = new(big.Rat)
		}
	}
	return out
}

// Sums returns the exact sums of the list.
func (e Exact) Sums() Sums {
	s := Sums{N: int64(len(e.Int)), Sum: bigs(1), Cross: bigs(1), Den: []*big.Int{e.Den}}
	var p big.Int
	for _, v := range e.Int {
		s.Sum[0].Add(s.Sum[0], v)
		s.Cross[0].Add(s.Cross[0], p.Mul(v, v))
	}
	return s
}

// Autocorrelation returns the lag-1 autocorrelation
//
//	Σ (x_i − m)(x_{i+1} − m) / Σ (x_i − m)²
//
// NaN when nothing varies.
//
// Source: Box & Jenkins (1976), Time Series Analysis, eq. 2.1.11.
func (e Exact) Autocorrelation() float64 {
	n := big.NewInt(int64(len(e.Int)))
	sum := e.Sums().Sum[0]
	num, den, p := new(big.Int), new(big.Int), new(big.Int)
	var last *big.Int
	for _, v := range e.Int {
		d := new(big.Int).Mul(v, n)
		d.Sub(d, sum)
		den.Add(den, p.Mul(d, d))
		if last != nil {
			num.Add(num, p.Mul(d, last))
		}
		last = d
	}
	if den.Sign() == 0 {
		return math.NaN()
	}
	r, _ := quo(num, den)
	return r
}
