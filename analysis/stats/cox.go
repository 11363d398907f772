package stats

import (
	"math"
	"sort"
)

// Cox fits a proportional-hazards model with one covariate x, one value per
// spell: β is the log hazard ratio per unit of x with the normal as reference.
// Ties are handled by Efron's approximation or, when efron is false, Breslow's.
// Undefined (NaN) when the likelihood has no finite maximum, as when every event
// has the largest x of those at risk, or x does not vary.
//
// Source: Cox (1972), JRSS B 34; Efron (1977), JASA 72; Breslow (1974),
// Biometrics 30.
func Cox(spells []Spell, x []float64, efron bool) Test {
	order := make([]int, len(spells))
	for i := range order {
		order[i] = i
	}
	// from the longest time down, so that risk sets only grow
	sort.SliceStable(order, func(a, b int) bool { return spells[order[a]].Time > spells[order[b]].Time })
	undefined := Test{math.NaN(), math.NaN(), math.NaN()}
	base, size := Mean(x), 0.0
	for _, v := range x {
		size = math.Max(size, math.Abs(v-base))
	}
	if !(size > 0) {
		return undefined
	}
	beta := 0.0 // per size of x
	logL, score, info := coxTerms(spells, x, order, base, size, beta, efron)
	for range 100 {
		if !(info > 1e-12) {
			return undefined
		}
		step := score / info
		next := beta + step
		l, s, i := coxTerms(spells, x, order, base, size, next, efron)
		for range 40 {
			if l >= logL-1e-12*math.Abs(logL) && !math.IsNaN(l) {
				break
			}
			step /= 2
			next = beta + step
			l, s, i = coxTerms(spells, x, order, base, size, next, efron)
		}
		beta, logL, score, info = next, l, s, i
		if math.Abs(step) <= 1e-12*(1+math.Abs(beta)) {
			return Test{beta / size, 1 / math.Sqrt(info) / size, math.Inf(1)}
		}
	}
	return undefined
}

// coxTerms is the log partial likelihood in β, its slope and its information.
func coxTerms(spells []Spell, x []float64, order []int, base, size, beta float64, efron bool) (logL, score,
	info float64) {
	var s0, s1, s2 float64 // Σ e^(βx), with x and x², over those at risk
	for i := 0; i < len(order); {
		t := spells[order[i]].Time
		var d, dx, d0, d1, d2 float64
		for ; i < len(order) && spells[order[i]].Time == t; i++ {
			v := (x[order[i]] - base) / size
			w := math.Exp(beta * v)
			s0, s1, s2 = s0+w, s1+w*v, s2+w*v*v
			if spells[order[i]].Cause > 0 {
				d, dx = d+1, dx+v
				d0, d1, d2 = d0+w, d1+w*v, d2+w*v*v
			}
		}
		logL += beta * dx
		score += dx
		for r := 0.0; r < d; r++ {
			f := 0.0
			if efron {
				f = r / d
			}
			a, b, c := s0-f*d0, s1-f*d1, s2-f*d2
			logL -= math.Log(a)
			score -= b / a
			info += c/a - b/a*(b/a)
		}
	}
	return logL, score, info
}
