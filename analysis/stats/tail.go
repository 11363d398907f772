package stats

import "math"

// Tail is a p value and its logarithm, so that p can be read where it
// underflows: P is never 0 (the smallest double stands for less).
type Tail struct{ P, Log float64 }

// TailOf returns the p value whose natural logarithm is l.
func TailOf(l float64) Tail {
	if math.IsNaN(l) {
		return Tail{math.NaN(), math.NaN()}
	}
	return Tail{math.Max(math.Exp(l), math.SmallestNonzeroFloat64), l}
}

// TwoSided returns the two-sided p value of a statistic whose upper tail has
// the natural logarithm logSF at the statistic's absolute value.
func TwoSided(logSF float64) Tail { return TailOf(math.Min(logSF+math.Ln2, 0)) }

// Log10 returns log10 of p.
func (t Tail) Log10() float64 { return t.Log / math.Ln10 }
