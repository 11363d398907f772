package calc

import (
	"math"

	"uptake/analysis/stats"
)

const bootstrapForm = "inputs: x: [..], indices: [[0-based], ..]  options: alpha = 0.05, quantile_type = 7"

var resampling = []Method{
	{"bootstrap_mean", bootstrapForm, func(c *call) Result { return c.bootstrap(stats.Mean) }},
	{"bootstrap_median", bootstrapForm, func(c *call) Result { return c.bootstrap(stats.Median) }},
	{"bootstrap_var", bootstrapForm, func(c *call) Result { return c.bootstrap(stats.Variance) }},
	{"poisson_bootstrap", "inputs: x: [..], d: [..] or null, weights: [[..], ..] per replicate; without weights they " +
		"are hashed from units: [..] (0-based)  options: alpha = 0.05, replicates = 1000, seed = 1",
		func(c *call) Result {
			if c.in.has("weights") {
				return c.weighted()
			}
			return c.hashed()
		}},
}

func (c *call) kind() int {
	kind := c.opt.numOr("quantile_type", 7)
	if kind != math.Trunc(kind) || kind < 1 || kind > 9 {
		c.fail("options.quantile_type is %v; a type from 1 to 9 is needed", kind)
	}
	return int(kind)
}

func (c *call) bootstrap(statistic func([]float64) float64) Result {
	x, indices := c.in.list("x"), c.in.rows("indices")
	alpha, kind := c.opt.share("alpha", 0.05), c.kind()
	if len(x) < 2 || len(indices) < 2 {
		c.fail("inputs: there are %d values and %d resamples; two of each are needed", len(x), len(indices))
	}
	if c.err != nil {
		return nil
	}
	b := stats.Bootstrap{Estimate: statistic(x)}
	for i, row := range indices {
		var sample []float64
		for _, j := range row {
			if j != math.Trunc(j) || j < 0 || j >= float64(len(x)) {
				c.fail("inputs.indices: row %d has %v; an index from 0 to %d is needed", i, j, len(x)-1)
				return nil
			}
			sample = append(sample, x[int(j)])
		}
		v := statistic(sample)
		if math.IsNaN(v) {
			c.fail("inputs.indices: row %d has too few indices for the statistic", i)
			return nil
		}
		b.Replicates = append(b.Replicates, v)
	}
	for i := range x {
		b.Jackknife = append(b.Jackknife, statistic(append(append([]float64{}, x[:i]...), x[i+1:]...)))
	}
	var r Result
	r.add("estimate", b.Estimate).add("se", b.SE())
	r.add("percentile", two(b.Percentile(alpha, kind))).add("basic", two(b.Basic(alpha, kind))).add("normal",
		two(b.Normal(alpha)))
	lo, hi, z0, a, levels := b.BCa(alpha, kind)
	return *r.add("z0", z0).add("acceleration", a).add("bca_levels", levels[:]).add("bca", two(lo, hi))
}

func two(lo, hi float64) []float64 { return []float64{lo, hi} }

func (c *call) weighted() Result {
	x, rows := c.in.list("x"), c.in.rows("weights")
	var d []float64
	if c.in.has("d") {
		if d = c.in.list("d"); len(d) != len(x) {
			c.fail("inputs: x has %d values, d has %d", len(x), len(d))
		}
	}
	alpha, kind := c.opt.share("alpha", 0.05), c.kind()
	if len(rows) < 2 || len(rows[0]) != len(x) {
		c.fail("inputs.weights needs two or more lists of %d weights", len(x))
	}
	if c.err != nil {
		return nil
	}
	ratio := func(w func(i int) float64) float64 {
		var top, bottom float64
		for i, v := range x {
			top += w(i) * v
			if d == nil {
				bottom += w(i)
			} else {
				bottom += w(i) * d[i]
			}
		}
		return top / bottom
	}
	b := stats.Bootstrap{Estimate: ratio(func(int) float64 { return 1 })}
	for i, row := range rows {
		v := ratio(func(i int) float64 { return row[i] })
		if math.IsNaN(v) || math.IsInf(v, 0) {
			c.fail("inputs.weights: the weights of row %d add up to a denominator of 0", i)
			return nil
		}
		b.Replicates = append(b.Replicates, v)
	}
	var r Result
	return *r.add("estimate", b.Estimate).add("se", b.SE()).add("percentile", two(b.Percentile(alpha, kind)))
}
