package stats

import (
	"math"
	"sort"
)

// Quantile returns the sample quantile at p of ascending values by one of the
// nine definitions of Hyndman & Fan, numbered as R does: 1 the inverse of the
// distribution function (SQL PERCENTILE_DISC), 7 linear between order statistics
// at (n−1)p (numpy, PERCENTILE_CONT), 8 median-unbiased. NaN for no values, p
// outside 0…1 or another type.
//
// Source: Hyndman & Fan (1996), The American Statistician 50.
func Quantile(sorted []float64, p float64, kind int) float64 {
	n := float64(len(sorted))
	if n == 0 || !(p >= 0 && p <= 1) || kind < 1 || kind > 9 {
		return math.NaN()
	}
	at := func(j float64) float64 { return sorted[int(math.Min(math.Max(j, 1), n))-1] }
	if kind <= 3 {
		m := 0.0
		if kind == 3 {
			m = -0.5
		}
		h := n*p + m
		j := math.Floor(h + 4e-16*math.Max(1, math.Abs(h)))
		switch g := h - j; {
		case math.Abs(g) > 4e-16*math.Max(1, math.Abs(h)):
			return at(j + 1)
		case kind == 2:
			return (at(j) + at(j+1)) / 2
		case kind == 3 && math.Mod(j, 2) != 0: // the even order statistic
			return at(j + 1)
		}
		return at(j)
	}
	var m float64 // h = n·p + m
	switch kind {
	case 4:
		m = 0
	case 5:
		m = 0.5
	case 6:
		m = p
	case 7:
		m = 1 - p
	case 8:
		m = (p + 1) / 3
	case 9:
		m = p/4 + 3.0/8
	}
	h := n*p + m
	j := math.Floor(h + 4e-16*math.Max(1, math.Abs(h))) // 2.9999999999999996 is 3
	g := h - j
	if math.Abs(g) < 4e-16*math.Max(1, math.Abs(h)) {
		g = 0
	}
	lo := at(j)
	if g == 0 {
		return lo
	}
	hi := at(j + 1)
	return lo + g*(hi-lo)
}

// Sorted returns a sorted copy.
func Sorted(x []float64) []float64 {
	out := append([]float64(nil), x...)
	sort.Float64s(out)
	return out
}

// QuantileRanks returns the exact distribution-free interval of the p-quantile
// of a continuous variable from n ordered values: [X_(lower), X_(upper)] with
// lower the largest rank l with P(B ≤ l−1) ≤ α/2 and upper the smallest u with
// P(B ≥ u) ≤ α/2, B binomial(n, p), and its coverage P(lower ≤ B < upper). exists
// is false when n is too small for both ranks.
//
// Source: Conover (1999), Practical Nonparametric Statistics, section 3.2.
func QuantileRanks(n int64, p, alpha float64) (lower, upper int64, coverage float64, exists bool) {
	if n < 1 || !(p > 0 && p < 1) {
		return 0, 0, math.NaN(), false
	}
	nf, limit := float64(n), math.Log(alpha/2)
	below := func(k float64) float64 { l, _ := BinomialLogTails(k, nf, p); return l }
	above := func(k float64) float64 { _, l := BinomialLogTails(k, nf, p); return l }
	if below(0) > limit || above(nf-1) > limit {
		return 0, 0, math.NaN(), false
	}
	l := bisect(1, nf, func(k float64) bool { return below(k-1) <= limit })
	u := nf + 1 - bisect(1, nf, func(k float64) bool { return above(nf-k) <= limit }) // P(B ≥ u) = P(B > u−1)
	return int64(l), int64(u), 1 - math.Exp(below(l-1)) - math.Exp(above(u-1)), true
}
