package stats

import "math"

// Lift returns (m_t − m_c)/|m_c| of two samples; NaN for a control mean of 0 or
// an empty arm. Dividing by the absolute value keeps the sign of "more".
func Lift(c, t Sample) float64 {
	if c.Value() == 0 {
		return math.NaN()
	}
	return c.Diff(t) / math.Abs(c.Value())
}

// LiftDelta returns the relative lift with its delta-method standard error
//
//	se² = q_t/m_c² + q_c·m_t²/m_c⁴
//
// q the squared standard errors of the means, independent arms. DF is Welch's of
// the absolute difference. Undefined for a control mean of 0 and as WelchTest.
//
// Source: Deng, Knoblich & Lu (2018), KDD, section 3; the convention of
// GrowthBook and Eppo.
func LiftDelta(c, t Sample) Test {
	mc := math.Abs(c.Value())
	w := WelchTest(c, t)
	se := math.Hypot(t.SE()/mc, c.SE()/mc*(t.Value()/mc))
	if c.Value() == 0 {
		return Test{math.NaN(), math.NaN(), math.NaN()}
	}
	return Test{Lift(c, t), se, w.DF}
}

// LiftLog is the ratio of means on the log scale: Estimate is ln(m_t/m_c), with
//
//	se² = q_c/m_c² + q_t/m_t²
//
// and DF Welch's of those two terms. Undefined unless both means have one sign.
// A bound b gives m_t/m_c − 1 = e^b − 1, which for a negative control mean has
// the opposite sign of Lift.
//
// Source: the delta method on ln; as in tea-tasting (2024).
func LiftLog(c, t Sample) Test {
	mc, mt := c.Value(), t.Value()
	if !(mc > 0 && mt > 0 || mc < 0 && mt < 0) {
		return Test{math.NaN(), math.NaN(), math.NaN()}
	}
	rc, rt := c.SE()/math.Abs(mc), t.SE()/math.Abs(mt)
	se, df := WelchDF(c.N, rc*rc, t.N, rt*rt)
	r := c.Diff(t) / mc
	log := math.Log1p(r)
	if r < -0.5 {
		log = math.Log(mt / mc)
	}
	return Test{log, se, df}
}
