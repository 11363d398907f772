package calc

import "uptake/analysis/stats"

const strataForm = "inputs: strata: [{control, treatment}, ..] with arms as in welch_t  options: alpha = 0.05"

var strata = []Method{
	{"post_strat_gb_absolute", strataForm, func(c *call) Result {
		return c.stratified(func(s []stats.Stratum) stats.Test { return stats.PostStratify(s).Test() })
	}},
	{"post_strat_gb_lift", strataForm, func(c *call) Result {
		return c.stratified(func(s []stats.Stratum) stats.Test { return stats.PostStratify(s).Lift() })
	}},
	{"post_strat_simple", strataForm, func(c *call) Result { return c.stratified(stats.PostStratifySimple) }},
}

func (c *call) stratified(test func([]stats.Stratum) stats.Test) Result {
	var list []stats.Stratum
	for _, f := range c.in.objects("strata") {
		list = append(list, stats.Stratum{Control: f.sample("control"), Treatment: f.sample("treatment")})
	}
	alpha := c.opt.share("alpha", 0.05)
	if c.err != nil {
		return nil
	}
	var r Result
	return *r.test(test(list), alpha, "every stratum needs two units in each arm, and some variation; control's mean "+
		"must not be 0 for a lift")
}
