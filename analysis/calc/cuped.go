package calc

import (
	"uptake/analysis/stats"
)

const cupedForms = "control, treatment: {y: [..], x_pre: [..]} | {n, y_sum, y_sum_squares, x_pre_sum, x_pre_sum_squares, y_x_pre_sum}"

var cuped = []Method{
	{"cuped_pooled_total_absolute", "inputs: " + cupedForms + "  options: alpha = 0.05", func(c *call) Result {
		control, treatment := c.covaried()
		return c.adjusted(control, treatment, stats.ThetaTotal)
	}},
	{"cuped_pooled_total_lift", "inputs: " + cupedForms + "  options: alpha = 0.05", func(c *call) Result {
		control, treatment := c.covaried()
		return c.adjustedLift(control, treatment, stats.ThetaTotal, stats.CupedLift)
	}},
	{"ratio_cuped_absolute", "inputs: control, treatment: {m: [..], d: [..], m_pre: [..], d_pre: [..]}  options: alpha = 0.05", func(c *call) Result {
		control, treatment := c.ratioPair("control"), c.ratioPair("treatment")
		return c.adjusted(control, treatment, stats.ThetaPair)
	}},
	{"ratio_cuped_lift", "inputs: control, treatment: {m: [..], d: [..], m_pre: [..], d_pre: [..]}  options: alpha = 0.05", func(c *call) Result {
		control, treatment := c.ratioPair("control"), c.ratioPair("treatment")
		return c.adjustedLift(control, treatment, stats.ThetaPair, stats.CupedRatioLift)
	}},
}

func (c *call) covaried() (control, treatment stats.Sample) {
	a, b := c.in.object("control").sumsOf([]string{"y", "x_pre"}), c.in.object("treatment").sumsOf([]string{"y", "x_pre"})
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
	r.add("theta", theta).add("control_adjusted_mean", a.Value()).add("treatment_adjusted_mean", b.Value())
	return *r.add("variance_reduction", stats.VarianceReduction(control, treatment, a, b))
}

func (c *call) adjustedLift(control, treatment stats.Sample, thetaOf thetaOf, lift func(c, t stats.Sample, theta float64) stats.Test) Result {
	alpha := c.opt.share("alpha", 0.05)
	if c.err != nil {
		return nil
	}
	theta := thetaOf(control, treatment)
	var r Result
	r.test(lift(control, treatment, theta), alpha, whyLift(control, treatment))
	return *r.add("theta", theta)
}
