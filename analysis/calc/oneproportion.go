package calc

import (
	"math"

	"uptake/analysis/stats"
)

const oneCountLine = "inputs: n, x  options: alpha = 0.05"

var oneProportion = []Method{
	{"wilson", oneCountLine, func(c *call) Result {
		return c.oneProportion(func(n, x int64, alpha float64) (lo, hi float64) {
			return stats.Wilson(n, x, stats.NormalISF(alpha/2))
		})
	}},
	{"clopper_pearson", oneCountLine, func(c *call) Result { return c.oneProportion(stats.ClopperPearson) }},
	{"jeffreys", oneCountLine, func(c *call) Result { return c.oneProportion(stats.Jeffreys) }},
	{"agresti_coull", oneCountLine + ", clip = true", func(c *call) Result {
		clip := c.opt.flag("clip", true)
		return c.oneProportion(func(n, x int64, alpha float64) (lo, hi float64) {
			lo, hi = stats.AgrestiCoull(n, x, stats.NormalISF(alpha/2))
			if clip {
				lo, hi = math.Max(lo, 0), math.Min(hi, 1)
			}
			return lo, hi
		})
	}},
	{"binomial_exact", "inputs: n, x  options: p0 = 0.5", func(c *call) Result {
		n, x := c.in.successes()
		p0 := c.opt.numOr("p0", 0.5)
		if !(p0 >= 0 && p0 <= 1) {
			c.fail("options.p0 is %v; a chance from 0 to 1 is needed", p0)
		}
		var r Result
		if n == 0 {
			return *r.add("p", undefined).undefined("there are no trials")
		}
		return *r.tail("p", stats.BinomialTest(n, x, p0))
	}},
}

func (c *call) oneProportion(interval func(n, x int64, alpha float64) (lo, hi float64)) Result {
	n, x := c.in.successes()
	alpha := c.opt.share("alpha", 0.05)
	var r Result
	if n == 0 {
		return *r.add("estimate", undefined).undefined("there are no units")
	}
	r.add("estimate", float64(x)/float64(n))
	if c.err != nil {
		return nil
	}
	return *r.interval(interval(n, x, alpha))
}
