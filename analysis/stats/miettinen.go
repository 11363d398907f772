package stats

import "math"

// MiettinenNurminen returns the score interval of the difference of two
// proportions, treatment minus control, at two-sided normal quantile z: all δ
// whose statistic
//
//	(p̂_t − p̂_c − δ) / sqrt([p̃_c(1−p̃_c)/n_c + p̃_t(1−p̃_t)/n_t]·N/(N−1))
//
// lies within ±z, p̃ the likeliest proportions under p_t − p_c = δ and N = n_c +
// n_t. It stays in [−1, 1] and is mirrored when successes and failures, or the
// arms, are exchanged. NaN for an empty arm.
//
// Source: Miettinen & Nurminen (1985), Statistics in Medicine 4, eq. 8.
func MiettinenNurminen(nc, xc, nt, xt int64, z float64) (lo, hi float64) {
	if nc < 1 || nt < 1 {
		return math.NaN(), math.NaN()
	}
	if xc+xt > (nc+nt)/2 { // count what is rarer
		lo, hi = MiettinenNurminen(nc, nc-xc, nt, nt-xt, z)
		return -hi, -lo
	}
	d := PropDiff(nc, xc, nt, xt)
	lo = scoreEnd(d, -1, func(delta float64) bool { return diffScore(nc, xc, nt, xt, d, delta) < z })
	hi = scoreEnd(d, 1, func(delta float64) bool { return -diffScore(nc, xc, nt, xt, d, delta) < z })
	return lo, hi
}

// scoreEnd returns the last δ from inside towards edge that is in the interval.
func scoreEnd(inside, edge float64, in func(float64) bool) float64 {
	if in(edge) {
		return edge
	}
	for range 400 {
		m := inside + (edge-inside)/2
		if m == inside || m == edge {
			break
		}
		if in(m) {
			inside = m
		} else {
			edge = m
		}
	}
	return inside
}

// diffScore is the statistic at δ, falling in δ; 0 where the variance is 0 and
// so is the distance.
func diffScore(nc, xc, nt, xt int64, d, delta float64) float64 {
	if delta < 0 { // exchange the arms, so that δ ≥ 0 is added to the smaller proportion
		return -diffScore(nt, xt, nc, xc, -d, -delta)
	}
	if d == delta {
		return 0
	}
	n0, x0, n1, x1 := float64(nc), float64(xc), float64(nt), float64(xt)
	p := likeliestDiff(n0, x0, n1, x1, delta)
	v := p*(1-p)/n0 + (p+delta)*math.Max(1-p-delta, 0)/n1
	n := n0 + n1
	return (d - delta) / math.Sqrt(v*(n/(n-1)))
}

// likeliestDiff returns the likeliest p_c under p_t = p_c + δ, δ ≥ 0: Newton's steps on
// the slope of the log likelihood, which falls from +∞ to −∞ over 0 … 1−δ, and
// bisection where a step leaves the bracket.
func likeliestDiff(n0, x0, n1, x1, delta float64) float64 {
	slope := func(p float64) (s, falls float64) {
		add := func(x, at float64) {
			if x > 0 {
				s += x / at
				falls += x / (at * at)
			}
		}
		add(x0, p)
		add(x1, p+delta)
		add(n0-x0, p-1)
		add(n1-x1, p+delta-1)
		return s, falls
	}
	a, b := 0.0, 1-delta
	p := (x0 + x1 - n1*delta) / (n0 + n1)
	for range 1100 {
		if !(p > a && p < b) {
			if p = a + (b-a)/2; p <= a || p >= b || p < 1e-30 {
				break
			}
		}
		s, falls := slope(p)
		if s > 0 {
			a = p
		} else {
			b = p
		}
		next := p + s/falls
		if math.Abs(next-p) <= 1e-16*p {
			return p
		}
		p = next
	}
	return a + (b-a)/2
}
