package stats

import "math"

// Koopman returns the score interval of the ratio p_t/p_c of two proportions
// at two-sided normal quantile z: all θ whose score statistic
//
//	(p̂_t − θ·p̂_c) / sqrt(p̃_t(1−p̃_t)/n_t + θ²·p̃_c(1−p̃_c)/n_c)
//
// lies within ±z, with p̃ the likeliest proportions under p_t = θ·p_c. At θ = 1
// the statistic is the pooled z, so the interval excludes 1 exactly when that
// test rejects. The lower end is 0 when x_t = 0; the upper end is +Inf when
// x_c = 0; NaN for both when neither arm has a success or an arm is empty.
//
// Source: Koopman (1984), Confidence intervals for the ratio of two binomial
// proportions, Biometrics 40, p. 513.
func Koopman(nc, xc, nt, xt int64, z float64) (lo, hi float64) {
	if nc < 1 || nt < 1 || xc+xt == 0 {
		return math.NaN(), math.NaN()
	}
	score := func(logTheta float64) float64 { return koopmanScore(nc, xc, nt, xt, math.Exp(logTheta)) }
	lo, hi = 0, math.Inf(1)
	start := math.Log((float64(xt) + 0.5) / (float64(nt) + 0.5) * (float64(nc) + 0.5) / (float64(xc) + 0.5))
	if xt > 0 { // the statistic falls from +z·something at θ = 0
		lo = math.Exp(descend(score, z, start))
	}
	if xc > 0 {
		hi = math.Exp(descend(score, -z, start))
	}
	return lo, hi
}

// koopmanScore is the score statistic at θ, decreasing in θ.
func koopmanScore(nc, xc, nt, xt int64, theta float64) float64 {
	n0, x0, n1, x1 := float64(nc), float64(xc), float64(nt), float64(xt)
	p0, p1 := likeliestRatio(n0, x0, n1, x1, theta)
	v := p1*(1-p1)/n1 + theta*theta*p0*(1-p0)/n0
	return (x1/n1 - theta*(x0/n0)) / math.Sqrt(v)
}

// likeliestRatio returns the likeliest proportions of both arms under p_t = θ·p_c.
func likeliestRatio(n0, x0, n1, x1, theta float64) (p0, p1 float64) {
	a := theta*(n1+x0) + x1 + n0
	root := math.Sqrt(math.Max(a*a-4*theta*(n1+n0)*(x1+x0), 0))
	p0 = 2 * (x1 + x0) / (a + root) // the smaller root, without cancellation
	p1 = 2 * theta * (x1 + x0) / (a + root)
	return math.Min(p0, 1), math.Min(p1, 1)
}

// descend finds where the decreasing function f crosses level, near start, by
// bracketing and the ITP-like mix of secant and bisection (Illinois).
func descend(f func(float64) float64, level, start float64) float64 {
	g := func(u float64) float64 {
		v := f(u) - level
		if math.IsNaN(v) { // 0/0 at a proportion of exactly 1: no evidence against θ
			v = -level
		}
		return v
	}
	a, b, step := start, start, 0.5
	for g(a) < 0 && a > -700 {
		a -= step
		step *= 2
	}
	step = 0.5
	for g(b) > 0 && b < 700 {
		b += step
		step *= 2
	}
	ga, gb := g(a), g(b)
	if ga == 0 {
		return a
	}
	side := 0
	for range 300 {
		m := b - gb*(b-a)/(gb-ga)
		if !(m > a && m < b) {
			m = a + (b-a)/2
		}
		if b-a <= 1e-15*(math.Abs(a)+math.Abs(b)) || m == a || m == b {
			return m
		}
		gm := g(m)
		switch {
		case gm == 0:
			return m
		case gm > 0:
			a, ga = m, gm
			if side == 1 {
				gb /= 2
			}
			side = 1
		default:
			b, gb = m, gm
			if side == -1 {
				ga /= 2
			}
			side = -1
		}
	}
	return a + (b-a)/2
}
