package stats

import "math"

// CUPED uses a covariate from before the experiment, component 1 of the
// samples, to take noise out of the outcome, component 0. Adjusted takes θ times
// the covariate off the outcome; what is left is an ordinary sample, so every
// method for means works on it.
//
// Source: Deng, Xu, Kohavi & Walker (2013), Improving the sensitivity of online
// controlled experiments by utilizing pre-experiment data, WSDM.

// ThetaTotal returns θ = cov(y, x)/var(x) over both arms put together as one
// sample with one mean; 0 when the covariate does not vary. The convention of
// GrowthBook and tea-tasting, and the default.
func ThetaTotal(c, t Sample) float64 {
	n := 0.0
	if c.N > 0 && t.N > 0 {
		n = float64(c.N) / (float64(c.N) + float64(t.N)) * float64(t.N)
	}
	dy, dx := c.diffOf(t, 0), c.diffOf(t, 1)
	if n == 0 {
		dy, dx = 0, 0
	}
	return slope(c.Cross[1]+t.Cross[1]+n*dy*dx, c.Cross[2]+t.Cross[2]+n*dx*dx)
}

// ThetaWithin returns θ from the products around each arm's own mean, Σ S_xy/Σ
// S_xx: the coefficient of y on arm and x (analysis of covariance).
func ThetaWithin(c, t Sample) float64 {
	return slope(c.Cross[1]+t.Cross[1], c.Cross[2]+t.Cross[2])
}

// Theta returns one arm's own θ.
func (s Sample) Theta() float64 { return slope(s.Cross[1], s.Cross[2]) }

func slope(xy, xx float64) float64 {
	if !(xx > 0) {
		return 0
	}
	return xy / xx
}

// diffOf is Diff for component i.
func (s Sample) diffOf(t Sample, i int) float64 {
	if s.N == 0 || t.N == 0 {
		return math.NaN()
	}
	return (t.Mean[i] - s.Mean[i]) + (t.Tail[i] - s.Tail[i])
}

// Adjusted returns the sample of y − θ·x, without recentring x: its mean is m_y
// − θ·m_x. The variance s_y² + θ²s_x² − 2θs_xy is never negative.
func (s Sample) Adjusted(theta float64) Sample {
	out := s
	p := theta * s.Mean[1]
	low := math.FMA(theta, s.Mean[1], -p) // p + low = θ·m_x exactly
	mean := s.Mean[0] - p
	b := mean - s.Mean[0]
	rest := (s.Mean[0] - (mean - b)) + (-p - b) // mean + rest = m_y − p exactly
	out.Mean = []float64{mean}
	out.Tail = []float64{rest - low + s.Tail[0] - theta*s.Tail[1]}
	cross := s.Cross[0] + theta*(theta*s.Cross[2]-2*s.Cross[1])
	out.Cross = []float64{math.Max(cross, 0)}
	if math.IsNaN(s.Cross[0]) {
		out.Cross[0] = math.NaN()
	}
	out.Total = []float64{s.Total[0] - theta*s.Total[1]}
	out.Numerator, out.Successes = out.Total[0], -1
	return out
}

// AdjustedMeans returns the two adjusted means with the covariate centred at its
// mean over both arms, m_y − θ(m_x − m̄_x): the level to print. Their difference is
// that of the Adjusted samples.
func AdjustedMeans(c, t Sample, theta float64) (control, treatment float64) {
	dx, n := c.diffOf(t, 1), float64(c.N)+float64(t.N)
	return c.Value() + theta*dx*(float64(t.N)/n), t.Value() - theta*dx*(float64(c.N)/n)
}

// VarianceReduction returns 1 − se²/se₀²: the share of the squared standard
// error of the difference that the adjustment takes away.
func VarianceReduction(c, t, adjustedC, adjustedT Sample) float64 {
	return 1 - (adjustedC.Q()+adjustedT.Q())/(c.Q()+t.Q())
}

// CupedLift returns the relative lift of the adjusted difference over the
// unadjusted control mean, with the delta variance
//
//	[s_yt² + θ²s_xt² − 2θs_xyt]/(n_t·m_c²) +
//	[s_yc²·r² − 2θ·r·s_xyc + θ²s_xc²]/(n_c·m_c²),  r = m_t/m_c
//
// m the unadjusted means. DF is Welch's of the adjusted difference. Undefined
// for a control mean of 0 and as WelchTest.
//
// Source: gbstats 0.8.0, frequentist_variance_relative_cuped.
func CupedLift(c, t Sample, theta float64) Test {
	return cupedLift(c, t, theta, func(Test) float64 { return t.Value() / c.Value() })
}

// CupedRatioLift is CupedLift for RatioPair samples, where r = 1 + d/R_c with the
// adjusted difference d.
//
// Source: gbstats 0.8.0, frequentist_variance_relative_cuped_ratio.
func CupedRatioLift(c, t Sample, theta float64) Test {
	return cupedLift(c, t, theta, func(w Test) float64 { return 1 + w.Estimate/c.Value() })
}

func cupedLift(c, t Sample, theta float64, ratio func(adjusted Test) float64) Test {
	mc := c.Value()
	a, b := c.Adjusted(theta), t.Adjusted(theta)
	w := WelchTest(a, b)
	if mc == 0 || !w.Defined() {
		return Test{math.NaN(), math.NaN(), math.NaN()}
	}
	r := ratio(w)
	vc := (r*r*c.Cross[0] - 2*theta*r*c.Cross[1] + theta*theta*c.Cross[2]) / float64(c.N-1) / float64(c.N)
	se := math.Sqrt(b.Q()+math.Max(vc, 0)) / math.Abs(mc)
	return Test{w.Estimate / math.Abs(mc), se, w.DF}
}
