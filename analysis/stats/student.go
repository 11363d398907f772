package stats

import "math"

// StudentLogSF returns ln P(T > t) of Student's t with df > 0 degrees of
// freedom: ½·I_x(df/2, ½) with x = df/(df+t²), in logs, so it is right from
// the middle to tails of 1e-100000; df = +Inf is the normal. Of many degrees of
// freedom by the normal that lies as far out (see studentmany.go), and beyond its range
// above df = 1e4, where 1−x loses its digits, by studentLogIntegral.
func StudentLogSF(t, df float64) float64 {
	switch {
	case math.IsNaN(t) || !(df > 0):
		return math.NaN()
	case math.IsInf(df, 1):
		return NormalLogSF(t)
	case t < 0:
		return log1mexp(StudentLogSF(-t, df))
	case math.IsInf(t, 1):
		return math.Inf(-1)
	}
	if m := manyDegrees(df); m.hold(m.of(t)) {
		return NormalLogSF(m.normal(m.of(t)))
	}
	if df > 1e4 {
		return studentLogIntegral(t, df)
	}
	x, y := 1/(1+t*(t/df)), 0.0
	if r := t / df * t; r < 1e300 {
		y = r / (1 + r)
	} else {
		// x underflows to nothing useful: the tail is the power law x^(df/2)/(df·B)
		return -math.Ln2 + df*(0.5*math.Log(df)-math.Log(t)) - math.Log(df/2) - logBeta(df/2, 0.5)
	}
	l, _ := betaLogCDF(x, y, df/2, 0.5)
	return l - math.Ln2
}

// studentLogIntegral is ln P(T > t) for t ≥ 0 by the integral over s of
// t = √df·sinh s,
//
//	Γ((df+1)/2)/(√π·Γ(df/2)) · cosh(s₀)^(−df) · ∫₀^∞ [cosh(s₀+h)/cosh(s₀)]^(−df) dh
//
// by decayIntegral; every factor is in a form without cancellation.
func studentLogIntegral(t, df float64) float64 {
	r := t / math.Sqrt(df)
	s0 := math.Asinh(r)
	cosh2 := 1 + r*r
	length := 1 / math.Max(df*r/math.Sqrt(cosh2), math.Sqrt(df/cosh2))
	sum := decayIntegral(length, func(h float64) float64 {
		return -df / 2 * math.Log1p(math.Sinh(h)*math.Sinh(2*s0+h)/cosh2)
	})
	return -df/2*math.Log1p(r*r) - logBeta(df/2, 0.5) + math.Log(sum)
}

// StudentSF returns P(T > t); see StudentLogSF.
func StudentSF(t, df float64) float64 { return math.Exp(StudentLogSF(t, df)) }

// studentLogPDF is the log density of Student's t.
func studentLogPDF(t, df float64) float64 {
	return -0.5*(df+1)*math.Log1p(t/df*t) - 0.5*math.Log(df) - logBeta(df/2, 0.5)
}

// StudentISF returns the upper quantile: the t with P(T > t) = q, for 0 < q < 1
// and df > 0; ±Inf at the ends, NaN outside. Of many degrees of freedom from the
// normal's (see studentmany.go), else by Newton on the log tail against the log of
// t, which is concave.
func StudentISF(q, df float64) float64 {
	switch {
	case !(q >= 0 && q <= 1) || !(df > 0):
		return math.NaN()
	case math.IsInf(df, 1):
		return NormalISF(q)
	case q == 0:
		return math.Inf(1)
	case q == 1:
		return math.Inf(-1)
	case q == 0.5:
		return 0
	case q > 0.5:
		return -StudentISF(1-q, df)
	}
	z := NormalISF(q)
	if m := manyDegrees(df); m.hold(z) {
		return m.student(z)
	}
	lq := logOf(q)
	if q > 0.2 { // nearly straight in t itself
		t := z
		for range 60 {
			step := (StudentSF(t, df) - q) / math.Exp(studentLogPDF(t, df))
			t += step
			if math.Abs(step) <= 1e-9*math.Abs(t) { // what is left is the square of that
				break
			}
		}
		return t
	}
	if df > 5 { // the first terms of Cornish and Fisher: a close start
		z += z * (z*z + 1) / (4 * df) * math.Min(1, 4*df/(z*z))
	}
	u := math.Log(z)
	for range 200 {
		t := math.Exp(u)
		l := StudentLogSF(t, df)
		slope := math.Exp(studentLogPDF(t, df) + u - l)
		step := (l - lq) / slope
		u += step
		if math.Abs(step) <= 1e-9 { // what is left is the square of that
			break
		}
	}
	return math.Exp(u)
}
