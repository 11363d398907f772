package calc

import (
	"math"

	"uptake/analysis/stats"
)

var bayes = []Method{
	{"normal_effect", "inputs: " + armForms + "  options: difference = absolute (relative), prior_proper = false, " +
		"prior_mean = 0, prior_variance = 1, prior_type = relative (absolute), inverse = false, credible = 0.95",
		func(c *call) Result {
			return c.normalEffect()
		}},
	{"beta_binomial_ab", "inputs: " + countForms + "  options: prior_a = 1, prior_b = 1", func(c *call) Result {
		t := c.twoCounts()
		a, b := c.opt.numOr("prior_a", 1), c.opt.numOr("prior_b", 1)
		if !(a > 0 && b > 0 && a < 1e15 && b < 1e15) {
			c.fail("options: prior_a is %v and prior_b %v; numbers above 0 are needed", a, b)
		}
		if c.err != nil {
			return nil
		}
		control := stats.Beta{A: a + float64(t.xc), B: b + float64(t.nc-t.xc)}
		treatment := stats.Beta{A: a + float64(t.xt), B: b + float64(t.nt-t.xt)}
		better, worse := treatment.LogAbove(control), control.LogAbove(treatment)
		p := math.Exp(better)
		if p > 0.5 { // the smaller one keeps its digits
			p = -math.Expm1(worse)
		} else {
			worse = math.Log1p(-p)
		}
		var r Result
		r.add("prob_treatment_better", p).add("log_prob_control_better", worse)
		r.add("loss_choose_treatment", math.Exp(treatment.LogLossOf(control)))
		r.add("loss_choose_control", math.Exp(control.LogLossOf(treatment)))
		return *r.add("mean_control", control.Mean()).add("mean_treatment", treatment.Mean())
	}},
}

func (c *call) normalEffect() Result {
	control, treatment := c.pair()
	relative := c.opt.text("difference", "absolute", "absolute", "relative") == "relative"
	relativePrior := c.opt.text("prior_type", "relative", "relative", "absolute") == "relative"
	proper, inverse := c.opt.flag("prior_proper", false), c.opt.flag("inverse", false)
	mean, variance := c.opt.numOr("prior_mean", 0), c.opt.numOr("prior_variance", 1)
	credible := c.opt.share("credible", 0.95)
	if !(variance > 0) {
		c.fail("options.prior_variance is %v; a number above 0 is needed", variance)
	}
	if c.err != nil {
		return nil
	}
	data := stats.WelchTest(control, treatment)
	if relative {
		data = stats.LiftDelta(control, treatment)
	}
	var r Result
	if !data.Defined() {
		return *r.add("mean", undefined).undefined(whyLift(control, treatment))
	}
	sd := math.Sqrt(variance)
	switch scale := math.Abs(control.Value()); {
	case relativePrior && !relative: // a prior on the lift, in the metric's unit
		mean, sd = mean*scale, sd*scale
	case !relativePrior && relative:
		mean, sd = mean/scale, sd/scale
	}
	if !proper {
		mean, sd = 0, math.Inf(1)
	}
	if !(sd > 0) {
		return *r.add("mean", undefined).undefined("the control mean is 0, so a prior on the lift says nothing about " +
			"the difference")
	}
	p := stats.NormalUpdate(data.Estimate, data.SE, mean, sd)
	win, lose := p.ChanceAbove(0), p.LogChanceBelow(0)
	risk := []float64{p.Gain(), p.Loss()}
	if inverse {
		win, lose = math.Exp(lose), p.LogChanceAbove(0)
		risk[0], risk[1] = risk[1], risk[0]
	}
	r.add("mean", p.Mean).add("sd", p.SD).add("chance_to_win", win).add("log_chance_to_lose", lose)
	return *r.interval(p.Interval(1-credible)).add("risk", risk)
}
