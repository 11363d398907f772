package calc

import (
	"fmt"
	"math"

	"uptake/analysis/counted"
	"uptake/analysis/method"
	"uptake/analysis/stats"
)

const orderForm = "inputs: control, treatment: {n, n_star, nu, q, lower, upper} and, clustered, {main_sum, " +
	"main_sum_squares, denominator_sum, denominator_sum_squares, main_denominator_sum_product, n_clusters}  options: " +
	"alpha = 0.05"

var quantiles = []Method{
	{"quantile_types", "inputs: x: [..], p: [..]  (Hyndman-Fan types 1 to 9)", func(c *call) Result {
		x, p := stats.Sorted(c.in.list("x")), c.in.list("p")
		for i, v := range p {
			if v < 0 || v > 1 {
				c.fail("inputs.p has %v at index %d; a number from 0 to 1 is needed", v, i)
			}
		}
		var r Result
		for kind := 1; kind <= 9; kind++ {
			list := make([]float64, len(p))
			for i, v := range p {
				list[i] = stats.Quantile(x, v, kind)
			}
			r.add(fmt.Sprintf("type%d", kind), list)
		}
		return r
	}},
	{"winsorize", "inputs: x: [..]  options: upper = 0.999, lower = none, quantile_type = 7", func(c *call) Result {
		return c.winsorize()
	}},
	{"quantile_order_statistic_interval", "inputs: n, p  options: alpha = 0.05", func(c *call) Result {
		n, p := c.in.count("n"), c.in.share("p", undefined)
		alpha := c.opt.share("alpha", 0.05)
		if !c.opt.flag("equal_tailed", true) {
			c.fail("options.equal_tailed is false; only equal tails are there")
		}
		if c.err != nil {
			return nil
		}
		l, u, coverage, exists := stats.QuantileRanks(n, p, alpha)
		var r Result
		if !exists {
			r.add("lower_rank", undefined).add("upper_rank", undefined).add("coverage", undefined).add("exists", false)
			return *r.add("reason", counted.Sprintf("%d values are too few for an interval at this level", n))
		}
		return *r.add("lower_rank", l).add("upper_rank", u).add("coverage", coverage).add("exists", true)
	}},
	{"quantile_mid", listForm + ", p; control_units, treatment_units: [..] where values come in units  options: " +
		"alpha = 0.05", func(c *call) Result {
		return c.midQuantiles()
	}},
	{"quantile_gb_absolute", orderForm, func(c *call) Result {
		return c.orderQuantiles(stats.WelchTest)
	}},
	{"quantile_gb_lift", orderForm, func(c *call) Result {
		return c.orderQuantiles(stats.LiftDelta)
	}},
}

func (c *call) winsorize() Result {
	x := c.in.list("x")
	upper, kind := c.opt.numOr("upper", 0.999), c.opt.numOr("quantile_type", 7)
	lower := c.opt.numOr("lower", 0)
	if !(upper > 0 && upper <= 1) || !(lower >= 0 && lower < upper) {
		c.fail("options.lower is %v and upper %v; 0 ≤ lower < upper ≤ 1 is needed", lower, upper)
	}
	if kind != math.Trunc(kind) || kind < 1 || kind > 9 {
		c.fail("options.quantile_type is %v; a type from 1 to 9 is needed", kind)
	}
	if len(x) == 0 {
		c.fail("inputs.x is empty")
	}
	if c.err != nil {
		return nil
	}
	cap, floor := stats.Cap(x, upper, int(kind), false), math.Inf(-1)
	nonzero := stats.Cap(x, upper, int(kind), true)
	if c.opt.has("lower") {
		floor = stats.Cap(x, lower, int(kind), false)
	}
	moments := func(floor, cap float64) (r Result) {
		v, capped := stats.Winsorized(x, floor, cap)
		sums, err := stats.FromValues(v)
		if err != nil {
			c.fail("inputs.x: %v", err)
			return nil
		}
		s := sums.Sample()
		return *r.add("mean", s.Value()).add("variance", s.Var()).add("n_capped", capped)
	}
	var r Result
	r.add("cap", cap).add("floor", floor).add("cap_nonzero", nonzero)
	r.add("upper_only", moments(math.Inf(-1), cap)).add("both", moments(floor, cap))
	return *r.add("upper_nonzero_percentile", moments(math.Inf(-1), nonzero))
}

