package stats

import "math"

// WelchDF returns the standard error of a difference of two means with squared
// standard errors q_c and q_t and the Satterthwaite degrees of freedom
//
//	ν = (q_c+q_t)² / (q_c²/(n_c−1) + q_t²/(n_t−1))
//
// scaled before squaring. One q of 0 is fine: ν is the other arm's n−1. Both 0,
// or n < 2 in an arm, give NaN for ν.
//
// Source: Welch (1947), The generalization of Student's problem, Biometrika 34.
func WelchDF(nc int64, qc float64, nt int64, qt float64) (se, df float64) {
	if nc < 2 || nt < 2 {
		return math.NaN(), math.NaN()
	}
	top := math.Max(qc, qt)
	if top == 0 {
		return 0, math.NaN()
	}
	a, b := qc/top, qt/top
	return math.Hypot(math.Sqrt(qc), math.Sqrt(qt)), (a + b) * (a + b) / (a*a/float64(nc-1) + b*b/float64(nt-1))
}
