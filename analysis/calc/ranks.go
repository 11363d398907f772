package calc

import (
	"math"

	"uptake/analysis/stats"
)

const listForm = "inputs: control: [..], treatment: [..]"

var ranks = []Method{
	{"mann_whitney", listForm, func(c *call) Result {
		control, treatment := c.in.list("control"), c.in.list("treatment")
		if c.err != nil {
			return nil
		}
		t := stats.MannWhitney(control, treatment)
		var r Result
		r.add("U", t.U)
		if math.IsNaN(t.P.P) {
			return *r.add("p", undefined).undefined("both samples and some variation are needed")
		}
		r.tail("p", t.P).add("prob_superiority", t.Superiority)
		if !math.IsNaN(t.Exact.P) {
			r.add("p_exact", t.Exact.P)
		}
		b := t.BrunnerMunzel
		r.add("brunner_munzel_stat", b.Statistic()).add("brunner_munzel_df", b.DF)
		return *r.add("brunner_munzel_p", b.TwoSided().P).add("brunner_munzel_log_p", b.TwoSided().Log)
	}},
	{"permutation_exact", listForm, func(c *call) Result {
		control, treatment := c.in.list("control"), c.in.list("treatment")
		if c.err != nil {
			return nil
		}
		count, total, err := stats.PermutationMeans(control, treatment)
		if err != nil {
			c.fail("%v", err)
			return nil
		}
		var r Result
		return *r.add("count", count).add("total", total).add("p", float64(count)/float64(total))
	}},
	{"paired", listForm + " of the same pairs  options: alpha = 0.05", func(c *call) Result {
		control, treatment := c.in.list("control"), c.in.list("treatment")
		alpha := c.opt.share("alpha", 0.05)
		if len(control) != len(treatment) {
			c.fail("inputs: control has %d values, treatment has %d", len(control), len(treatment))
		}
		if c.err != nil {
			return nil
		}
		sums, err := stats.FromValues(control, treatment)
		if err != nil {
			c.fail("inputs: %v", err)
			return nil
		}
		var r Result
		r.test(stats.PairedTest(sums.Difference().Sample()), alpha, "two pairs and some variation of their "+
			"differences are needed")
		d := make([]float64, len(control))
		for i := range d {
			d[i] = treatment[i] - control[i]
		}
		v, p := stats.SignedRank(d)
		return *r.add("signed_rank_V", v).add("signed_rank_p", p.P)
	}},
}
