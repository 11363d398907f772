package calc

import (
	"math"

	"uptake/analysis/counted"
	"uptake/analysis/stats"
)

// twoCounts is a comparison of two proportions.
type twoCounts struct{ nc, xc, nt, xt int64 }

func (c *call) twoCounts() (t twoCounts) {
	t.nc, t.xc = c.in.proportion("control")
	t.nt, t.xt = c.in.proportion("treatment")
	return t
}

func (t twoCounts) empty() bool { return t.nc < 1 || t.nt < 1 }

func (t twoCounts) why() string {
	switch all := t.xc + t.xt; {
	case t.empty():
		return counted.Sprintf("control has %d and treatment %d units; both are needed", t.nc, t.nt)
	case all == 0:
		return "no unit has a success"
	case all == t.nc+t.nt:
		return "every unit has a success"
	case t.xc == 0:
		return "no control unit has a success"
	case t.xt == 0:
		return "no treatment unit has a success"
	}
	return "no value varies within the arms"
}

const twoCountsLine = "inputs: " + countForms + "  options: alpha = 0.05"

var proportions = []Method{
	{"z_pooled", twoCountsLine, func(c *call) Result {
		t, alpha := c.twoCounts(), c.opt.share("alpha", 0.05)
		var r Result
		se, z := stats.PooledZ(t.nc, t.xc, t.nt, t.xt)
		u, d := stats.UnpooledSE(t.nc, t.xc, t.nt, t.xt), stats.PropDiff(t.nc, t.xc, t.nt, t.xt)
		r.add("estimate", d).add("se_pooled", se)
		if math.IsNaN(z) {
			r.add("p", undefined)
			return *r.undefined(t.why())
		}
		crit := stats.NormalISF(alpha / 2)
		r.add("se_unpooled", u).add("statistic", z).tail("p", stats.TwoSided(stats.NormalLogSF(math.Abs(z))))
		r.add("wald_lower", d-crit*u).add("wald_upper", d+crit*u)
		return r
	}},
	{"z_unpooled", twoCountsLine, func(c *call) Result {
		t, alpha := c.twoCounts(), c.opt.share("alpha", 0.05)
		z := stats.Test{Estimate: stats.PropDiff(t.nc, t.xc, t.nt, t.xt), SE: stats.UnpooledSE(t.nc, t.xc, t.nt, t.xt),
			DF: math.Inf(1)}
		var r Result
		return *r.test(z, alpha, t.why())
	}},
	{"newcombe", twoCountsLine, func(c *call) Result {
		return c.difference(stats.Newcombe)
	}},
	{"miettinen_nurminen", twoCountsLine, func(c *call) Result {
		return c.difference(stats.MiettinenNurminen)
	}},
	{"koopman", twoCountsLine, func(c *call) Result {
		t, alpha := c.twoCounts(), c.opt.share("alpha", 0.05)
		var r Result
		if t.empty() || t.xc+t.xt == 0 {
			return *r.add("ratio", undefined).undefined(t.why())
		}
		lo, hi := stats.Koopman(t.nc, t.xc, t.nt, t.xt, stats.NormalISF(alpha/2))
		r.add("ratio", float64(t.xt)/float64(t.nt)/(float64(t.xc)/float64(t.nc))).interval(lo, hi)
		return *r.add("bounded", t.xc > 0)
	}},
	{"risk_ratio_log", twoCountsLine, func(c *call) Result {
		t, alpha := c.twoCounts(), c.opt.share("alpha", 0.05)
		z := stats.RiskRatioLog(t.nc, t.xc, t.nt, t.xt)
		var r Result
		r.add("ratio", math.Exp(z.Estimate))
		if math.IsNaN(z.Estimate) {
			return *r.undefined(t.why())
		}
		r.add("log_se", z.SE)
		if z.SE == 0 {
			return *r.undefined(t.why())
		}
		lo, hi := z.Interval(alpha)
		return *r.interval(math.Exp(lo), math.Exp(hi))
	}},
	{"gb_proportion_lift_delta", twoCountsLine, func(c *call) Result {
		t, alpha := c.twoCounts(), c.opt.share("alpha", 0.05)
		var r Result
		return *r.test(stats.BinomialLift(t.nc, t.xc, t.nt, t.xt), alpha, t.why())
	}},
	{"fisher_exact", "inputs: " + countForms, func(c *call) Result {
		t := c.twoCounts()
		var r Result
		if c.err == nil && t.empty() {
			return *r.add("p", undefined).undefined(t.why())
		}
		return *r.tail("p", stats.Fisher(t.nc, t.xc, t.nt, t.xt))
	}},
}

func (c *call) difference(interval func(nc, xc, nt, xt int64, z float64) (lo, hi float64)) Result {
	t, alpha := c.twoCounts(), c.opt.share("alpha", 0.05)
	var r Result
	r.add("estimate", stats.PropDiff(t.nc, t.xc, t.nt, t.xt))
	if c.err != nil || t.empty() {
		return *r.undefined(t.why())
	}
	return *r.interval(interval(t.nc, t.xc, t.nt, t.xt, stats.NormalISF(alpha/2)))
}
