package calc

import (
	"math"

	"uptake/analysis/stats"
)

const sequenceOptions = "  options: alpha = 0.05, n_star = 5000"

var sequences = []Method{
	{"asymptotic_cs_absolute", "inputs: " + armForms + sequenceOptions, func(c *call) Result {
		return c.sequence(stats.WelchTest)
	}},
	{"asymptotic_cs_relative", "inputs: " + armForms + sequenceOptions, func(c *call) Result {
		return c.sequence(stats.LiftDelta)
	}},
	{"asymptotic_cs_one_sided", "inputs: " + armForms + sequenceOptions, func(c *call) Result {
		control, treatment := c.pair()
		alpha, nStar := c.oneSidedAlpha(), c.nStar()
		if c.err != nil {
			return nil
		}
		t := stats.WelchTest(control, treatment)
		var r Result
		r.add("estimate", t.Estimate).add("se", t.SE)
		if !t.Defined() {
			return *r.undefined(why(control, treatment))
		}
		n, rho := float64(control.N)+float64(treatment.N), stats.OneSidedRho(alpha, nStar)
		half := stats.OneSidedRadius(n, rho, alpha) * t.SE
		r.add("rho", rho).add("greater_ci_lower", t.Estimate-half).add("less_ci_upper",
			t.Estimate+half).add("halfwidth", half)
		r.tail("p_greater", stats.OneSidedSequenceP(n, rho, t.Statistic()))
		return *r.tail("p_less", stats.OneSidedSequenceP(n, rho, -t.Statistic()))
	}},
	{"msprt", "inputs: " + armForms + "  options: alpha = 0.05, tau2 (variance of the mixture)", func(c *call) Result {
		control, treatment := c.pair()
		alpha, tau2 := c.opt.share("alpha", 0.05), c.opt.positive("tau2")
		if c.err != nil {
			return nil
		}
		t := stats.WelchTest(control, treatment)
		var r Result
		r.add("estimate", t.Estimate).add("se", t.SE)
		if !t.Defined() {
			return *r.undefined(why(control, treatment))
		}
		v := control.Q() + treatment.Q()
		l := stats.MSPRT(t.Estimate, v, tau2)
		half := stats.MSPRTHalf(v, tau2, alpha)
		r.add("log_lambda", l).tail("p", stats.SequenceP(l)).interval(t.Estimate-half, t.Estimate+half)
		tau := stats.StatsigTau2(control, treatment, alpha)
		return *r.add("statsig_tau", tau).add("statsig_halfwidth", stats.MSPRTHalf(v, tau, alpha/2))
	}},
}

func (c *call) nStar() float64 {
	n := c.opt.numOr("n_star", 5000)
	if !(n > 0) {
		c.fail("options.n_star is %v; a number above 0 is needed", n)
	}
	return n
}

// oneSidedAlpha reads a level below ½, where a one-sided sequence exists.
func (c *call) oneSidedAlpha() float64 {
	a := c.opt.share("alpha", 0.05)
	if a >= 0.5 {
		c.fail("options.alpha is %v; a one-sided sequence needs a level below 0.5", a)
	}
	return a
}

func (c *call) sequence(test func(c, t stats.Sample) stats.Test) Result {
	control, treatment := c.pair()
	alpha, nStar := c.opt.share("alpha", 0.05), c.nStar()
	if c.err != nil {
		return nil
	}
	t := test(control, treatment)
	var r Result
	r.add("estimate", t.Estimate).add("se", t.SE)
	if !t.Defined() {
		return *r.add("p", undefined).undefined(whyLift(control, treatment))
	}
	n := float64(control.N) + float64(treatment.N)
	rho := stats.MixtureRho(alpha, nStar)
	half := stats.SequenceRadius(n, rho, alpha) * t.SE
	logE := stats.SequenceLogE(n, rho, t.Statistic())
	r.add("rho", rho).interval(t.Estimate-half, t.Estimate+half).add("halfwidth", half)
	return *r.add("log_e", logE).tail("p", stats.SequenceP(logE)).add("bounded", !math.IsInf(half, 0))
}
