package stats

import "math"

// Test is an estimate with its standard error and the degrees of freedom of
// its reference distribution, Student's t; DF = +Inf is the normal. It is
// undefined, and everything below is NaN, where SE is not above 0 or DF is NaN.
type Test struct{ Estimate, SE, DF float64 }

// Defined says whether the test has a p value.
func (t Test) Defined() bool {
	return t.SE > 0 && t.DF > 0 && !math.IsInf(t.SE, 0) && !math.IsNaN(t.Estimate)
}

// Statistic returns the estimate in standard errors.
func (t Test) Statistic() float64 {
	if !t.Defined() {
		return math.NaN()
	}
	return t.Estimate / t.SE
}

// TwoSided returns the p value against no effect.
func (t Test) TwoSided() Tail { return TwoSided(StudentLogSF(math.Abs(t.Statistic()), t.DF)) }

// Greater returns the one-sided p value of the alternative that the effect is above 0.
func (t Test) Greater() Tail { return TailOf(StudentLogSF(t.Statistic(), t.DF)) }

// Less returns the one-sided p value of the alternative that the effect is below 0.
func (t Test) Less() Tail { return TailOf(StudentLogSF(-t.Statistic(), t.DF)) }

// Tails returns TwoSided, Greater and Less for the price of one.
func (t Test) Tails() (two, greater, less Tail) {
	stat := t.Statistic()
	far := StudentLogSF(math.Abs(stat), t.DF)
	near := far
	switch {
	case math.IsInf(t.DF, 1):
		near = NormalLogSF(-math.Abs(stat)) // which has its own form
	case stat != 0:
		near = log1mexp(far)
	}
	two, greater, less = TwoSided(far), TailOf(far), TailOf(near)
	if stat < 0 {
		greater, less = less, greater
	}
	return two, greater, less
}

// Interval returns the two-sided interval at level 1 − alpha.
func (t Test) Interval(alpha float64) (lo, hi float64) {
	return t.Bounds(alpha / 2)
}

// Bounds returns the two one-sided bounds at level 1 − alpha each: estimate ∓
// t_alpha·se.
func (t Test) Bounds(alpha float64) (lo, hi float64) {
	if !t.Defined() {
		return math.NaN(), math.NaN()
	}
	half := StudentISF(alpha, t.DF) * t.SE
	return t.Estimate - half, t.Estimate + half
}

// Shift returns the test of the effect beyond margin: the same with margin
// taken off the estimate.
func (t Test) Shift(margin float64) Test { return Test{t.Estimate - margin, t.SE, t.DF} }

// WelchTest compares the means of component 0, t minus c, without assuming
// equal variances. Undefined for n < 2 in an arm or both variances 0.
//
// Source: Welch (1947), Biometrika 34; see WelchDF.
func WelchTest(c, t Sample) Test {
	se, df := WelchDF(c.N, c.Q(), t.N, t.Q())
	return Test{c.Diff(t), se, df}
}

// StudentTest compares the means of component 0 with one pooled variance:
//
//	s_p² = (S_c + S_t)/(n_c+n_t−2),  se² = s_p²(1/n_c + 1/n_t),  ν = n_c+n_t−2
//
// S the centred sums of squares. Undefined for an empty arm, n_c+n_t < 3 or no
// variance at all.
//
// Source: Student (1908), Biometrika 6; Fisher (1925).
func StudentTest(c, t Sample) Test {
	out := Test{c.Diff(t), math.NaN(), math.NaN()}
	if c.N < 1 || t.N < 1 || c.N+t.N < 3 {
		return out
	}
	df := float64(c.N) + float64(t.N) - 2
	root := func(s Sample) float64 { return math.Sqrt(math.Max(s.Cross[0], 0)) }
	sd := math.Hypot(root(c), root(t)) / math.Sqrt(df) // no square of values near 1e154
	out.SE = sd * math.Sqrt(1/float64(c.N)+1/float64(t.N))
	if out.SE > 0 {
		out.DF = df
	}
	return out
}
