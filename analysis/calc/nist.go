package calc

import (
	"math"
	"math/big"

	"uptake/analysis/stats"
)

const decimalNote = "  (decimals as written; from_binary64 has the answer for the nearest doubles)"

var nist = []Method{
	{"nist_univariate", "inputs: x: [..]" + decimalNote, func(c *call) Result {
		x := c.in.decimals("x")
		answer := func(x []*big.Rat) (r Result) {
			e := stats.ExactOf(x)
			s := e.Sums().Sample()
			return *r.add("n", s.N).add("mean", s.Value()).add("sd", math.Sqrt(s.Var())).add("autocorrelation",
				e.Autocorrelation())
		}
		if len(x) == 0 {
			c.fail("inputs.x is empty")
			return nil
		}
		r := answer(x)
		return *r.add("from_binary64", answer(rounded(x)))
	}},
	{"nist_anova", "inputs: group: [..], y: [..]" + decimalNote, func(c *call) Result {
		y := c.in.decimals("y")
		group, k := c.in.labels("group")
		if len(group) != len(y) {
			c.fail("inputs: group has %d values, y has %d", len(group), len(y))
		}
		if c.err != nil {
			return nil
		}
		answer := func(y []*big.Rat) (r Result) {
			a := stats.OneWay(stats.ExactOf(y), group, k)
			r.add("df_between", a.DFBetween).add("ss_between", a.SSBetween).add("F", a.F).tail("p", a.P)
			r.add("df_within", a.DFWithin).add("ss_within", a.SSWithin).add("r_squared", a.RSquared)
			return *r.add("residual_sd", a.ResidualSD)
		}
		r := answer(y)
		if math.IsNaN(r.Get("F").(float64)) {
			r.undefined("two groups, more values than groups and some variation within them are needed")
		}
		return *r.add("from_binary64", answer(rounded(y)))
	}},
}

// rounded takes decimals to the nearest doubles.
func rounded(x []*big.Rat) []*big.Rat {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i], _ = v.Float64()
	}
	return stats.Rationals(out)
}
