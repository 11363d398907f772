package stats

import "math"

// SplitBayes returns the natural log of the Bayes factor against the planned
// split after counts in all, with the prior Dirichlet(k·θ), θ the normalised
// weights:
//
//	ln BF = ln B(kθ+O) − ln B(kθ) − Σ O_i·ln θ_i
//
// B the multivariate beta function. 1/BF, or its minimum over looks, is an
// always-valid p value. The log-gammas are differenced by Stirling's series, so
// nothing is lost at counts of 1e9. Arms of weight 0 are left out; units in one
// make it +Inf. NaN for k not above 0 or no arm with a weight.
//
// Source: Lindon & Malek (2022), Anytime-valid inference for multinomial count
// data, NeurIPS, eq. 8 (arXiv 2011.03567).
func SplitBayes(counts []int64, weights []float64, k float64) float64 {
	var n, w float64
	for i, c := range counts {
		w += weights[i]
		n += float64(c)
		if !(weights[i] > 0) && c > 0 {
			return math.Inf(1)
		}
	}
	if !(k > 0) || !(w > 0) {
		return math.NaN()
	}
	z := k + n
	l := 0.5*math.Log1p(n/k) - stirlingError(z) + stirlingError(k)
	for i, c := range counts {
		if !(weights[i] > 0) {
			continue
		}
		share, o := weights[i]/w, float64(c)
		a := k * share
		l += deviance(a+o, z*share) - 0.5*math.Log1p(o/a) + stirlingError(a+o) - stirlingError(a)
	}
	return l
}
