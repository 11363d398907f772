package calc

import (
	"math"

	"uptake/analysis/stats"
)

var betaBinomials = []Method{
	{"beta_binomial_mle", "inputs: x: [..], n: [..]", func(c *call) Result {
		x, n := c.trials()
		if c.err != nil {
			return nil
		}
		f := stats.BetaBinomialMLE(x, n)
		var r Result
		r.add("alpha", f.Alpha).add("beta", f.Beta).add("mean", f.Mean).add("rho", f.Rho).add("loglik", f.LogLik)
		switch {
		case math.IsNaN(f.Mean):
			r.undefined("there are no trials")
		case f.Boundary:
			r.add("boundary", true).add("reason", "the counts vary no more than binomial ones, or are all 0 or all "+
				"n: the likelihood has no maximum inside")
		}
		return r
	}}, {"beta_binomial_moments", "inputs: x: [..], n: [..], all n equal", func(c *call) Result {
		x, n := c.trials()
		for i := range n {
			if n[i] != n[0] || n[i] < 2 {
				c.fail("inputs: unit %d has %d trials, unit 0 has %d; at least 2 and the same for all are needed", i,
					n[i], n[0])
			}
		}
		if c.err != nil {
			return nil
		}
		f := stats.BetaBinomialMoments(x, n)
		var r Result
		r.add("alpha", f.Alpha).add("beta", f.Beta).add("mean", f.Mean).add("rho", f.Rho)
		switch {
		case math.IsNaN(f.Mean):
			r.undefined("two units are needed")
		default:
			r.add("design_effect", 1+float64(n[0]-1)*f.Rho)
			if f.Boundary {
				r.add("boundary", true).add("reason", "the rates vary no more than binomial ones")
			}
		}
		return r
	}},
}

// trials are the units' successes and trials.
func (c *call) trials() (x, n []int64) {
	x, n = c.in.counts("x"), c.in.counts("n")
	if len(x) != len(n) {
		c.fail("inputs: x has %d values, n has %d", len(x), len(n))
		return nil, nil
	}
	const most = 1_000_000
	for i := range x {
		if x[i] > n[i] {
			c.fail("inputs: unit %d has %d successes in %d trials", i, x[i], n[i])
		}
		if n[i] > most {
			c.fail("inputs: unit %d has %d trials; at most %d are possible", i, n[i], most)
		}
	}
	return x, n
}
