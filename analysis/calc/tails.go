package calc

import (
	"math"

	"uptake/analysis/stats"
)

var tails = []Method{
	{"normal_sf", "inputs: x", func(c *call) Result {
		return upper(stats.NormalLogSF(c.in.num("x")))
	}},
	{"normal_isf", "inputs: q", func(c *call) Result {
		return quantile(stats.NormalISF(c.chance("q")))
	}},
	{"t_sf", "inputs: t, df", func(c *call) Result {
		return upper(stats.StudentLogSF(c.in.num("t"), c.in.positive("df")))
	}},
	{"t_isf", "inputs: q, df", func(c *call) Result {
		return quantile(stats.StudentISF(c.chance("q"), c.in.positive("df")))
	}},
	{"chi2_sf", "inputs: x, df", func(c *call) Result {
		sf, l := stats.ChiSquareSF(c.in.num("x"), c.in.positive("df"))
		return tail(sf, l)
	}},
	{"f_sf", "inputs: f, df1, df2", func(c *call) Result {
		sf, l := stats.FSF(c.in.num("f"), c.in.positive("df1"), c.in.positive("df2"))
		return tail(sf, l)
	}},
	{"beta_cdf", "inputs: x, a, b", func(c *call) Result {
		cdf, l := stats.BetaCDF(c.in.num("x"), c.in.positive("a"), c.in.positive("b"))
		var r Result
		return *r.add("cdf", cdf).add("log_cdf", l)
	}},
	{"beta_quantile", "inputs: p, a, b", func(c *call) Result {
		x, _ := stats.BetaQuantile(c.chance("p"), c.in.positive("a"), c.in.positive("b"), false)
		return quantile(x)
	}},
	{"binomial_cdf", "inputs: k, n, p", func(c *call) Result {
		k, n, p := c.in.count("k"), c.in.count("n"), c.chance("p")
		l, s := stats.BinomialLogTails(float64(k), float64(n), p)
		var r Result
		return *r.add("cdf", math.Exp(l)).add("log_cdf", l).add("sf", math.Exp(s)).add("log_sf", s)
	}},
}

// chance reads a probability from 0 to 1.
func (c *call) chance(name string) float64 {
	q := c.in.num(name)
	if !(q >= 0 && q <= 1) {
		c.fail("inputs.%s is %v; a probability from 0 to 1 is needed", name, q)
	}
	return q
}

func upper(logSF float64) Result { return tail(math.Exp(logSF), logSF) }

func tail(sf, logSF float64) Result {
	var r Result
	return *r.add("sf", sf).add("log_sf", logSF)
}

func quantile(x float64) Result {
	var r Result
	return *r.add("x", x)
}
