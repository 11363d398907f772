package stats

import "math"

// Posterior is a normal posterior of an effect.
type Posterior struct{ Mean, SD float64 }

// NormalUpdate combines an estimate with standard error se and a normal prior with
// mean priorMean and standard deviation priorSD (+Inf = flat): precisions add. NaN
// where se is not above 0.
func NormalUpdate(estimate, se, priorMean, priorSD float64) Posterior {
	if !(se > 0) {
		return Posterior{math.NaN(), math.NaN()}
	}
	if math.IsInf(priorSD, 1) {
		return Posterior{estimate, se}
	}
	w := 1 / (1 + (se/priorSD)*(se/priorSD)) // weight of the data
	return Posterior{w*estimate + (1-w)*priorMean, math.Sqrt(w) * se}
}

// ChanceAbove returns the posterior probability that the effect exceeds x.
func (p Posterior) ChanceAbove(x float64) float64 { return NormalSF((x - p.Mean) / p.SD) }

// LogChanceAbove is ln P(effect > x).
func (p Posterior) LogChanceAbove(x float64) float64 { return NormalLogSF((x - p.Mean) / p.SD) }

// LogChanceBelow is ln P(effect < x).
func (p Posterior) LogChanceBelow(x float64) float64 { return NormalLogSF((p.Mean - x) / p.SD) }

// Interval returns the equal-tailed interval of probability 1 − alpha.
func (p Posterior) Interval(alpha float64) (lo, hi float64) {
	half := NormalISF(alpha/2) * p.SD
	return p.Mean - half, p.Mean + half
}

// Loss returns E max(−effect, 0): what is lost, on average, by acting on an
// effect that may be negative. With z = μ/σ it is σ(φ(z) − z·Φ(−z)), in the
// far tail through the expansion of Mills' ratio, where the difference cancels.
func (p Posterior) Loss() float64 {
	z := p.Mean / p.SD
	density := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
	if z > 12 { // 1 − z·Mills(z) = 1/z² − 3/z⁴ + 15/z⁶ − …
		w := 1 / (z * z)
		return p.SD * density * w * (1 - 3*w*(1-5*w*(1-7*w)))
	}
	return math.Max(0, p.SD*(density-z*NormalSF(z)))
}

// Gain returns E max(effect, 0): what is forgone, on average, by not acting.
func (p Posterior) Gain() float64 { return Posterior{-p.Mean, p.SD}.Loss() }
