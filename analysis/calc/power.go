package calc

import (
	"math"

	"uptake/analysis/power"
)

var powers = []Method{
	{"power_z", "inputs: n_control, var_control, n_treatment, var_treatment, effect  options: alpha = 0.05, power = " +
		"0.8", func(c *call) Result {
		nc, vc := c.in.positive("n_control"), c.in.positive("var_control")
		nt, vt := c.in.positive("n_treatment"), c.in.positive("var_treatment")
		effect, alpha, target := c.in.num("effect"), c.opt.share("alpha", 0.05), c.opt.share("power", 0.8)
		if c.err != nil {
			return nil
		}
		se := power.SE(vc, nc, vt, nt)
		p, missed := power.Normal(effect, se, alpha)
		var r Result
		r.add("se", se).add("power", p).add("type2", missed)
		r.add("mde_one_term", power.MDE(se, alpha, target)).add("mde_exact", power.MDEExact(se, alpha, target))
		return *r.add("n_control_required", power.ControlUnits(effect, vc, vt, nt/nc, alpha, target))
	}},
	{"power_t", "inputs: n_per_arm, effect, sd  options: alpha = 0.05", func(c *call) Result {
		n, effect, sd := c.in.positive("n_per_arm"), c.in.num("effect"), c.in.positive("sd")
		alpha := c.opt.share("alpha", 0.05)
		if n < 2 || n > 1e12 {
			c.fail("inputs.n_per_arm is %v; 2 to 1e12 are needed", n)
		}
		if c.err != nil {
			return nil
		}
		var r Result
		r.add("power", power.Student(n, effect, sd, alpha)).add("n_per_arm_for_80", power.StudentUnits(effect, sd,
			alpha, 0.8))
		return *r.add("mde_80", power.StudentMDE(n, sd, alpha, 0.8))
	}},
	{"power_prop", "inputs: n_per_arm, p_control, p_treatment  options: alpha = 0.05", func(c *call) Result {
		p := power.Proportions{N: c.in.positive("n_per_arm"), Control: c.in.share("p_control", undefined),
			Treatment: c.in.share("p_treatment", undefined), Alpha: c.opt.share("alpha", 0.05)}
		if c.err != nil {
			return nil
		}
		var r Result
		r.add("power_pooled_h0", p.Pooled()).add("power_unpooled", p.Unpooled())
		return *r.add("n_per_arm_for_80_pooled_h0", p.PooledUnits(0.8)).add("power_arcsine", p.Arcsine())
	}},
	{"midexperiment_power", "inputs: n_total, se, mde  options: alpha = 0.05, target_power = 0.8, goals = 1, " +
		"corrected = false, sequential = false, n_star = 5000, prior = null ([mean, variance])", func(c *call) Result {
		m := power.Midway{Units: c.in.count("n_total"), SE: c.in.positive("se"), MDE: c.in.num("mde"),
			Alpha: c.opt.share("alpha", 0.05),
			Goals: 1, Corrected: c.opt.flag("corrected", false), Sequential: c.opt.flag("sequential", false),
			NStar: c.nStar()}
		if c.opt.has("goals") {
			m.Goals = int(c.opt.count("goals"))
		}
		target := c.opt.share("target_power", 0.8)
		if c.opt.has("prior") {
			prior := c.opt.list("prior")
			if len(prior) != 2 || !(prior[1] > 0) {
				c.fail("options.prior needs a mean and a variance above 0")
				return nil
			}
			m.PriorMean, m.PriorSD = prior[0], math.Sqrt(prior[1])
		}
		if m.Units < 1 || m.Goals < 1 {
			c.fail("one unit in n_total and one goal are needed")
		}
		if c.err != nil {
			return nil
		}
		var r Result
		r.add("power_at_scale_0", m.Power(0)).add("power_at_scale_1", m.Power(1)).add("power_at_scale_3", m.Power(3))
		return *r.add("scaling_factor", m.More(target))
	}},
}
