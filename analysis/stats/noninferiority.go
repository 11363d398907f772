package stats

import "math"

// NonInferior returns the one-sided test that treatment is not worse than
// control by margin or more, on the absolute scale. For higherBetter the null
// hypothesis is d ≤ −margin and the test looks above, else d ≥ margin and it
// looks below; bound is the one-sided 1 − alpha bound on that side, and
// treatment is not inferior when the bound lies inside the margin.
//
// Source: Wellek (2010), Testing Statistical Hypotheses of Equivalence and
// Noninferiority, 2nd ed., section 1.5, with Welch's standard error.
func NonInferior(t Test, margin, alpha float64, higherBetter bool) (statistic float64, p Tail, bound float64, ok bool) {
	lo, hi := t.Bounds(alpha)
	if higherBetter {
		s := t.Shift(-margin)
		return s.Statistic(), s.Greater(), lo, lo > -margin
	}
	s := t.Shift(margin)
	return s.Statistic(), s.Less(), hi, hi < margin
}

// Equivalence runs the two one-sided tests against ±margin: p is the larger.
//
// Source: Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15.
func Equivalence(t Test, margin float64) (lower, upper, p Tail) {
	lower, upper = t.Shift(-margin).Greater(), t.Shift(margin).Less()
	p = lower
	if upper.Log > lower.Log {
		p = upper
	}
	return lower, upper, p
}

// MarginTest is the test of m_t against (1 − margin)·m_c (1 + margin where lower
// is better), a margin relative to control without a division:
//
//	estimate = m_t − k·m_c,  se² = q_t + k²·q_c
//
// Greater (or Less) of it is the non-inferiority p value. Undefined as WelchTest.
func MarginTest(c, t Sample, margin float64, higherBetter bool) Test {
	k := 1 - margin
	if !higherBetter {
		k = 1 + margin
	}
	if c.N == 0 || t.N == 0 {
		return Test{math.NaN(), math.NaN(), math.NaN()}
	}
	// m_t − k·m_c = d + (1−k)·m_c keeps the digits of d
	d := c.Diff(t) + (1-k)*c.Mean[0]
	se, df := WelchDF(c.N, k*k*c.Q(), t.N, t.Q())
	return Test{d, se, df}
}
