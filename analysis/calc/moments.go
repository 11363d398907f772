package calc

import (
	"math"

	"uptake/analysis/stats"
)

var moments = []Method{
	{"mean_variance", "inputs: x: [..]  (blocks of x are added up to the same sums)", func(c *call) Result {
		x := c.in.list("x")
		if c.in.has("blocks") {
			c.blocks(x)
		}
		sums, err := stats.FromValues(x)
		if err != nil {
			c.fail("inputs.x: %v", err)
			return nil
		}
		s := sums.Sample()
		var r Result
		r.add("n", s.N).add("mean", s.Value()).add("variance", s.Var()).add("sd", math.Sqrt(s.Var()))
		return r
	}},
}

// blocks checks that the lists of inputs.blocks, or their lengths, make up x:
// the sums are exact, so any split gives the same bits.
func (c *call) blocks(x []float64) {
	n := 0
	for i, raw := range c.in.elements("blocks") {
		if v, ok := whole(raw); ok {
			n += int(min(v, largest/4))
			continue
		}
		block, bad := numbers(raw)
		if bad != "" {
			c.fail("inputs.blocks: block %d %s", i, bad)
			return
		}
		n += len(block)
	}
	if n != len(x) {
		c.fail("inputs.blocks hold %d values, inputs.x has %d", n, len(x))
	}
}
