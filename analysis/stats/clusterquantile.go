package stats

import (
	"math"
	"math/big"
)

// OrderBounds is a sample quantile over events that come in units, with the
// order statistics that bound it.
type OrderBounds struct {
	N      int64   // events
	Lo, Hi float64 // two-sided interval at alpha
	// Cluster is the variance of the share of events up to the quantile, clustered
	// by unit, over that of independent events.
	Cluster float64
	Why     string // why there is no error, "" where there is
}

// ClusterQuantile makes a sample of the type-7 quantile at level (0–1) of the
// values, value i being of unit[i] in 0 … units−1. The variance of the share of
// values up to the quantile is the delta method's over units; the order
// statistics at level ± z times its root bound the quantile, and a fourth of the
// squared width over z², z = 1.96, is its squared standard error:
//
//	v = Var(Σ_u b_u/Σ_u n_u),  b_u of n_u values up to the quantile
//	se = (X(level + z√v) − X(level − z√v))/(2z)
//
// The sample's N is units, so that methods for means apply; Effective is
// (Σn)²/Σn². Without an error (Order.Why): fewer than 2 units, bounds beyond the
// smallest or largest value, or bounds that fell on one value.
//
// Source: Deng, Knoblich & Lu (2018), KDD, section 4; Yao, Li & Lu (2024), the
// outer interval.
func ClusterQuantile(values []float64, unit []int32, units int, level, alpha float64) Sample {
	n := len(values)
	sorted := Sorted(values)
	value := Quantile(sorted, level, 7)
	s := FromMoments(int64(units), value, math.NaN())
	s.Numerator, s.Denominator = math.NaN(), float64(n)
	o := &OrderBounds{N: int64(n), Lo: math.NaN(), Hi: math.NaN(), Cluster: math.NaN()}
	s.Order = o
	if units < 2 {
		o.Why = "fewer than 2 units have a value"
		return s
	}
	below, all := make([]int64, units), make([]int64, units)
	for i, v := range values {
		all[unit[i]]++
		if v <= value {
			below[unit[i]]++
		}
	}
	sums := pairSums(below, all)
	r := sums.Ratio()
	s.Effective = r.Effective
	v := r.Q()
	o.Cluster = v * float64(n) / (level * (1 - level))
	bounds := func(z float64) (lo, hi float64, ok bool) {
		half := z * math.Sqrt(v)
		a, b := math.Floor(float64(n)*(level-half)), math.Ceil(float64(n)*(level+half))
		if a < 1 || b > float64(n) {
			return math.NaN(), math.NaN(), false
		}
		return sorted[int(a)-1], sorted[int(b)-1], true
	}
	z := NormalISF(0.025)
	lo, hi, ok := bounds(z)
	switch {
	case !ok:
		o.Why = "too few values lie beyond it to bound it"
		return s
	case lo == hi:
		o.Why = "its bounds fell on one value, which many share"
		return s
	}
	o.Lo, o.Hi, _ = bounds(NormalISF(alpha / 2))
	se := (hi - lo) / (2 * z)
	s.Cross[0] = se * se * float64(units) * float64(units-1)
	return s
}

// pairSums are the exact sums of two columns of counts, whose totals are lengths
// of lists: the squares of those fit an int64.
func pairSums(y, x []int64) Sums {
	var sy, sx, yy, yx, xx int64
	for i, b := range y {
		a := x[i]
		sy, sx = sy+b, sx+a
		yy, yx, xx = yy+b*b, yx+b*a, xx+a*a
	}
	one := big.NewInt(1)
	return Sums{N: int64(len(y)), Sum: []*big.Int{big.NewInt(sy), big.NewInt(sx)}, Cross: []*big.Int{big.NewInt(yy), big.NewInt(yx), big.NewInt(xx)}, Den: []*big.Int{one, one}}
}
