package stats

import "math"

// Bootstrap is what resampling says about one statistic: the estimate, its
// replicates and, for the BCa interval, its values with each observation left
// out.
type Bootstrap struct {
	Estimate   float64
	Replicates []float64 // at least 2
	Jackknife  []float64
}

// SE returns the standard deviation (n−1) of the replicates; NaN for fewer than two.
func (b Bootstrap) SE() float64 {
	s, err := FromValues(b.Replicates)
	if err != nil {
		return math.NaN()
	}
	return math.Sqrt(s.Sample().Var())
}

// Percentile returns the type-7 quantiles of the replicates at alpha/2 and 1 −
// alpha/2.
func (b Bootstrap) Percentile(alpha float64, kind int) (lo, hi float64) {
	s := Sorted(b.Replicates)
	return Quantile(s, alpha/2, kind), Quantile(s, 1-alpha/2, kind)
}

// Basic returns the percentile interval mirrored at the estimate: 2θ̂ − q.
//
// Source: Davison & Hinkley (1997), Bootstrap Methods, eq. 5.6.
func (b Bootstrap) Basic(alpha float64, kind int) (lo, hi float64) {
	lo, hi = b.Percentile(alpha, kind)
	return 2*b.Estimate - hi, 2*b.Estimate - lo
}

// Normal returns estimate ± z·SE.
func (b Bootstrap) Normal(alpha float64) (lo, hi float64) {
	half := NormalISF(alpha/2) * b.SE()
	return b.Estimate - half, b.Estimate + half
}

// BCa returns the bias-corrected and accelerated interval with its parts: z0 =
// Φ⁻¹ of the share of replicates below the estimate plus half of those equal to
// it, the acceleration a = Σd³/(6(Σd²)^1.5) of the jackknife deviations d, and
// the levels Φ(z0 + (z0+z)/(1 − a(z0+z))) at which the replicates' quantiles are
// taken. NaN when every replicate lies on one side of the estimate.
//
// Source: Efron (1987), Better bootstrap confidence intervals, JASA 82, eq. 2.3
// and 6.6.
func (b Bootstrap) BCa(alpha float64, kind int) (lo, hi, z0, a float64, levels [2]float64) {
	below := 0.0
	for _, r := range b.Replicates {
		switch {
		case r < b.Estimate:
			below++
		case r == b.Estimate:
			below += 0.5
		}
	}
	z0 = -NormalISF(below / float64(len(b.Replicates)))
	a = acceleration(b.Jackknife)
	if math.IsInf(z0, 0) || math.IsNaN(z0) {
		nan := math.NaN()
		return nan, nan, z0, a, [2]float64{nan, nan}
	}
	s := Sorted(b.Replicates)
	for i, z := range []float64{-NormalISF(alpha / 2), NormalISF(alpha / 2)} {
		w := z0 + z
		levels[i] = NormalSF(-(z0 + w/(1-a*w)))
	}
	return Quantile(s, levels[0], kind), Quantile(s, levels[1], kind), z0, a, levels
}

func acceleration(jackknife []float64) float64 {
	sums, err := FromValues(jackknife)
	if err != nil || len(jackknife) == 0 {
		return math.NaN()
	}
	m := sums.Sample()
	var two, three float64
	for _, v := range jackknife {
		d := (m.Mean[0] - v) + m.Tail[0]
		two += d * d
		three += d * d * d
	}
	if two == 0 {
		return 0
	}
	return three / (6 * two * math.Sqrt(two))
}

// Mean returns the correctly rounded mean; NaN for no values.
func Mean(x []float64) float64 {
	s, err := FromValues(x)
	if err != nil {
		return math.NaN()
	}
	return s.Sample().Value()
}

// Variance returns the variance (n−1), its exact value rounded once; NaN for
// fewer than two values.
func Variance(x []float64) float64 {
	s, err := FromValues(x)
	if err != nil {
		return math.NaN()
	}
	return s.Sample().Var()
}

// Median returns the middle value, or the mean of the two middle ones.
func Median(x []float64) float64 { return Quantile(Sorted(x), 0.5, 7) }
