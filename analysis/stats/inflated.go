package stats

import "math"

// InflatedFit is a beta-binomial distribution mixed with units whose every trial
// is a success.
type InflatedFit struct {
	Share float64         // of units that always succeed, beyond what the rest leaves to chance
	Rest  BetaBinomialFit // of the other units
	Chi2  float64         // twice the gain in log likelihood over Share = 0
	P     Tail            // of Chi2: half a chi-square of one degree of freedom, as Share ≥ 0 is a boundary
}

// inflatedSteps bounds the EM steps; they stop earlier when Share stands still.
const inflatedSteps = 400

// InflatedBetaBinomial fits share·1[x = n] + (1 − share)·BetaBinomial by maximum
// likelihood: EM, in which a unit with x = n counts among the rest with the chance
// that it is one of them. Units of n = 0 say nothing and must be left out. NaN where
// BetaBinomialMLE is, or where the rest has no unit with x < n.
//
// Source: Self & Liang (1987), JASA 82, case 5, for the boundary; Dempster, Laird &
// Rubin (1977), JRSS B 39.
func InflatedBetaBinomial(x, n []int64) InflatedFit {
	coefficients := logCoefficients(x, n) // 1 where x = n, where alone weights differ
	plain := weightedBetaBinomial(x, n, nil, coefficients)
	nan := math.NaN()
	out := InflatedFit{Share: nan, Rest: plain, Chi2: nan, P: Tail{nan, nan}}
	units, full := float64(len(x)), 0.0
	for i := range x {
		if x[i] == n[i] {
			full++
		}
	}
	if math.IsNaN(plain.Mean) || full == units {
		return out
	}
	out.Share, out.Chi2, out.P = 0, 0, TailOf(0)
	if full == 0 {
		return out
	}
	w := make([]float64, len(x))
	share, rest := full/units/2, plain
	for range inflatedSteps {
		always := 0.0
		for i := range x {
			w[i] = 1
			if x[i] == n[i] {
				chance := (1 - share) * allSucceed(rest, n[i])
				w[i] = chance / (share + chance)
				always += 1 - w[i]
			}
		}
		before := share
		share = always / units
		if rest = weightedBetaBinomial(x, n, w, coefficients); math.IsNaN(rest.Mean) {
			return out
		}
		if math.Abs(share-before) < 1e-7*(share+1e-4) {
			break
		}
	}
	gamma := rest.Rho / (1 - rest.Rho)
	if rest.Boundary {
		gamma = 0
	}
	c := tallyCounts(x, n, nil, coefficients)
	l := c.logLik(rest.Mean, gamma) + units*math.Log1p(-share)
	for i := range x {
		if x[i] == n[i] {
			l += math.Log1p(share / ((1 - share) * allSucceed(rest, n[i])))
		}
	}
	if chi2 := 2 * (l - plain.LogLik); chi2 > 0 {
		_, lsf := ChiSquareSF(chi2, 1)
		out.Share, out.Rest, out.Chi2, out.P = share, rest, chi2, TailOf(lsf-math.Ln2)
	}
	return out
}

// allSucceed is the chance that all n trials of a unit succeed: Π (μ+jγ)/(1+jγ).
func allSucceed(f BetaBinomialFit, n int64) float64 {
	gamma := 0.0
	if !f.Boundary {
		gamma = f.Rho / (1 - f.Rho)
	}
	p := 1.0
	for j := range n {
		p *= (f.Mean + float64(j)*gamma) / (1 + float64(j)*gamma)
		if p < 1e-300 {
			return 1e-300
		}
	}
	return p
}
