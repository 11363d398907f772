package calc

import (
	"math"

	"uptake/analysis/stats"
)

const splitInputs = "inputs: counts: [..], weights: [..]"

var splits = []Method{
	{"srm_chi2", splitInputs + "  options: threshold = 0.001", func(c *call) Result {
		counts, weights := c.split()
		threshold := c.opt.share("threshold", 0.001)
		if c.err != nil {
			return nil
		}
		s := stats.SplitTest(counts, weights)
		var r Result
		r.add("chi2", s.Chi2).add("df", s.DF)
		if s.Chi2 != s.Chi2 {
			return *r.add("p", undefined).undefined("two arms with a planned share and at least one unit are needed")
		}
		r.tail("p", s.P).add("expected", s.Expected).add("mismatch", s.P.P < threshold)
		return r
	}},
	{"srm_sequential", splitInputs + "  options: k = 100", func(c *call) Result {
		counts, weights := c.split()
		k := c.concentration()
		if c.err != nil {
			return nil
		}
		l := stats.SplitBayes(counts, weights, k)
		var r Result
		return *r.add("log_bayes_factor", l).tail("p", stats.TailOf(math.Min(0, -l)))
	}},
	{"srm_sequential_running", "inputs: batches: [[..], ..], weights: [..]  options: k = 100", func(c *call) Result {
		batches := c.batches()
		if c.err != nil {
			return nil
		}
		weights := c.weights(len(batches[0]))
		k := c.concentration()
		if c.err != nil {
			return nil
		}
		sums, least := make([]int64, len(weights)), 0.0
		var p, logs []float64
		for _, b := range batches {
			for i, v := range b {
				sums[i] += v
			}
			least = math.Min(least, -stats.SplitBayes(sums, weights, k))
			t := stats.TailOf(least)
			p, logs = append(p, t.P), append(logs, t.Log)
		}
		var r Result
		return *r.add("running_p", p).add("running_log_p", logs)
	}},
}

// concentration reads k, the weight of the planned split in the prior.
func (c *call) concentration() float64 {
	k := c.opt.numOr("k", 100)
	if !(k > 0) {
		c.fail("options.k is %v; a number above 0 is needed", k)
	}
	return k
}

// split reads counts per arm and the weights they should have.
func (c *call) split() ([]int64, []float64) {
	counts := c.in.counts("counts")
	return counts, c.weights(len(counts))
}

func (c *call) weights(arms int) []float64 {
	weights := c.in.list("weights")
	total := 0.0
	for i, w := range weights {
		if w < 0 {
			c.fail("inputs.weights has %v at index %d; a weight is never negative", w, i)
		}
		total += w
	}
	if arms != len(weights) {
		c.fail("there are %d counts and %d weights", arms, len(weights))
	}
	if !(total > 0) || total > 1e300 {
		c.fail("inputs.weights add up to %v; a positive number is needed", total)
	}
	return weights
}

// batches reads counts per batch and arm, at least one batch.
func (c *call) batches() (out [][]int64) {
	for i, raw := range c.in.elements("batches") {
		var b []int64
		parts, ok := items(raw)
		if !ok {
			c.fail("inputs.batches: batch %d is %s; a list of counts is needed", i, brief(raw))
			return nil
		}
		for j, p := range parts {
			v, ok := whole(p)
			if !ok {
				c.fail("inputs.batches: batch %d has %s at index %d; a whole number from 0 to 2^53 is needed", i,
					brief(p), j)
				return nil
			}
			b = append(b, v)
		}
		if i > 0 && len(b) != len(out[0]) {
			c.fail("inputs.batches: batch %d has %d counts, batch 0 has %d", i, len(b), len(out[0]))
			return nil
		}
		out = append(out, b)
	}
	if len(out) == 0 {
		c.fail("inputs.batches is empty")
	}
	return out
}
