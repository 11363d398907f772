package calc

import "uptake/analysis/stats"

var oaxaca = []Method{
	{"oaxaca_blinder", "inputs: X_without_intercept: [[..], ..], y: [..], group: [0 control | 1 treatment, ..]",
		func(c *call) Result {
			columns, y := c.design("X_without_intercept")
			group := c.in.list("group")
			treated := make([]bool, len(group))
			for i, g := range group {
				if g != 0 && g != 1 {
					c.fail("inputs.group has %v at index %d; 0 or 1 is needed", g, i)
				}
				treated[i] = g == 1
			}
			if len(group) != len(y) {
				c.fail("inputs: y has %d values, group has %d", len(y), len(group))
			}
			c.fits(len(columns)+2, len(y))
			if c.err != nil {
				return nil
			}
			s, err := stats.OaxacaBlinder(columns, y, treated)
			if err != nil {
				c.fail("%v", err)
				return nil
			}
			var r, three Result
			r.add("total", s.Total)
			for _, p := range []struct {
				name      string
				explained float64
			}{{"control_coef", s.Control}, {"treatment_coef", s.Treatment}, {"pooled_coef_with_group", s.Pooled}} {
				var part Result
				r.add(p.name, *part.add("explained", p.explained).add("unexplained", s.Total-p.explained))
			}
			three.add("endowments", s.Endowments).add("coefficients", s.Coefficients).add("interaction", s.Together)
			return *r.add("threefold", three)
		}},
}
