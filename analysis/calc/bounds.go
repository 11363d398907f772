package calc

import "uptake/analysis/stats"

var bounds = []Method{
	{"uniform_boundary", "inputs: v, v_opt  options: alpha = 0.05, alpha_opt = 0.05, poly_v_min = v_opt/10, poly_s = " +
		"1.4, poly_eta = 2, gamma_c = 1", func(c *call) Result {
		v, vOpt := c.in.positive("v"), c.in.positive("v_opt")
		alpha, tuned := c.opt.share("alpha", 0.05), c.opt.share("alpha_opt", 0.05)
		vMin, s, eta, scale := c.opt.numOr("poly_v_min", vOpt/10), c.opt.numOr("poly_s", 1.4), c.opt.numOr("poly_eta",
			2), c.opt.numOr("gamma_c", 1)
		switch {
		case tuned >= 0.5:
			c.fail("options.alpha_opt is %v; a one-sided boundary is tuned at a level below 0.5", tuned)
		case !(vMin > 0):
			c.fail("options.poly_v_min is %v; a number above 0 is needed", vMin)
		case !(s > 1):
			c.fail("options.poly_s is %v; a number above 1 is needed", s)
		case !(eta > 1):
			c.fail("options.poly_eta is %v; a number above 1 is needed", eta)
		case !(scale > 0):
			c.fail("options.gamma_c is %v; a number above 0 is needed", scale)
		}
		if c.err != nil {
			return nil
		}
		var r Result
		r.add("two_sided", stats.NormalMixtureBound(v, alpha, vOpt, tuned)).add("one_sided",
			stats.OneSidedNormalMixtureBound(v, alpha, vOpt, tuned))
		r.add("poly_stitching", stats.StitchedBound(v, alpha, vMin, s, eta))
		r.add("gamma_exponential", stats.GammaExponentialBound(v, alpha, vOpt, tuned, scale))
		return *r.add("beta_binomial_g0.3_h0.7", stats.BetaBinomialBound(v, alpha, vOpt, tuned, 0.3, 0.7))
	}},
	{"conjmix_margin", "inputs: t, t_opt  options: alpha = 0.05", func(c *call) Result {
		t, tOpt, alpha := c.in.positive("t"), c.in.positive("t_opt"), c.opt.share("alpha", 0.05)
		if c.err != nil {
			return nil
		}
		exact, rho := stats.ExactMixtureRho2(alpha, tOpt), stats.MixtureRho(alpha, tOpt)
		var r Result
		r.add("rho2_exact", exact).add("rho2_approx", rho*rho)
		return *r.add("margin_exact_rho", stats.ConjugateMixtureMargin(t, exact, alpha)).add("margin_approx_rho",
			stats.ConjugateMixtureMargin(t, rho*rho, alpha))
	}},
}
