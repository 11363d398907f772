package calc

import (
	"math"

	"uptake/analysis/stats"
)

var spendings = []Method{
	{"alpha_spending", "inputs: information: [rising shares up to 1, ..]  options: alpha = 0.05, sides = 2 (1)",
		func(c *call) Result {
			information := c.in.list("information")
			alpha, sides := c.opt.share("alpha", 0.05), c.opt.numOr("sides", 2)
			if sides != 1 && sides != 2 {
				c.fail("options.sides is %v; 1 or 2 is needed", sides)
			}
			if c.err != nil {
				return nil
			}
			var r Result
			for _, s := range []struct {
				name  string
				spend stats.Spending
			}{{"spend_t2", stats.SpendPower(2)}, {"obrien_fleming_type", stats.SpendOBrienFleming},
				{"pocock_type", stats.SpendPocock}} {
				z, err := stats.GroupSequential(information, alpha/math.Max(sides, 1), s.spend)
				if err != nil {
					c.fail("inputs.information: %v", err)
					return nil
				}
				r.add(s.name, z)
			}
			return r
		}},
}
