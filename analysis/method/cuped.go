package method

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// Adjustment is a comparison adjusted for a covariate, ready for every method
// that works on samples.
type Adjustment struct {
	Control, Treatment       stats.Sample // of y − θ·z
	Theta, ThetaArm          float64      // of control and treatment; the same unless each arm has its own
	of                       string
	rawControl, rawTreatment stats.Sample
}

// Over what θ is taken.
const (
	pooledTheta = "pooled"
	withinTheta = "within"
	perArmTheta = "per_arm"
)

// Adjust takes θ times the covariate, component 1, off the outcome, component 0
// (CUPED). of is pooled (both arms as one sample), within (around each arm's mean) or
// per_arm. ratio says that the samples are pairs of linearised ratios
// (stats.Sums.RatioPair), whose θ is always that of the unit variances of both
// arms. ok is false where an arm has fewer than 2 units, the outcome no error,
// or the covariate does not vary.
//
// With pooled or within θ the estimate is the difference of the samples' means.
// With an own θ in each arm the covariate is centred at its mean over both arms
// first, and the uncertainty of that mean is part of the error.
//
// Source: Deng, Xu, Kohavi & Walker (2013), WSDM; Lin (2013), Annals of Applied
// Statistics 7, for a slope in each arm.
func Adjust(c, t stats.Sample, of string, ratio bool) (a Adjustment, ok bool) {
	if c.N < 2 || t.N < 2 || !(c.Q()+t.Q() > 0) || !(c.Cross[2]+t.Cross[2] > 0) {
		return a, false
	}
	a = Adjustment{of: of, rawControl: c, rawTreatment: t}
	switch {
	case ratio:
		a.of = pooledTheta
		a.Theta = stats.ThetaPair(c, t)
		a.ThetaArm = a.Theta
	case of == withinTheta:
		a.Theta = stats.ThetaWithin(c, t)
		a.ThetaArm = a.Theta
	case of == perArmTheta:
		a.Theta, a.ThetaArm = c.Theta(), t.Theta()
	default:
		a.Theta = stats.ThetaTotal(c, t)
		a.ThetaArm = a.Theta
	}
	a.Control, a.Treatment = c.Adjusted(a.Theta), t.Adjusted(a.ThetaArm)
	return a, true
}

// diff is the adjusted difference with its squared error and degrees of freedom.
func (a Adjustment) diff() (d, q, df float64) {
	se, df := stats.WelchDF(a.Control.N, a.Control.Q(), a.Treatment.N, a.Treatment.Q())
	d, q = a.Control.Diff(a.Treatment), se*se
	if a.Theta == a.ThetaArm {
		return d, q, df
	}
	// Each arm is moved to the covariate's mean z̄ over both, itself a sample mean.
	c, t := a.rawControl, a.rawTreatment
	n := float64(c.N) + float64(t.N)
	z := (c.Total[1] + t.Total[1]) / n
	slope := a.ThetaArm - a.Theta
	d += slope * z
	spread := t.Mean[1] - c.Mean[1]
	varZ := (c.Cross[2] + t.Cross[2] + float64(c.N)/n*float64(t.N)*spread*spread) / (n - 1)
	return d, q + slope*slope*varZ/n, df
}

// CUPED is the adjusted comparison: Welch's t on the adjusted samples; the
// relative lift over the unadjusted control mean, its interval by Fieller at
// the same critical value with the covariance of difference and control mean,
// so that 0 lies outside exactly when the test rejects. variance_reduction is 1
// − se²/se₀². The always-valid interval of level band, with se of the adjusted
// difference, is tightest at nStar units; nStar 0 or fewer than 100 effective
// units in an arm give none.
//
// Source: Deng et al. (2013); Welch (1947); Fieller (1954); Waudby-Smith et al. (2021).
func (a Adjustment) CUPED(alpha, band, nStar float64) *report.CUPED {
	d, q, df := a.diff()
	u := report.Undefined()
	out := &report.CUPED{Abs: report.NoInterval("cuped"), Rel: report.NoInterval("cuped"), SE: u, DF: u, Statistic: u,
		P: u, Log10P: u, PAdjusted: u, Missing: u,
		Theta: report.Num(a.Theta), ThetaArm: report.Num(a.ThetaArm), ThetaOf: a.of, State: "none", StateSoFar: "none",
		VarianceReduction: u}
	se := math.Sqrt(q)
	out.Abs.Value, out.SE = report.Num(d), report.Num(se)
	raw := a.rawControl.Q() + a.rawTreatment.Q()
	out.VarianceReduction = report.Num(1 - q/raw)
	m := a.rawControl.Value()
	lift := d / math.Abs(m)
	if m == 0 {
		lift = math.NaN()
	}
	out.Rel.Value = report.Num(lift)
	if !(se > 0) {
		return out
	}
	p := stats.TwoSided(stats.StudentLogSF(math.Abs(d/se), df))
	out.DF, out.Statistic, out.P, out.Log10P = report.Num(df), report.Num(d/se), report.Num(p.P), report.Num(p.Log10())
	out.Abs, out.Rel = a.bounds("cuped", d, q, lift, stats.StudentISF(alpha/2, df))
	out.State = state(out.Abs)
	if n := float64(a.Control.N + a.Treatment.N); nStar > 0 && math.Min(a.rawControl.Effective,
		a.rawTreatment.Effective) >= BurnIn {
		rho := stats.MixtureRho(band, nStar)
		out.Sequential = &report.Sequential{Level: report.Num(band),
			P: report.Num(math.Min(1, math.Exp(-stats.SequenceLogE(n, rho, d/se))))}
		out.Sequential.Abs, out.Sequential.Rel = a.bounds("confidence_sequence", d, q, lift, stats.SequenceRadius(n,
			rho, band))
		out.StateSoFar = state(out.Sequential.Abs)
	}
	return out
}

// covariance is that of the adjusted difference with the unadjusted control
// mean: control's part of the difference, and its share in z̄.
func (a Adjustment) covariance() float64 {
	c := a.rawControl
	own := -(c.Cross[0] - a.Theta*c.Cross[1]) / float64(c.N-1) / float64(c.N)
	return own + (a.ThetaArm-a.Theta)*c.Cross[1]/float64(c.N-1)/float64(a.Control.N+a.Treatment.N)
}

// bounds are both intervals at a critical value.
func (a Adjustment) bounds(method string, d, q, lift, crit float64) (abs, rel report.Interval) {
	half := crit * math.Sqrt(q)
	abs = report.Interval{Value: report.Num(d), Lo: report.Num(d - half), Hi: report.Num(d + half), Method: method,
		Bounded: true}
	rel = report.NoInterval(method)
	rel.Value = report.Num(lift)
	lo, hi, g := stats.FiellerPair(d, q, a.rawControl.Value(), a.rawControl.Q(), a.covariance(), crit)
	if g < 1 {
		rel.Lo, rel.Hi, rel.Bounded = report.Num(lo), report.Num(hi), true
	}
	return abs, rel
}
