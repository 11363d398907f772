package calc

import "uptake/analysis/stats"

var ratios = []Method{
	{"ratio_delta_absolute", "inputs: " + ratioForms + "  options: alpha = 0.05", func(c *call) Result {
		control, treatment := c.in.ratio("control"), c.in.ratio("treatment")
		alpha := c.opt.share("alpha", 0.05)
		if c.err != nil {
			return nil
		}
		var r Result
		r.test(stats.WelchTest(control, treatment), alpha, why(control, treatment))
		r.add("control_ratio", control.Value()).add("treatment_ratio", treatment.Value())
		r.add("control_unit_variance", control.Var()).add("treatment_unit_variance", treatment.Var())
		return r
	}},
	{"ratio_delta_lift", "inputs: " + ratioForms + "  options: alpha = 0.05, df = welch (log_welch, inf)",
		func(c *call) Result {
			control, treatment := c.in.ratio("control"), c.in.ratio("treatment")
			if c.err != nil {
				return nil
			}
			return c.liftDelta(control, treatment)
		}},
}
