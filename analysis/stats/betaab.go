package stats

import "math"

// Beta is a beta distribution, the posterior of a proportion.
type Beta struct{ A, B float64 }

// Mean returns a/(a+b).
func (b Beta) Mean() float64 { return b.A / (b.A + b.B) }

// LogAbove returns ln P(t > c) of two independent beta variables,
//
//	∫ f_t(x)·F_c(x) dx
//
// by the trapezoidal rule over the logit of x, which converges exponentially
// for such bell-shaped integrands: about 12 digits whatever the counts, and in
// logs, so tiny chances keep them. NaN unless all parameters are above 0.
//
// Source: the model of Miller (2015), Formulas for Bayesian A/B testing; the
// rule: Trefethen & Weideman (2014), SIAM Review 56.
func (t Beta) LogAbove(c Beta) float64 {
	if !(t.A > 0 && t.B > 0 && c.A > 0 && c.B > 0) {
		return math.NaN()
	}
	return logIntegral(func(u float64) float64 {
		x, y := logistic(u)
		l, _ := betaLogCDF(x, y, c.A, c.B)
		return logBetaTerm(x, y, t.A, t.B) + l // x(1−x)·f_t(x)·F_c(x)
	}, t, c)
}

// LogLossOf returns ln E max(c − t, 0): what choosing t loses on average,
// ∫ F_t(x)·(1−F_c(x)) dx, by the same rule.
func (t Beta) LogLossOf(c Beta) float64 {
	if !(t.A > 0 && t.B > 0 && c.A > 0 && c.B > 0) {
		return math.NaN()
	}
	return logIntegral(func(u float64) float64 {
		x, y := logistic(u)
		l, _ := betaLogCDF(x, y, t.A, t.B)
		_, s := betaLogCDF(x, y, c.A, c.B)
		return l + s + math.Log(x) + math.Log(y)
	}, t, c)
}

// logIntegral is ln ∫ e^g over the line, for a log-concave g whose width is that
// of the logits of t and c: it finds the top, then adds up to both sides until
// nothing changes.
func logIntegral(g func(u float64) float64, t, c Beta) float64 {
	lo, hi := math.Log(t.A/t.B), math.Log(c.A/c.B)
	if lo > hi {
		lo, hi = hi, lo
	}
	width := func(b Beta) float64 { return math.Sqrt(1/b.A + 1/b.B) }
	step := math.Min(width(t), width(c)) / 6
	top := peak(g, lo-6*step, hi+6*step)
	best := g(top)
	if math.IsInf(best, -1) {
		return best
	}
	sum := 1.0
	for _, way := range []float64{step, -step} {
		for i := 1.0; i < 1e5; i++ {
			e := math.Exp(g(top+i*way) - best)
			sum += e
			if e < sum*1e-18 {
				break
			}
		}
	}
	return best + math.Log(sum*step)
}

// peak is where a concave function is about largest, by golden section.
func peak(g func(float64) float64, lo, hi float64) float64 {
	const ratio = 0.6180339887498949
	a, b := hi-ratio*(hi-lo), lo+ratio*(hi-lo)
	ga, gb := g(a), g(b)
	for range 60 {
		if hi-lo < 1e-6*(1+math.Abs(lo)) {
			break
		}
		if ga > gb {
			hi, b, gb = b, a, ga
			a = hi - ratio*(hi-lo)
			ga = g(a)
		} else {
			lo, a, ga = a, b, gb
			b = lo + ratio*(hi-lo)
			gb = g(b)
		}
	}
	return lo + (hi-lo)/2
}