// midQuantiles compares two quantiles as a readout does (method.Quantiles).
func (c *call) midQuantiles() Result {
	p, alpha := c.in.share("p", 0), c.opt.share("alpha", 0.05)
	sample := func(arm string) stats.Sample {
		values := c.in.list(arm)
		unit, units := make([]int32, len(values)), len(values)
		for i := range unit {
			unit[i] = int32(i)
		}
		if c.in.has(arm + "_units") {
			ids := c.in.list(arm + "_units")
			if len(ids) != len(values) {
				c.fail("inputs.%s_units has %d entries for %d values; one for each is needed", arm, len(ids),
					len(values))
				return stats.Sample{}
			}
			number := map[float64]int32{}
			for i, id := range ids {
				if _, ok := number[id]; !ok {
					number[id] = int32(len(number))
				}
				unit[i] = number[id]
			}
			units = len(number)
		}
		return stats.ClusterQuantile(values, unit, units, p, alpha)
	}
	control, treatment := sample("control"), sample("treatment")
	if c.err != nil {
		return nil
	}
	out := method.Quantiles(control, treatment, alpha)
	var r Result
	r.add("control", control.Value()).add("treatment", treatment.Value()).add("estimate", float64(out.Abs.Value))
	if !out.P.Defined() {
		return *r.undefined(out.Cautions[len(out.Cautions)-1].Detail)
	}
	r.interval(float64(out.Abs.Lo), float64(out.Abs.Hi)).add("relative", float64(out.Rel.Value)).add("relative_lower",
		float64(out.Rel.Lo)).add("relative_upper", float64(out.Rel.Hi))
	r.add("statistic", float64(out.Statistic)).add("df", float64(out.DF)).add("p", float64(out.P)).add("log_p",
		float64(out.Log10P)*math.Ln10)
	return *r.add("compared_at", float64(out.Ties.Value)).add("share_there", float64(out.Ties.Share)).add("step",
		float64(out.Ties.Step))
}

func (c *call) orderQuantiles(compare func(c, t stats.Sample) stats.Test) Result {
	control, okc := c.in.object("control").orderQuantile()
	treatment, okt := c.in.object("treatment").orderQuantile()
	alpha := c.opt.share("alpha", 0.05)
	if c.err != nil {
		return nil
	}
	var r Result
	if !okc || !okt {
		return *r.add("estimate", undefined).undefined("there are too few values around the quantile, or its bounds " +
			"have collapsed")
	}
	return *r.test(compare(control, treatment), alpha, whyLift(control, treatment))
}

func (f *fields) orderQuantile() (stats.Sample, bool) {
	q := stats.OrderQuantile{N: f.count("n"), NStar: f.count("n_star"), Level: f.num("nu"), Value: f.num("q"),
		Lower: f.num("lower"), Upper: f.num("upper")}
	if f.call.err == nil && !(q.Level > 0 && q.Level < 1) {
		f.call.fail("%s.nu is %v; a number between 0 and 1 is needed", f.path, q.Level)
	}
	if f.has("n_clusters") {
		n := f.count("n_clusters")
		sums, err := stats.FromFloats(n, []float64{f.num("main_sum"), f.num("denominator_sum")},
			[]float64{f.num("main_sum_squares"), f.num("main_denominator_sum_product"),
				f.num("denominator_sum_squares")})
		if err != nil || n < 2 || f.num("denominator_sum") <= 0 {
			f.call.fail("%s: two clusters and a positive denominator_sum are needed", f.path)
			return stats.Sample{}, false
		}
		q.Cluster = stats.ClusterFactor(sums, q.Level, q.N)
	}
	if f.call.err != nil {
		return stats.Sample{}, false
	}
	return q.Sample()
}
