package stats

import "math"

// RiskRatioLog is the ratio of two proportions on the log scale: Estimate is
// ln(p_t/p_c) with
//
//	se² = (1−p_t)/x_t + (1−p_c)/x_c
//
// and the normal as reference. Undefined (NaN) when an arm has no success.
//
// Source: Katz, Baptista, Azen & Pike (1978), Biometrics 34.
func RiskRatioLog(nc, xc, nt, xt int64) Test {
	if nc < 1 || nt < 1 || xc < 1 || xt < 1 {
		return Test{math.NaN(), math.NaN(), math.NaN()}
	}
	part := func(n, x int64) float64 { return float64(n-x) / float64(n) / float64(x) }
	d := PropDiff(nc, xc, nt, xt) / (float64(xc) / float64(nc))
	log := math.Log1p(d)
	if d < -0.5 || d > 1 {
		log = math.Log(float64(xt)/float64(nt)) - math.Log(float64(xc)/float64(nc))
	}
	return Test{log, math.Sqrt(part(nt, xt) + part(nc, xc)), math.Inf(1)}
}

// BinomialLift is the relative lift of two proportions as GrowthBook computes
// it: the delta method on variances p(1−p) without n/(n−1), degrees of freedom
// Welch's. For 0/1 values it differs from LiftDelta by a factor of n/(n−1) in
// the variances. Undefined for no success in control.
//
// Source: gbstats 0.8.0, ProportionStatistic.
func BinomialLift(nc, xc, nt, xt int64) Test {
	if nc < 2 || nt < 2 || xc < 1 {
		return Test{math.NaN(), math.NaN(), math.NaN()}
	}
	q := func(n, x int64) float64 {
		f := float64(n)
		return float64(x) / f * (float64(n-x) / f) / f
	}
	qc, qt := q(nc, xc), q(nt, xt)
	_, df := WelchDF(nc, qc, nt, qt)
	pc, pt := float64(xc)/float64(nc), float64(xt)/float64(nt)
	return Test{PropDiff(nc, xc, nt, xt) / pc, math.Hypot(math.Sqrt(qt)/pc, math.Sqrt(qc)/pc*(pt/pc)), df}
}
