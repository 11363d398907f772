package calc

import "uptake/analysis/stats"

var pairs = []Method{
	{"mcnemar", "inputs: n (pairs), b (success with treatment only), c (with control only)", func(c *call) Result {
		p := stats.PairedCounts{N: c.in.count("n"), B: c.in.count("b"), C: c.in.count("c")}
		if c.err == nil && p.B+p.C > p.N {
			c.fail("inputs: b + c = %d is more than n = %d pairs", p.B+p.C, p.N)
		}
		if c.err != nil {
			return nil
		}
		diff, se := p.Diff()
		exact, mid := p.Exact()
		var r Result
		r.add("diff", diff).add("se", se)
		if p.B+p.C == 0 {
			r.add("p_asymptotic", undefined).add("p_exact", exact.P)
			return *r.undefined("no pair is discordant")
		}
		chi2, a := p.McNemar(false)
		r.add("chi2", chi2).tail("p_asymptotic", a)
		chi2, a = p.McNemar(true)
		r.add("chi2_corrected", chi2).tail("p_corrected", a)
		return *r.tail("p_exact", exact).tail("p_mid", mid)
	}},
}
