package power

import (
	"math"

	"uptake/analysis/stats"
)

// SE returns the standard error of a difference of means of arms with these unit
// variances and sizes: √(v_c/n_c + v_t/n_t).
func SE(varControl, nControl, varTreatment, nTreatment float64) float64 {
	return math.Sqrt(varControl/nControl + varTreatment/nTreatment)
}

// Normal returns the power of a two-sided z test of a true effect with standard
// error se, and its complement, each with its digits:
//
//	Φ(δ/se − z_{α/2}) + Φ(−δ/se − z_{α/2})
func Normal(effect, se, alpha float64) (power, typeTwo float64) {
	return Threshold(effect, se, stats.NormalISF(alpha/2))
}

// Threshold is Normal for a test that rejects beyond crit standard errors, such as
// the radius of a confidence sequence.
func Threshold(effect, se, crit float64) (power, typeTwo float64) {
	d := math.Abs(effect) / se
	far := stats.NormalSF(crit + d)
	return stats.NormalSF(crit-d) + far, math.Max(0, stats.NormalSF(d-crit)-far)
}

// MDE returns the smallest effect found with the given power, (z_{α/2} + z_β)·se:
// the far tail is left out, which matters only at low power.
//
// Source: Bloom (1995), Evaluation Review 19.
func MDE(se, alpha, power float64) float64 {
	return (stats.NormalISF(alpha/2) + stats.NormalISF(1-power)) * se
}

// MDEExact is MDE with both tails: the effect at which Normal gives the power. 0
// when the power is not above alpha.
func MDEExact(se, alpha, power float64) float64 {
	if !(power > alpha) || !(power < 1) {
		if power >= 1 {
			return math.Inf(1)
		}
		return 0
	}
	z := stats.NormalISF(alpha / 2)
	lo, hi := 0.0, z+stats.NormalISF(1-power)+1
	x := math.Max(hi-1, 0.5)
	for range 200 { // Newton inside a bracket; the power rises in x
		p := stats.NormalSF(z-x) + stats.NormalSF(z+x)
		slope := (math.Exp(-(z-x)*(z-x)/2) - math.Exp(-(z+x)*(z+x)/2)) / math.Sqrt(2*math.Pi)
		if p < power {
			lo = x
		} else {
			hi = x
		}
		next := x - (p-power)/slope
		if !(next > lo && next < hi) {
			next = lo + (hi-lo)/2
		}
		if math.Abs(next-x) <= 1e-16*x || hi-lo <= 1e-16*hi {
			x = next
			break
		}
		x = next
	}
	return x * se
}

// ControlUnits returns the units of control needed to find the effect with the
// given power when treatment has ratio times as many, not rounded: (z_{α/2}+z_β)²
// (v_c + v_t/ratio)/δ². +Inf for an effect of 0.
func ControlUnits(effect, varControl, varTreatment, ratio, alpha, power float64) float64 {
	z := (stats.NormalISF(alpha/2) + stats.NormalISF(1-power)) / effect
	return z * z * (varControl + varTreatment/ratio)
}

// Adjusted returns the unit variance that CUPED leaves with a covariate of
// correlation rho: v(1 − ρ²).
//
// Source: Deng et al. (2013), WSDM.
func Adjusted(variance, rho float64) float64 { return variance * (1 - rho*rho) }

// DesignEffect returns what assigning clusters of mean size m with coefficient of
// variation cv and intra-cluster correlation icc does to a variance:
// 1 + ((1+cv²)m − 1)·icc.
//
// Source: Eldridge, Ashby & Kerry (2006), International Journal of Epidemiology 35.
func DesignEffect(meanSize, cv, icc float64) float64 { return 1 + ((1+cv*cv)*meanSize-1)*icc }
