package calc

import (
	"uptake/analysis/stats"
)

var means = []Method{
	{"welch_t", "inputs: " + armForms + "  options: alpha = 0.05", func(c *call) Result {
		return c.twoMeans(stats.WelchTest)
	}},
	{"student_t", "inputs: " + armForms + "  options: alpha = 0.05", func(c *call) Result {
		return c.twoMeans(stats.StudentTest)
	}},
}

func (c *call) twoMeans(test func(c, t stats.Sample) stats.Test) Result {
	control, treatment := c.pair()
	alpha := c.opt.share("alpha", 0.05)
	if c.err != nil {
		return nil
	}
	r := make(Result, 0, 13)
	t := test(control, treatment)
	r.add("estimate", t.Estimate).add("se", t.SE)
	if !t.Defined() {
		r.add("p", undefined)
		return *r.undefined(why(control, treatment))
	}
	r.add("statistic", t.Statistic()).add("df", t.DF)
	two, greater, less := t.Tails()
	r.tail("p", two).tail("p_greater", greater).tail("p_less", less)
	r.interval(t.Interval(alpha))
	lo, hi := t.Bounds(alpha)
	r.add("ci_greater_lower", lo).add("ci_less_upper", hi)
	return r
}

// test writes an estimate with its error, p and interval; what is undefined is
// null with the reason.
func (r *Result) test(t stats.Test, alpha float64, reason string) *Result {
	r.add("estimate", t.Estimate)
	if !t.Defined() {
		return r.add("se", t.SE).add("p", undefined).undefined(reason)
	}
	r.add("se", t.SE).add("statistic", t.Statistic()).add("df", t.DF).tail("p", t.TwoSided())
	return r.interval(t.Interval(alpha))
}
