package power

import (
	"math"

	"uptake/analysis/stats"
)

// Student returns the power of a two-sided two-sample t test with n units and
// standard deviation sd in each arm, both tails counted (noncentral t with 2(n−1)
// degrees of freedom and noncentrality effect/sd·√(n/2)). n may be a fraction; NaN
// for n ≤ 1.
//
// Source: Cohen (1988), Statistical Power Analysis, section 2.2; R's power.t.test
// with strict = TRUE.
func Student(n, effect, sd, alpha float64) float64 {
	df := 2 * (n - 1)
	if !(df > 0) {
		return math.NaN()
	}
	return stats.NoncentralTPower(stats.StudentISF(alpha/2, df), math.Abs(effect)/sd*math.Sqrt(n/2), df)
}

// StudentUnits returns the units per arm at which Student reaches the power, not
// rounded and at least 2; +Inf when none below 1e15 does.
func StudentUnits(effect, sd, alpha, power float64) float64 {
	if effect == 0 {
		return math.Inf(1)
	}
	if Student(2, effect, sd, alpha) >= power {
		return 2
	}
	return rise(func(n float64) float64 { return Student(2+n, effect, sd, alpha) }, power, 1e15) + 2
}

// StudentMDE returns the smallest effect that n units per arm find with the power.
func StudentMDE(n, sd, alpha, power float64) float64 {
	return sd * rise(func(d float64) float64 { return Student(n, d, 1, alpha) }, power, 1e9)
}

// rise finds where a rising function of x > 0 reaches target, by bisection in
// ln x; +Inf when it does not below most.
func rise(f func(float64) float64, target, most float64) float64 {
	lo, hi := 1e-12, 1.0
	for f(hi) < target {
		lo = hi
		hi *= 4
		if hi > most {
			return math.Inf(1)
		}
	}
	for range 200 {
		m := math.Sqrt(lo) * math.Sqrt(hi)
		if !(m > lo && m < hi) {
			break
		}
		if f(m) < target {
			lo = m
		} else {
			hi = m
		}
	}
	return hi
}
