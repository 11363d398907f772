package stats

import (
	"math"
	"math/big"
)

// RatioPair makes the two-component sample of two ratios of the same units, y/x
// (components 0 and 1) and y'/x' (2 and 3): its values are both linearised, (y −
// R·x)/x̄ + R, as in Ratio. Component 1 serves as the covariate of component 0
// (ThetaPair, Adjusted, CupedLift). Products are exact up to one rounding. Means
// are NaN where a denominator adds up to 0.
//
// Source: Deng, Knoblich & Lu (2018), KDD, section 4.
func (s Sums) RatioPair() Sample {
	first := s.pick(0, 1).Ratio()
	second := s.pick(2, 3).Ratio()
	out := first
	out.Mean = []float64{first.Mean[0], second.Mean[0]}
	out.Tail = []float64{first.Tail[0], second.Tail[0]}
	out.Total = []float64{first.Total[0], second.Total[0]}
	out.Cross = []float64{first.Cross[0], s.linearProduct(), second.Cross[0]}
	return out
}

// at is the place of the product of components i ≤ j in Cross.
func (s Sums) at(i, j int) int {
	k := len(s.Sum)
	return i*k - i*(i-1)/2 + j - i
}

// pick returns the sums of two components alone.
func (s Sums) pick(i, j int) Sums {
	return Sums{N: s.N, Sum: []*big.Int{s.Sum[i], s.Sum[j]}, Den: []*big.Int{s.Den[i], s.Den[j]},
		Cross: []*big.Int{s.Cross[s.at(i, i)], s.Cross[s.at(i, j)], s.Cross[s.at(j, j)]}}
}

// linearProduct is Σ of the product of the two linearised values,
//
//	n²·[yy'·X·X' − Y'·X·yx' − Y·X'·xy' + Y·Y'·xx'] / (X²·X'²)
//
// capital letters sums, small ones sums of products; NaN for X or X' = 0.
func (s Sums) linearProduct() float64 {
	y, x, y2, x2 := s.Sum[0], s.Sum[1], s.Sum[2], s.Sum[3]
	if x.Sign() == 0 || x2.Sign() == 0 {
		return math.NaN()
	}
	mul := func(a ...*big.Int) *big.Int {
		p := big.NewInt(1)
		for _, v := range a {
			p.Mul(p, v)
		}
		return p
	}
	num := mul(s.Cross[s.at(0, 2)], x, x2)
	num.Sub(num, mul(s.Cross[s.at(0, 3)], x, y2))
	num.Sub(num, mul(s.Cross[s.at(1, 2)], y, x2))
	num.Add(num, mul(s.Cross[s.at(1, 3)], y, y2))
	n := big.NewInt(s.N)
	// one y is Den0 units and one x Den1 units: the quotient is in (Den1/Den0)·(Den3/Den2)
	num = mul(num, n, n, s.Den[1], s.Den[3])
	v, _ := quo(num, mul(x, x, x2, x2, s.Den[0], s.Den[2]))
	return v
}

// ThetaPair returns θ = Σ cov(R, R')/Σ var(R') over the arms' unit variances
// (n−1) of two RatioPair samples; 0 when R' does not vary or |θ| < 1e-8.
//
// Source: gbstats 0.8.0, compute_theta_regression_adjusted_ratio.
func ThetaPair(c, t Sample) float64 {
	f := func(s Sample, i int) float64 { return s.Cross[i] / float64(s.N-1) }
	theta := slope(f(c, 1)+f(t, 1), f(c, 2)+f(t, 2))
	if math.Abs(theta) < 1e-8 {
		return 0
	}
	return theta
}
