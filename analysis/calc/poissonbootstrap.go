package calc

import (
	"math"
	"math/big"

	"uptake/analysis/stats"
)

// mostWeights is the most weights, units times replicates, that one case may ask for.
const mostWeights = 1_000_000_000

// hashed resamples by weights that are a hash of seed, unit and replicate.
func (c *call) hashed() Result {
	x, scaleX := c.in.scaled("x")
	d, scaleD := []int64(nil), 0
	if c.in.has("d") {
		if d, scaleD = c.in.scaled("d"); len(d) != len(x) {
			c.fail("inputs: x has %d values, d has %d", len(x), len(d))
		}
	}
	var units []int64
	if c.in.has("units") {
		if units = c.in.counts("units"); len(units) != len(x) {
			c.fail("inputs: x has %d values, units has %d", len(x), len(units))
		}
	}
	alpha, kind := c.opt.share("alpha", 0.05), c.kind()
	replicates, seed := int64(1000), int64(1)
	if c.opt.has("replicates") {
		replicates = c.opt.count("replicates")
	}
	if c.opt.has("seed") {
		seed = c.opt.count("seed")
	}
	if len(x) < 1 || replicates < 2 || replicates > mostWeights/int64(max(1, len(x))) {
		c.fail("inputs: %d values and %d replicates; one value and two replicates are needed, and at most %d of both "+
			"multiplied", len(x), replicates, mostWeights)
	}
	if c.err != nil {
		return nil
	}
	b := stats.NewPoissonBootstrap(int(replicates), uint64(seed))
	seen := map[int64]bool{}
	var top, bottom big.Int
	for i, y := range x {
		u, n := int64(i), int64(1)
		if units != nil {
			u = units[i]
		}
		if d != nil {
			n = d[i]
		}
		if seen[u] {
			c.fail("inputs.units has %d twice; add up what belongs to one unit", u)
			return nil
		}
		seen[u] = true
		b.Add(uint64(u), y, n)
		top.Add(&top, big.NewInt(y))
		bottom.Add(&bottom, big.NewInt(n))
	}
	if bottom.Sign() == 0 {
		c.fail("inputs.d adds up to 0")
		return nil
	}
	unit := math.Pow10(scaleD) / math.Pow10(scaleX)
	estimate, _ := new(big.Rat).SetFrac(&top, &bottom).Float64()
	out := stats.Bootstrap{Estimate: estimate * unit, Replicates: b.Replicates()}
	for i, v := range out.Replicates {
		if math.IsNaN(v) {
			c.fail("in replicate %d the weights add up to a denominator of 0: there are too few units to resample", i)
			return nil
		}
		out.Replicates[i] = v * unit
	}
	var r Result
	return *r.add("estimate", out.Estimate).add("se", out.SE()).add("percentile",
		two(out.Percentile(alpha, kind))).add("replicates", replicates).add("seed", seed)
}

// scaled reads decimal numbers as whole multiples of 10^−scale, of at most 9 decimals.
func (f *fields) scaled(name string) (values []int64, scale int) {
	list := f.decimals(name)
	ten := big.NewRat(10, 1)
	for i := 0; i < len(list); {
		if list[i].IsInt() && list[i].Num().IsInt64() {
			i++
			continue
		}
		if scale++; scale > 9 || list[i].IsInt() {
			f.call.fail("%s.%s has a number at index %d with more than 9 decimals, or too large to add up exactly",
				f.path, name, i)
			return nil, 0
		}
		for _, r := range list {
			r.Mul(r, ten)
		}
		i = 0
	}
	for _, r := range list {
		values = append(values, r.Num().Int64())
	}
	return values, scale
}
