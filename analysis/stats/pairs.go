package stats

import (
	"math"
	"math/big"
)

// Difference returns the sums of component 1 minus component 0, unit by unit and
// exact: the sample of paired differences.
func (s Sums) Difference() Sums {
	d0, d1 := s.Den[0], s.Den[1]
	mul := func(a ...*big.Int) *big.Int {
		p := big.NewInt(1)
		for _, v := range a {
			p.Mul(p, v)
		}
		return p
	}
	sum := mul(s.Sum[1], d0)
	sum.Sub(sum, mul(s.Sum[0], d1))
	cross := mul(s.Cross[s.at(1, 1)], d0, d0)
	cross.Sub(cross, new(big.Int).Lsh(mul(s.Cross[s.at(0, 1)], d0, d1), 1))
	cross.Add(cross, mul(s.Cross[s.at(0, 0)], d1, d1))
	return Sums{N: s.N, Sum: []*big.Int{sum}, Cross: []*big.Int{cross}, Den: []*big.Int{mul(d0, d1)}}
}

// PairedTest is the t test of the mean of one sample, such as that of paired
// differences, against 0, with n−1 degrees of freedom. Undefined for n < 2 or no
// variance.
//
// Source: Student (1908), Biometrika 6.
func PairedTest(d Sample) Test {
	if d.N < 2 {
		return Test{d.Value(), math.NaN(), math.NaN()}
	}
	return Test{d.Value(), d.SE(), float64(d.N - 1)}
}
