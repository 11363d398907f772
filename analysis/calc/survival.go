package calc

import (
	"fmt"
	"math"

	"uptake/analysis/stats"
)

const spellForm = "inputs: time: [..], status: [0 censored | 1 event, ..]"

var survival = []Method{
	{"kaplan_meier", spellForm + "  options: conf = 0.95, rmst_tau = \"max(time)\" | number", func(c *call) Result {
		return c.kaplanMeier()
	}},
	{"log_rank", spellForm + ", group: [two values]", func(c *call) Result {
		spells, k := c.spells(true)
		if c.err == nil && k != 2 {
			c.fail("inputs.group has %d values; two are needed (log_rank_k compares more)", k)
		}
		if c.err != nil {
			return nil
		}
		t, peto := stats.LogRank(spells, k, 0), stats.LogRank(spells, k, 1)
		var r Result
		r.add("chi2", t.Chi2).add("df", t.DF)
		if math.IsNaN(t.Chi2) {
			return *r.add("p", undefined).undefined("there is no event while both groups are at risk")
		}
		r.tail("p", t.P).add("observed0", t.Observed[0]).add("expected0", t.Expected[0]).add("variance", t.Variance)
		r.add("chi2_rho1", peto.Chi2)
		x := make([]float64, len(spells))
		for i, s := range spells {
			x[i] = float64(s.Group)
		}
		efron, breslow := stats.Cox(spells, x, true), stats.Cox(spells, x, false)
		r.add("cox_efron_beta", efron.Estimate).add("cox_efron_se", efron.SE)
		return *r.add("cox_breslow_beta", breslow.Estimate).add("cox_breslow_se", breslow.SE)
	}},
	{"log_rank_k", spellForm + ", group: [..]", func(c *call) Result {
		spells, k := c.spells(true)
		if c.err == nil && (k < 2 || k > 500) {
			c.fail("inputs.group has %d values; 2 to 500 are needed", k)
		}
		if c.err != nil {
			return nil
		}
		t := stats.LogRank(spells, k, 0)
		var r Result
		r.add("chi2", t.Chi2).add("df", t.DF)
		if math.IsNaN(t.Chi2) {
			r.add("p", undefined).undefined("there are too few events while the groups are at risk together")
		} else {
			r.tail("p", t.P)
		}
		return *r.add("observed", t.Observed).add("expected", t.Expected)
	}},
	{"aalen_johansen", "inputs: time: [..], status: [0 censored | cause 1, 2, .., ..], group: [..] (optional)",
		func(c *call) Result {
			return c.aalenJohansen()
		}},
}

// spells reads time, status and, when needed, group.
func (c *call) spells(grouped bool) ([]stats.Spell, int) {
	times, status := c.in.list("time"), c.in.counts("status")
	var group []int
	k := 1
	if grouped {
		group, k = c.in.labels("group")
	} else {
		c.in.has("group")
	}
	if len(status) != len(times) || grouped && len(group) != len(times) {
		c.fail("inputs: time has %d, status %d and group %d values", len(times), len(status), len(group))
		return nil, k
	}
	if len(times) == 0 {
		c.fail("inputs.time is empty")
	}
	var out []stats.Spell
	for i, t := range times {
		if status[i] > 50 {
			c.fail("inputs.status has %d at index %d; causes 1 to 50 are possible", status[i], i)
			return nil, k
		}
		s := stats.Spell{Time: t, Cause: int(status[i])}
		if grouped {
			s.Group = group[i]
		}
		out = append(out, s)
	}
	return out, k
}

func (c *call) kaplanMeier() Result {
	spells, _ := c.spells(false)
	alpha := 1 - c.opt.share("conf", 0.95)
	if c.err != nil {
		return nil
	}
	km := stats.KaplanMeier(spells)
	tau := km.Last()
	if c.opt.has("rmst_tau") {
		if text, _ := textOf(c.opt.get("rmst_tau")); text != "max(time)" {
			tau = c.opt.positive("rmst_tau")
		}
	}
	if c.err != nil {
		return nil
	}
	var r Result
	r.add("time", km.Time).add("n_risk", km.Risk).add("n_event", km.Events).add("surv", km.S).add("greenwood_se", km.SE)
	lo, hi := km.LogLog(alpha)
	r.add("loglog_lower", lo).add("loglog_upper", hi)
	lo, hi = km.LogScale(alpha)
	r.add("log_lower", lo).add("log_upper", hi).add("median", km.Median())
	mean, se := km.Restricted(tau)
	return *r.add("rmst", mean).add("rmst_se", se)
}

func (c *call) aalenJohansen() Result {
	grouped := c.in.has("group")
	spells, k := c.spells(grouped)
	const most = 50_000_000
	causes, events := 0, 0
	for _, s := range spells {
		causes = max(causes, s.Cause)
		events += min(s.Cause, 1)
	}
	if len(spells)*events*max(causes, 1) > most {
		c.fail("inputs: %d units with %d events are too many", len(spells), events)
	}
	if c.err != nil {
		return nil
	}
	a := stats.AalenJohansen(spells, causes)
	var r Result
	r.add("time", a.Time)
	for i := range causes {
		r.add(fmt.Sprintf("cif%d", i+1), a.F[i]).add(fmt.Sprintf("se%d", i+1), a.SE[i])
		r.add(fmt.Sprintf("cmprsk_var%d", i+1), a.Aalen[i])
	}
	if !grouped || k < 2 || k > 100 {
		return r
	}
	var chi2, p []float64
	for i := range causes {
		x, t := stats.Gray(spells, k, i+1)
		chi2, p = append(chi2, x), append(p, t.P)
	}
	return *r.add("gray_stat", chi2).add("gray_p", p)
}
