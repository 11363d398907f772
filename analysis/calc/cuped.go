package calc

import (
	"uptake/analysis/stats"
)

const cupedForms = "control, treatment: {y: [..], x_pre: [..]} | {n, y_sum, y_sum_squares, x_pre_sum, " +
	"x_pre_sum_squares, y_x_pre_sum}"

var cuped = []Method{
	{"cuped_pooled_total_absolute", "inputs: " + cupedForms + "  options: alpha = 0.05", func(c *call) Result {
		control, treatment := c.covaried()
		return c.adjusted(control, treatment, stats.ThetaTotal)
	}},
	{"cuped_pooled_total_lift", "inputs: " + cupedForms + "  options: alpha = 0.05", func(c *call) Result {
		control, treatment := c.covaried()
		return c.adjustedLift(control, treatment, stats.ThetaTotal, stats.CupedLift)
	}},
	{"cuped_ancova", "inputs: control, treatment: {y: [..], x_pre: [..]}", func(c *call) Result {
		return c.ancova()
	}},
	{"ratio_cuped_absolute", "inputs: control, treatment: {m: [..], d: [..], m_pre: [..], d_pre: [..]}  options: " +
		"alpha = 0.05", func(c *call) Result {
		control, treatment := c.ratioPair("control"), c.ratioPair("treatment")
		return c.adjusted(control, treatment, stats.ThetaPair)
	}},
	{"ratio_cuped_lift", "inputs: control, treatment: {m: [..], d: [..], m_pre: [..], d_pre: [..]}  options: alpha = " +
		"0.05", func(c *call) Result {
		control, treatment := c.ratioPair("control"), c.ratioPair("treatment")
		return c.adjustedLift(control, treatment, stats.ThetaPair, stats.CupedRatioLift)
	}},
}

func (c *call) covaried() (control, treatment stats.Sample) {
	a, b := c.in.object("control").sumsOf([]string{"y", "x_pre"}), c.in.object("treatment").sumsOf([]string{"y",
		"x_pre"})
	if c.err != nil {
		return
	}
	return a.Sample(), b.Sample()
}

func (c *call) ratioPair(name string) stats.Sample {
	s := c.in.object(name).sumsOf([]string{"m", "d", "m_pre", "d_pre"})
	if c.err != nil {
		return stats.Sample{}
	}
	return s.RatioPair()
}

type thetaOf func(c, t stats.Sample) float64

func (c *call) adjusted(control, treatment stats.Sample, thetaOf thetaOf) Result {
	alpha := c.opt.share("alpha", 0.05)
	if c.err != nil {
		return nil
	}
	theta := thetaOf(control, treatment)
	a, b := control.Adjusted(theta), treatment.Adjusted(theta)
	var r Result
	r.test(stats.WelchTest(a, b), alpha, why(control, treatment))
	mc, mt := stats.AdjustedMeans(control, treatment, theta)
	r.add("theta", theta).add("control_adjusted_mean", mc).add("treatment_adjusted_mean", mt)
	return *r.add("variance_reduction", stats.VarianceReduction(control, treatment, a, b))
}

func (c *call) adjustedLift(control, treatment stats.Sample, thetaOf thetaOf, lift func(c, t stats.Sample,
	theta float64) stats.Test) Result {
	alpha := c.opt.share("alpha", 0.05)
	if c.err != nil {
		return nil
	}
	theta := thetaOf(control, treatment)
	var r Result
	r.test(lift(control, treatment, theta), alpha, whyLift(control, treatment))
	return *r.add("theta", theta)
}

func (c *call) ancova() Result {
	control, treatment := c.in.object("control"), c.in.object("treatment")
	yc, xc := control.list("y"), control.list("x_pre")
	yt, xt := treatment.list("y"), treatment.list("x_pre")
	if len(yc) != len(xc) || len(yt) != len(xt) {
		c.fail("inputs: y and x_pre differ in length (%d, %d and %d, %d)", len(yc), len(xc), len(yt), len(xt))
	}
	if c.err != nil {
		return nil
	}
	a, err := stats.AncovaOf(yc, xc, yt, xt)
	if err != nil {
		c.fail("%v", err)
		return nil
	}
	var r Result
	r.add("theta_within", a.ThetaWithin).add("estimate_within", a.Within.Estimate).add("se_within_ols", a.Within.SE)
	r.add("theta_control", a.ThetaControl).add("theta_treatment", a.ThetaOwn).add("estimate_per_arm", a.PerArm)
	return *r.add("se_per_arm_simple", a.SimpleSE).add("se_per_arm_hc2", a.HC2SE)
}
