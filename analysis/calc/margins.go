package calc

import "uptake/analysis/stats"

const marginOptions = "  options: margin, alpha = 0.05, direction = higher_better (lower_better)"

var margins = []Method{
	{"noninferiority_welch", "inputs: " + armForms + marginOptions, func(c *call) Result {
		control, treatment := c.pair()
		margin, alpha, higher := c.margin(), c.opt.share("alpha", 0.05), c.higherBetter()
		if c.err != nil {
			return nil
		}
		return nonInferior(stats.WelchTest(control, treatment), margin, alpha, higher, why(control, treatment))
	}},
	{"noninferiority_relative", "inputs: " + armForms + marginOptions + "; margin is a share of control's mean",
		func(c *call) Result {
			control, treatment := c.pair()
			margin, alpha, higher := c.margin(), c.opt.share("alpha", 0.05), c.higherBetter()
			if c.err != nil {
				return nil
			}
			return nonInferior(stats.MarginTest(control, treatment, margin, higher), 0, alpha, higher,
				why(control, treatment))
		}},
	{"tost_welch", "inputs: " + armForms + "  options: margin, alpha = 0.05", func(c *call) Result {
		control, treatment := c.pair()
		margin, alpha := c.margin(), c.opt.share("alpha", 0.05)
		if c.err != nil {
			return nil
		}
		t := stats.WelchTest(control, treatment)
		var r Result
		r.add("estimate", t.Estimate).add("se", t.SE)
		if !t.Defined() {
			r.add("p", undefined)
			return *r.undefined(why(control, treatment))
		}
		lower, upper, p := stats.Equivalence(t, margin)
		r.add("df", t.DF).tail("p_lower", lower).tail("p_upper", upper).tail("p", p)
		return *r.add("equivalent", p.P < alpha)
	}},
}

func nonInferior(t stats.Test, margin, alpha float64, higher bool, reason string) Result {
	var r Result
	r.add("estimate", t.Estimate).add("se", t.SE)
	if !t.Defined() {
		r.add("p", undefined)
		return *r.undefined(reason)
	}
	statistic, p, bound, ok := stats.NonInferior(t, margin, alpha, higher)
	return *r.add("df", t.DF).add("statistic", statistic).tail("p", p).add("bound", bound).add("non_inferior", ok)
}

func (c *call) margin() float64 {
	m := c.opt.num("margin")
	if m < 0 {
		c.fail("options.margin is %v; a margin is not negative", m)
	}
	return m
}

func (c *call) higherBetter() bool {
	return c.opt.text("direction", "higher_better", "higher_better", "lower_better") == "higher_better"
}
