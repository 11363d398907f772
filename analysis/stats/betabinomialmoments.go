package stats

import "math"

// BetaBinomialMoments fits a beta-binomial distribution by moments to units of n
// trials each: with μ̂ and s² the mean and variance (divisor of units − 1) of the
// units' rates,
//
//	ρ = (s² − μ(1−μ)/n) / (μ(1−μ)(1 − 1/n)),  α = μ(1/ρ − 1),  β = (1−μ)(1/ρ − 1)
//
// It needs equal n, and n ≥ 2; anything else is NaN. Rates that vary no more than
// binomial ones are on the boundary: ρ is 0. LogLik is NaN. For counts of unequal
// n, and for the better estimate, see BetaBinomialMLE.
//
// Source: Kleinman (1973), JASA 68; Williams (1982), Applied Statistics 31.
func BetaBinomialMoments(x, n []int64) BetaBinomialFit {
	nan := math.NaN()
	none := BetaBinomialFit{nan, nan, nan, nan, nan, false}
	if len(x) < 2 || len(n) != len(x) || n[0] < 2 {
		return none
	}
	trials := float64(n[0])
	mean, square := 0.0, 0.0
	for i, v := range x {
		if n[i] != n[0] || v < 0 || v > n[i] {
			return none
		}
		mean += float64(v) / trials / float64(len(x))
	}
	for _, v := range x {
		d := float64(v)/trials - mean
		square += d * d / float64(len(x)-1)
	}
	binomial := mean * (1 - mean)
	rho := (square - binomial/trials) / (binomial * (1 - 1/trials))
	if !(rho > 0) { // also where all are 0 or all n
		return BetaBinomialFit{Alpha: nan, Beta: nan, Mean: mean, LogLik: nan, Boundary: true}
	}
	return BetaBinomialFit{Alpha: mean * (1/rho - 1), Beta: (1 - mean) * (1/rho - 1), Mean: mean, Rho: rho, LogLik: nan}
}
