package stats

import "math"

// Scores that rank slices of data when there are too many to test. They have no
// sampling error and take rows for independent: they choose what to look at, on
// one half of the users; a test on the other half decides.

// SliceLineScore weighs how much worse a slice is against how small it is:
//
//	α(ē_S/ē − 1) − (1 − α)(n/|S| − 1)
//
// with ē_S the mean error in the slice and ē in all n rows (error: ignored). All
// rows score 0; slices above 0 are worth a look. NaN when a size or the overall
// error is 0 or the slice is larger than the whole.
//
// Source: Sagadeeva & Boehm (2021), SliceLine, SIGMOD.
func SliceLineScore(alpha float64, n, size int64, errorIn, errorAll float64) float64 {
	if !(size > 0 && n >= size && errorAll > 0 && alpha >= 0 && alpha <= 1) {
		return math.NaN()
	}
	return alpha*(errorIn/errorAll-1) - (1-alpha)*(float64(n)/float64(size)-1)
}

// SliceEffect is Slice Finder's effect size √2(ψ_S − ψ_S′)/√(var_S + var_S′) of a slice
// against the rest, variances of the losses with divisor n: 0.2 is small, 0.5
// medium, 0.8 large. NaN when neither varies.
//
// Source: Chung, Kraska, Polyzotis, Tae & Whang (2019), Slice Finder, ICDE; Cohen
// (1988).
func SliceEffect(lossIn, varIn, lossOut, varOut float64) float64 {
	if !(varIn >= 0 && varOut >= 0 && varIn+varOut > 0) {
		return math.NaN()
	}
	return math.Sqrt2 * (lossIn - lossOut) / math.Sqrt(varIn+varOut)
}

// Surprise is Adtributor's, half the Jensen–Shannon sum of one value's share p before
// and q now, in bits:
//
//	½[p·log₂(2p/(p+q)) + q·log₂(2q/(p+q))]
//
// 0 when nothing changed; a share of 0 adds nothing. NaN outside 0…1.
//
// Source: Bhagwan et al. (2014), Adtributor: revenue debugging in advertising
// systems, NSDI.
func Surprise(p, q float64) float64 {
	if !(p >= 0 && p <= 1 && q >= 0 && q <= 1) {
		return math.NaN()
	}
	term := func(v float64) float64 {
		if v == 0 {
			return 0
		}
		return v * math.Log2(2*v/(p+q))
	}
	return (term(p) + term(q)) / 2
}

// ExplanatoryPower is Adtributor's share of a total's change that one value carries, (a
// − f)/(A − F), from f to a where the total went from F to A. NaN when the total
// stayed.
//
// Source: as Surprise.
func ExplanatoryPower(before, now, totalBefore, totalNow float64) float64 {
	if totalNow == totalBefore {
		return math.NaN()
	}
	return (now - before) / (totalNow - totalBefore)
}
