package calc

import (
	"math"

	"uptake/analysis/stats"
)

const liftOptions = "  options: alpha = 0.05, df = "

var lifts = []Method{
	{"lift_delta", "inputs: " + armForms + liftOptions + "welch (log_welch, inf)", func(c *call) Result {
		control, treatment := c.pair()
		return c.liftDelta(control, treatment)
	}},
	{"lift_log", "inputs: " + armForms + liftOptions + "log_welch (welch, inf); the answer is mean_t/mean_c - 1",
		func(c *call) Result {
			control, treatment := c.pair()
			alpha, df := c.opt.share("alpha", 0.05), c.df(control, treatment, "log_welch")
			if c.err != nil {
				return nil
			}
			var r Result
			if control.Value() == 0 {
				return *r.add("estimate", undefined).undefined(whyLift(control, treatment))
			}
			r.add("estimate", control.Diff(treatment)/control.Value())
			t := stats.LiftLog(control, treatment)
			t.DF = df
			if !t.Defined() {
				reason := whyLift(control, treatment)
				if control.Value() != 0 && control.Value()*treatment.Value() <= 0 {
					reason = "the means do not have one sign, so their ratio has no logarithm"
				}
				return *r.undefined(reason)
			}
			r.add("log_se", t.SE).add("df", t.DF)
			lo, hi := t.Interval(alpha)
			r.interval(math.Expm1(lo), math.Expm1(hi))
			return r
		}},
	{"lift_fieller", "inputs: " + armForms + liftOptions + "welch (inf)", func(c *call) Result {
		control, treatment := c.pair()
		alpha, df := c.opt.share("alpha", 0.05), c.df(control, treatment, "welch")
		if c.err != nil {
			return nil
		}
		var r Result
		lift := stats.Lift(control, treatment)
		r.add("estimate", lift)
		if math.IsNaN(lift) || math.IsNaN(df) || control.N < 2 || treatment.N < 2 {
			return *r.undefined(whyLift(control, treatment))
		}
		crit := stats.StudentISF(alpha/2, df)
		lo, hi, g := stats.Fieller(control.Value(), control.Q(), treatment.Q(), lift, crit)
		r.add("g", g).interval(lo, hi).add("bounded", g < 1)
		if !(g < 1) {
			r.add("reason", "the control mean cannot be told from 0, so the relative lift has no two finite bounds")
		}
		return r
	}},
}

// df reads which degrees of freedom an interval uses.
func (c *call) df(control, treatment stats.Sample, def string) float64 {
	name := c.opt.text("df", def, "welch", "log_welch", "inf")
	if c.err != nil {
		return math.NaN()
	}
	switch name {
	case "inf":
		return math.Inf(1)
	case "log_welch":
		return stats.LiftLog(control, treatment).DF
	}
	return stats.WelchTest(control, treatment).DF
}

func (c *call) liftDelta(control, treatment stats.Sample) Result {
	alpha, df := c.opt.share("alpha", 0.05), c.df(control, treatment, "welch")
	if c.err != nil {
		return nil
	}
	t := stats.LiftDelta(control, treatment)
	if t.Defined() {
		t.DF = df
	}
	var r Result
	return *r.test(t, alpha, whyLift(control, treatment))
}

func whyLift(control, treatment stats.Sample) string {
	if control.N > 0 && control.Value() == 0 {
		return "the control mean is 0, so there is no relative lift; the absolute difference exists"
	}
	return why(control, treatment)
}
