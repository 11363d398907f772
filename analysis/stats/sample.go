package stats

import (
	"math"
	"math/big"
)

// Sample is one arm's sample of k-vectors as formulas see it. Means carry
// their rounding error (mean = Mean + Tail), so that differences of nearly
// equal means keep their digits.
type Sample struct {
	N          int64
	Mean, Tail []float64
	Cross      []float64 // Σ(v_i−m_i)(v_j−m_j), the upper triangle by rows
	Total      []float64 // Σv_i
	Successes  int64     // of component 0 when every value of it is 0 or 1, else −1

	// Numerator / Denominator is component 0's mean: Σy and n, or Σy and Σx for a ratio.
	Numerator, Denominator float64
	// Effective is the number of units that a mean rests on: n, or (Σx)²/Σx² for a ratio.
	Effective float64
	// LeftOut is the variance of a ratio that leaves one unit out at a time; nil
	// unless the units were at hand and few enough in effect to need it.
	LeftOut *LeaveOneOut
	// Order bounds a quantile; nil for means and ratios.
	Order *OrderBounds
	// DenominatorZ is |x̄| in standard errors of x̄ for a ratio, +Inf otherwise.
	DenominatorZ float64
}

// Var returns the variance (n−1) of component 0; NaN for n < 2. It is never negative.
func (s Sample) Var() float64 {
	if s.N < 2 {
		return math.NaN()
	}
	return math.Max(s.Cross[0], 0) / float64(s.N-1)
}

// Q returns the squared standard error of component 0's mean: variance over n.
func (s Sample) Q() float64 { return s.Var() / float64(s.N) }

// SE returns the standard error of component 0's mean; NaN for n < 2.
func (s Sample) SE() float64 { return math.Sqrt(s.Q()) }

// SquaredError returns the squared standard error to judge by: that of leaving
// one unit out where the sample has it, Q otherwise.
func (s Sample) SquaredError() float64 {
	if s.LeftOut != nil {
		return s.LeftOut.Q
	}
	return s.Q()
}

// Value returns component 0's mean; NaN for an empty sample.
func (s Sample) Value() float64 {
	if s.N == 0 {
		return math.NaN()
	}
	return s.Mean[0]
}

// Diff returns the mean of t minus the mean of s without losing the digits
// that two nearly equal means share.
func (s Sample) Diff(t Sample) float64 {
	if s.N == 0 || t.N == 0 {
		return math.NaN()
	}
	return (t.Mean[0] - s.Mean[0]) + (t.Tail[0] - s.Tail[0])
}

// Sample rounds exact sums once: means ΣV/n and centred cross products
// ΣVV' − ΣV·ΣV'/n.
func (s Sums) Sample() Sample {
	k := len(s.Sum)
	out := Sample{N: s.N, Mean: make([]float64, k), Tail: make([]float64, k), Cross: make([]float64, len(s.Cross)),
		Total: make([]float64, k), Successes: -1, Denominator: float64(s.N), Effective: float64(s.N),
		DenominatorZ: math.Inf(1)}
	n := big.NewInt(s.N)
	c := 0
	for i := range k {
		out.Total[i], _ = quo(s.Sum[i], s.Den[i])
		if s.N > 0 {
			out.Mean[i], out.Tail[i] = quo(s.Sum[i], new(big.Int).Mul(n, s.Den[i]))
		} else {
			out.Mean[i] = math.NaN()
		}
		for j := i; j < k; j++ {
			if s.N > 0 {
				num := new(big.Int).Mul(n, s.Cross[c])
				num.Sub(num, new(big.Int).Mul(s.Sum[i], s.Sum[j]))
				den := new(big.Int).Mul(s.Den[i], s.Den[j])
				out.Cross[c], _ = quo(num, den.Mul(den, n))
			}
			c++
		}
	}
	out.Numerator = out.Total[0]
	if s.Sum[0].Cmp(s.Cross[0]) == 0 && s.Den[0].IsInt64() && s.Den[0].Int64() == 1 && s.Sum[0].Sign() >= 0 {
		out.Successes = s.Sum[0].Int64() // Σv = Σv² over integers: every v is 0 or 1
	}
	return out
}

// Ratio makes the sample of the ratio Σy/Σx of components 0 and 1, clustered
// by unit: its mean is R, its values are linearised, (y − R·x)/x̄ + R, so that
// Var is the delta-method variance (s_y² − 2R·s_xy + R²·s_x²)/x̄² of one unit.
// Computed on exact sums, it is never negative. With Σx = 0 the sample's mean
// is NaN.
//
// Source: Deng, Knoblich & Lu (2018), Applying the Delta Method in Metric
// Analytics, KDD, eq. 3.
func (s Sums) Ratio() Sample {
	full := s.Sample()
	out := Sample{N: s.N, Mean: []float64{math.NaN()}, Tail: []float64{0}, Cross: []float64{math.NaN()},
		Total:     full.Total[:1],
		Successes: -1, Numerator: full.Total[0], Denominator: full.Total[1]}
	y, x := s.Sum[0], s.Sum[1]
	if x.Sign() == 0 {
		return out
	}
	mul := func(a, b *big.Int) *big.Int { return new(big.Int).Mul(a, b) }
	out.Mean[0], out.Tail[0] = quo(mul(y, s.Den[1]), mul(x, s.Den[0]))
	// Σ(y−Rx)²·(n/Σx)² with R = Σy/Σx:  n²(Qyy·X² − 2·X·Y·Qxy + Y²·Qxx)/X⁴, in units of (Den1/Den0)².
	x2 := mul(x, x)
	num := mul(s.Cross[0], x2)
	num.Sub(num, new(big.Int).Lsh(mul(mul(x, y), s.Cross[1]), 1))
	num.Add(num, mul(mul(y, y), s.Cross[2]))
	nd := mul(big.NewInt(s.N), s.Den[1])
	num.Mul(num, mul(nd, nd))
	den := mul(x2, x2)
	out.Cross[0], _ = quo(num, den.Mul(den, mul(s.Den[0], s.Den[0])))
	if s.Cross[2].Sign() > 0 {
		out.Effective, _ = quo(x2, s.Cross[2])
	}
	out.DenominatorZ = math.Inf(1)
	if sx := math.Sqrt(full.Cross[2] / (float64(s.N-1) * float64(s.N))); s.N > 1 && sx > 0 {
		out.DenominatorZ = math.Abs(full.Mean[1]) / sx
	}
	return out
}

// FromMoments makes a sample of a stated size, mean and variance (n−1); mean
// and variance are taken as the exact doubles.
func FromMoments(n int64, mean, variance float64) Sample {
	total := mean * float64(n)
	return Sample{N: n, Mean: []float64{mean}, Tail: []float64{0}, Cross: []float64{variance * float64(n-1)},
		Total:     []float64{total},
		Successes: -1, Numerator: total, Denominator: float64(n), Effective: float64(n), DenominatorZ: math.Inf(1)}
}

// FromCount makes the sample of x successes in n units.
func FromCount(n, x int64) Sample {
	z := func(v int64) []*big.Int { return []*big.Int{big.NewInt(v)} }
	return Sums{N: n, Sum: z(x), Cross: z(x), Den: z(1)}.Sample()
}
