package calc

import "uptake/analysis/stats"

var adjustments = []Method{
	{"adjust", "inputs: p: [..]", func(c *call) Result {
		p := c.in.list("p")
		for i, v := range p {
			if v < 0 || v > 1 {
				c.fail("inputs.p has %v at index %d; a p value from 0 to 1 is needed", v, i)
			}
		}
		const most = 20_000 // Hommel takes m² steps
		if len(p) > most {
			c.fail("inputs.p has %d values; at most %d can be adjusted", len(p), most)
		}
		if c.err != nil {
			return nil
		}
		var r Result
		for _, a := range stats.Adjustments {
			r.add(a.Name, a.Adjust(p))
		}
		return r
	}},
}
