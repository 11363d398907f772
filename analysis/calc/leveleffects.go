package calc

import (
	"math"

	"uptake/analysis/stats"
)

// levelEffects are the calculators over the effects of several levels that take
// into account how well each level's error is known.
var levelEffects = []Method{
	{"welch_james", "inputs: effects, variances, df: [..]", func(c *call) Result {
		effects, variances, df := c.levels()
		if c.err != nil {
			return nil
		}
		return equality(stats.WelchJames(effects, variances, df))
	}},
	{"brown_forsythe_effects", "inputs: effects, variances, df, weights: [..]", func(c *call) Result {
		effects, variances, df := c.levels()
		weights := c.above("weights", len(effects))
		if c.err != nil {
			return nil
		}
		return equality(stats.BrownForsythe(effects, variances, df, weights))
	}},
	{"shrunken_effects", "inputs: effects, variances: [..], df: [..] or none  options: alpha = 0.05",
		func(c *call) Result {
			effects := c.in.list("effects")
			variances := c.above("variances", len(effects))
			var df []float64
			if c.in.has("df") {
				df = c.above("df", len(effects))
			}
			alpha := c.opt.share("alpha", 0.05)
			if c.err != nil {
				return nil
			}
			var r Result
			if len(effects) < 3 {
				return *r.add("shrunken", undefined).undefined("three effects are needed: with fewer the data do not " +
					"bound how far they lie apart")
			}
			var mean, lo, hi []float64
			for _, s := range stats.Shrink(effects, variances, df, alpha) {
				mean, lo, hi = append(mean, s.Mean), append(lo, s.Lo), append(hi, s.Hi)
			}
			return *r.add("shrunken", mean).add("ci_lower", lo).add("ci_upper", hi)
		}},
}

// levels reads effects with their variances and degrees of freedom.
func (c *call) levels() (effects, variances, df []float64) {
	effects = c.in.list("effects")
	return effects, c.above("variances", len(effects)), c.above("df", len(effects))
}

// above reads a list of n numbers above 0.
func (c *call) above(name string, n int) []float64 {
	v := c.in.list(name)
	for i, x := range v {
		if !(x > 0) || math.IsInf(x, 0) {
			c.fail("inputs.%s has %v at index %d; a number above 0 is needed", name, x, i)
		}
	}
	if len(v) != n {
		c.fail("inputs: there are %d effects and %d %s", n, len(v), name)
	}
	return v
}

func equality(t stats.EqualEffects) Result {
	var r Result
	if math.IsNaN(t.F) {
		return *r.add("F", undefined).undefined("two effects are needed")
	}
	return *r.add("F", t.F).add("df1", t.DF1).add("df2", t.DF2).tail("p", t.P)
}
