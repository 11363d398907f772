package calc

import (
	"math"

	"uptake/analysis/stats"
)

var segments = []Method{
	{"cochran_q", "inputs: effects: [..], variances: [..]", func(c *call) Result {
		effects := c.in.list("effects")
		variances := c.above("variances", len(effects))
		if c.err != nil {
			return nil
		}
		var r Result
		if len(effects) < 2 {
			return *r.add("Q", undefined).undefined("two effects are needed")
		}
		h := stats.Cochran(effects, variances)
		r.add("Q", h.Q).add("df", h.DF).tail("p", h.P).add("I2", h.I2).add("H2", h.H2).add("tau2_dl", h.Tau2)
		r.add("fixed", h.Fixed.Estimate).add("fixed_se", h.Fixed.SE)
		r.add("random", h.Random.Estimate).add("random_se", h.Random.SE)
		var shrunken []float64
		for _, p := range h.Shrunken(effects, variances) {
			shrunken = append(shrunken, p.Mean)
		}
		return *r.add("shrunken", shrunken)
	}},
	{"segment_interaction", "inputs: y: [..], treatment: [0 | 1, ..], segment: [..]", func(c *call) Result {
		return c.interaction()
	}},
	{"mantel_haenszel", "inputs: treatment_yes, treatment_no, control_yes, control_no: [..] per stratum  options: " +
		"correct = false, alpha = 0.05", func(c *call) Result {
		a, b := c.in.counts("treatment_yes"), c.in.counts("treatment_no")
		d, e := c.in.counts("control_yes"), c.in.counts("control_no")
		alpha, corrected := c.opt.share("alpha", 0.05), c.opt.flag("correct", false)
		if len(b) != len(a) || len(d) != len(a) || len(e) != len(a) {
			c.fail("inputs: the four lists have %d, %d, %d and %d values", len(a), len(b), len(d), len(e))
		}
		if c.err != nil {
			return nil
		}
		var tables []stats.Table2x2
		for i := range a {
			tables = append(tables, stats.Table2x2{TreatmentYes: a[i], TreatmentNo: b[i], ControlYes: d[i],
				ControlNo: e[i]})
		}
		chi2, p, odds := stats.MantelHaenszel(tables, corrected)
		var r Result
		if math.IsNaN(chi2) {
			return *r.add("chi2", chi2).add("p", undefined).undefined("nothing varies within the strata")
		}
		r.add("chi2", chi2).tail("p", p).add("odds_ratio", math.Exp(odds.Estimate))
		lo, hi := odds.Interval(alpha)
		return *r.interval(math.Exp(lo), math.Exp(hi))
	}},
}

var decompositions = []Method{
	{"kitagawa", "inputs: n_control, rate_control, n_treatment, rate_treatment: [..] per cell", func(c *call) Result {
		nc, rc := c.in.list("n_control"), c.in.list("rate_control")
		nt, rt := c.in.list("n_treatment"), c.in.list("rate_treatment")
		if len(rc) != len(nc) || len(nt) != len(nc) || len(rt) != len(nc) {
			c.fail("inputs: the four lists have %d, %d, %d and %d values", len(nc), len(rc), len(nt), len(rt))
		}
		for _, n := range append(append([]float64{}, nc...), nt...) {
			if n < 0 {
				c.fail("inputs: a cell has %v units", n)
			}
		}
		if c.err != nil {
			return nil
		}
		s := stats.Kitagawa(nc, rc, nt, rt)
		var r Result
		r.add("total", s.Total).add("rate_effect", s.Rate).add("composition_effect", s.Composition)
		if math.IsNaN(s.Total) {
			return *r.undefined("an arm has no units")
		}
		r.add("rate_by_cell", s.RateByCell).add("composition_by_cell", s.CompositionByCell)
		var three Result
		three.add("rate", s.ThreeRate).add("composition", s.ThreeMix).add("interaction", s.ThreeTogether)
		return *r.add("threefold", three)
	}},
}

func (c *call) interaction() Result {
	y, treatment := c.in.list("y"), c.in.list("treatment")
	segment, k := c.in.labels("segment")
	if len(treatment) != len(y) || len(segment) != len(y) {
		c.fail("inputs: y has %d, treatment %d and segment %d values", len(y), len(treatment), len(segment))
	}
	if c.err != nil {
		return nil
	}
	values := make([][2][]float64, k)
	for i, v := range y {
		a := treatment[i]
		if a != 0 && a != 1 {
			c.fail("inputs.treatment has %v at index %d; 0 or 1 is needed", a, i)
			return nil
		}
		values[segment[i]][int(a)] = append(values[segment[i]][int(a)], v)
	}
	var list []stats.Stratum
	for i, v := range values {
		var s [2]stats.Sample
		for a := range s {
			sums, err := stats.FromValues(v[a])
			if err != nil || len(v[a]) < 2 {
				c.fail("inputs: segment %d (in ascending order, from 0) has %d units in an arm; two are needed", i,
					len(v[a]))
				return nil
			}
			s[a] = sums.Sample()
		}
		list = append(list, stats.Stratum{Control: s[0], Treatment: s[1]})
	}
	t := stats.Interactions(list)
	var r Result
	r.add("effects", t.Effects).add("variances", t.Variances)
	for _, v := range t.Variances {
		if !(v > 0) || k < 2 {
			return *r.add("F", undefined).undefined("two segments with some variation in each are needed")
		}
	}
	r.add("F", t.F).add("F_df1", t.DF1).add("F_df2", t.DF2).add("F_p", t.FP.P)
	r.add("wald_hc0", t.Wald).add("wald_hc0_p", t.WaldP.P)
	return *r.add("Q", t.Cochran.Q).add("Q_p", t.Cochran.P.P)
}
