package calc

import (
	"math"

	"uptake/analysis/stats"
)

var logistics = []Method{
	{"logit", "inputs: X: [[..], ..] with the intercept as a column, y: [0 | 1, ..]", func(c *call) Result {
		columns, y := c.design("X")
		return c.logit(columns, y, nil)
	}},
	{"logit_weighted", "inputs: X: [[..], ..], y: [0 | 1, ..], weights: [..]", func(c *call) Result {
		columns, y := c.design("X")
		weights := c.in.list("weights")
		if len(weights) != len(y) {
			c.fail("inputs: y has %d values, weights has %d", len(y), len(weights))
		}
		for i, w := range weights {
			if w < 0 {
				c.fail("inputs.weights has %v at index %d; a weight is not negative", w, i)
			}
		}
		return c.logit(columns, y, weights)
	}},
}

func (c *call) logit(columns [][]float64, y, weights []float64) Result {
	for i, v := range y {
		if v < 0 || v > 1 {
			c.fail("inputs.y has %v at index %d; a value from 0 to 1 is needed", v, i)
		}
	}
	c.fits(len(columns), len(y))
	if c.err != nil {
		return nil
	}
	f, err := stats.Logistic(columns, y, weights)
	if err != nil {
		c.fail("%v (%d rows, %d columns)", err, len(y), len(columns))
		return nil
	}
	var r Result
	if !f.Converged {
		r.add("beta", undefined).add("converged", false)
		return *r.add("reason", "the columns tell the outcomes apart, so no finite estimate exists")
	}
	z, p, logs := make([]float64, len(f.Beta)), make([]float64, len(f.Beta)), make([]float64, len(f.Beta))
	for j := range z {
		t := stats.Test{Estimate: f.Beta[j], SE: f.SE[j], DF: math.Inf(1)}
		z[j], p[j], logs[j] = t.Statistic(), t.TwoSided().P, t.TwoSided().Log
	}
	r.add("beta", f.Beta).add("se", f.SE).add("z", z).add("p", p).add("log_p", logs).add("loglik", f.LogLik)
	if len(f.Beta) > 1 {
		r.add("odds_ratio", math.Exp(f.Beta[1]))
	}
	return *r.add("converged", true)
}
