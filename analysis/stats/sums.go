package stats

import (
	"fmt"
	"math"
	"math/big"
)

// Sums are exact sums of k-vectors over N units: component i of a unit is an
// integer divided by Den[i] > 0; Sum holds Σ and Cross the upper triangle of
// Σ of products by rows, both of the integers.
type Sums struct {
	N     int64
	Sum   []*big.Int
	Cross []*big.Int
	Den   []*big.Int
}

// FromValues returns the exact sums of vectors of doubles, one slice per
// component, all of the same length. Whatever the magnitudes, nothing is
// rounded. It fails on NaN and infinities, naming the row (from 1).
func FromValues(columns ...[]float64) (Sums, error) {
	k := len(columns)
	s := Sums{N: int64(len(columns[0])), Sum: bigs(k), Cross: bigs(k * (k + 1) / 2), Den: bigs(k)}
	ints := make([][]*big.Int, k)
	for i, col := range columns {
		exp := 0 // every value is an integer times 2^exp
		for row, v := range col {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return Sums{}, fmt.Errorf("row %d is %v, which is not a number to add up", row+1, v)
			}
			if v != 0 {
				_, e := math.Frexp(v)
				exp = min(exp, e-53)
			}
		}
		s.Den[i].Lsh(big.NewInt(1), uint(-exp))
		for _, v := range col {
			m, e := math.Frexp(v)
			z := big.NewInt(int64(m * (1 << 53)))
			if v != 0 {
				z.Lsh(z, uint(e-53-exp))
			}
			ints[i] = append(ints[i], z)
		}
	}
	var p big.Int
	for row := range columns[0] {
		c := 0
		for i := range k {
			s.Sum[i].Add(s.Sum[i], ints[i][row])
			for j := i; j < k; j++ {
				s.Cross[c].Add(s.Cross[c], p.Mul(ints[i][row], ints[j][row]))
				c++
			}
		}
	}
	return s, nil
}

// FromRationals returns sums that are given as such: Σv and the upper triangle
// of Σ of products.
func FromRationals(n int64, sum, cross []*big.Rat) Sums {
	k := len(sum)
	s := Sums{N: n, Sum: bigs(k), Cross: bigs(len(cross)), Den: bigs(k)}
	den := big.NewInt(1) // one denominator for everything keeps it simple
	lcm := func(d *big.Int) {
		g := new(big.Int).GCD(nil, nil, den, d)
		den.Mul(den, new(big.Int).Quo(d, g))
	}
	for _, r := range sum {
		lcm(r.Denom())
	}
	for _, r := range cross {
		lcm(r.Denom())
	}
	for i, r := range sum {
		s.Den[i].Set(den)
		s.Sum[i].Mul(r.Num(), new(big.Int).Quo(den, r.Denom()))
	}
	for i, r := range cross {
		s.Cross[i].Mul(r.Num(), new(big.Int).Quo(den, r.Denom()))
		s.Cross[i].Mul(s.Cross[i], den) // Σ(v·den)² = Σv²·den²
	}
	return s
}

// TotalSquares returns Σv² of component i: the scale against which a centred
// sum of squares is rounding or not. False when there is no such component.
func (s Sums) TotalSquares(i int) (total float64, ok bool) {
	c, k := 0, len(s.Sum)
	for j := range i {
		c += k - j
	}
	if i >= k {
		return 0, false
	}
	total, _ = quo(s.Cross[c], new(big.Int).Mul(s.Den[i], s.Den[i]))
	return total, true
}

// FromFloats is FromRationals on doubles, taken exactly.
func FromFloats(n int64, sum, cross []float64) (Sums, error) {
	rats := func(v []float64) ([]*big.Rat, error) {
		var out []*big.Rat
		for _, f := range v {
			r := new(big.Rat).SetFloat64(f)
			if r == nil {
				return nil, fmt.Errorf("the sum %v is not a finite number", f)
			}
			out = append(out, r)
		}
		return out, nil
	}
	a, err := rats(sum)
	if err != nil {
		return Sums{}, err
	}
	b, err := rats(cross)
	if err != nil {
		return Sums{}, err
	}
	return FromRationals(n, a, b), nil
}

func bigs(n int) []*big.Int {
	out := make([]*big.Int, n)
	for i := range out {
		out[i] = new(big.Int)
	}
	return out
}

// quo returns num/den as hi + lo: hi is the nearest double, lo the nearest
// double to what is left. den must not be 0.
func quo(num, den *big.Int) (hi, lo float64) {
	if num.Sign() == 0 {
		return 0, 0
	}
	q := new(big.Float).SetPrec(160).Quo(exact(num), exact(den))
	hi, _ = q.Float64()
	if math.IsInf(hi, 0) {
		return hi, 0
	}
	lo, _ = q.Sub(q, new(big.Float).SetFloat64(hi)).Float64()
	return hi, lo
}

func exact(z *big.Int) *big.Float {
	return new(big.Float).SetPrec(uint(max(z.BitLen(), 64))).SetInt(z)
}
