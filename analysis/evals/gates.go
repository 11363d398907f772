package evals

import (
	"cmp"
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// tier is what a metric's gate does where it is not passed: one by category supports unless
// its metric or category asks for more.
func (b *board) tier(x metric, category string) spec.Tier {
	for _, c := range b.e.Categories {
		if category != "" && c.Name == category && c.Tier != "" {
			return c.Tier
		}
	}
	switch {
	case !x.declared:
		return spec.Advisory
	case x.Tier != "":
		return x.Tier
	case x.Role == spec.Guardrail && x.By == "":
		return spec.Critical
	case x.Role == spec.Guardrail, x.Role == spec.Primary && category != "":
		return spec.Supporting
	}
	return spec.Advisory
}

// gate reads every declared criterion in every version: the primary's gain, margins, limits.
func (b *board) gate() {
	levels := b.levels()
	for _, v := range b.others() {
		for m := range b.metrics {
			b.out.Gates = append(b.out.Gates, b.gatesOf(m, v, levels[v])...)
		}
	}
	b.worseWithin(levels)
}

// levels shares alpha out over versions, by Holm over the p at which each would pass all its
// critical gates: for a pass every gate of a version has to hold, which needs no correction,
// but one of several versions may pass by luck.
func (b *board) levels() map[int]float64 {
	out := map[int]float64{}
	others := b.others()
	if len(others) == 1 {
		out[others[0]] = b.e.Alpha
		return out
	}
	p := map[int]float64{}
	for _, v := range others {
		for m := range b.metrics {
			for _, g := range b.gatesOf(m, v, b.e.Alpha) {
				if g.Tier == string(spec.Critical) || g.Rule == "superiority" {
					p[v] = math.Max(p[v], orOne(float64(g.P)))
				}
			}
		}
	}
	slices.SortStableFunc(others, func(x, y int) int { return cmp.Compare(p[x], p[y]) })
	level := b.e.Alpha / float64(max(len(others), 1))
	held := true
	for i, v := range others {
		if held {
			level = b.e.Alpha / float64(len(others)-i)
		}
		out[v] = level
		held = held && p[v] < level
	}
	return out
}

func orOne(p float64) float64 {
	if math.IsNaN(p) {
		return 1
	}
	return p
}

// gatesOf is one metric's gates in one version at a level.
func (b *board) gatesOf(m, v int, level float64) (out []report.EvalGate) {
	x := b.metrics[m]
	if x.left || !x.declared {
		return nil
	}
	if x.Role == spec.Primary {
		out = append(out, b.superiority(m, v))
	}
	scopes := []string{""}
	if x.By == "category" {
		scopes = b.categoryNames
	}
	_, margin := b.amounts(m)
	for _, category := range scopes {
		if margin.Defined() {
			out = append(out, b.marginGate(m, v, category, float64(margin), level))
		}
		if x.HasLimit {
			out = append(out, b.limitGate(m, v, category, level))
		}
	}
	return out
}

func (b *board) blank(m, v int, category, rule string, tier spec.Tier) report.EvalGate {
	u := report.Undefined()
	return report.EvalGate{Version: b.versions[v], Metric: b.metrics[m].Name, Category: category, Rule: rule,
		Tier: string(tier), Bound: u, WorseBound: u, Threshold: u, P: u, PAdjusted: u, Effective: u}
}

// superiority is the primary's gate: better after Holm.
func (b *board) superiority(m, v int) report.EvalGate {
	g := b.blank(m, v, "", "superiority", spec.Critical)
	c := b.comparisonOf(m, v)
	g.Threshold = 0
	read := func(worst bool) (report.GateVerdict, float64, *pairs) {
		p := b.pair(m, v, worst, nil)
		t := p.differs().P
		adjusted := t
		if !worst {
			adjusted = float64(c.PAdjusted)
		} else if plain := b.pair(m, v, false, nil).differs().P; plain > 0 {
			adjusted = math.Min(1, t*math.Max(1, float64(c.PAdjusted)/plain))
		}
		gain := p.mean.Mean * b.metrics[m].sign()
		switch {
		case math.IsNaN(t):
			return report.GateNotMeasured, t, p
		case adjusted < b.e.Alpha && gain > 0:
			return report.GatePass, t, p
		case adjusted < b.e.Alpha && gain < 0:
			return report.GateFail, t, p
		}
		return report.GateInconclusive, t, p
	}
	var p *pairs
	var raw float64
	g.Verdict, raw, p = read(false)
	worst, _, _ := read(true)
	g.Worse = g.Verdict == report.GateFail
	g.P, g.PAdjusted = report.Num(raw), c.PAdjusted
	if !math.IsNaN(raw) && p.mean.Mean*b.metrics[m].sign() < 0 {
		g.P = 1 // of a gain, which a loss does not show
	}
	iv := p.interval(b.e.Alpha)
	g.Bound = iv.Lo
	if b.metrics[m].Down != g.Worse { // of a loss that which is nearer to none
		g.Bound = iv.Hi
	}
	if g.Worse {
		g.WorseBound = g.Bound
	}
	_, items := p.effective()
	g.Items, g.Effective = len(p.diff), report.Num(items)
	minimum, _ := b.amounts(m)
	if g.Verdict == report.GateInconclusive && minimum.Defined() && p.mean.SE > 0 {
		z := stats.NormalISF(b.e.Alpha/2) + stats.NormalISF(1-power)
		s := z * p.mean.SE / float64(minimum)
		if need := math.Ceil(float64(len(p.diff)) * s * s); need > float64(len(p.diff)) {
			g.ItemsNeeded = int64(need)
		}
	}
	r := reading{verdict: g.Verdict, needed: g.ItemsNeeded}
	if p.few() {
		r.why, r.clusters = "few_clusters", p.mean.Clusters
	}
	b.told(m, v, &g, r, worst)
	g.Better = g.Verdict == report.GatePass
	return g
}

func (b *board) comparisonOf(m, v int) *report.EvalComparison {
	for i := range b.out.Metrics[m].Comparisons {
		if c := &b.out.Metrics[m].Comparisons[i]; c.Version == b.versions[v] {
			return c
		}
	}
	return nil
}

// least is the smallest number of items of a gate, where it is declared.
func (b *board) least(x metric, category string) int {
	for _, c := range b.e.Categories {
		if category != "" && c.Name == category && c.MinItems > 0 {
			return c.MinItems
		}
	}
	return x.MinItems
}

func (b *board) marginGate(m, v int, category string, margin, level float64) report.EvalGate {
	x := b.metrics[m]
	tier := b.tier(x, category)
	if x.Role == spec.Primary && category == "" {
		tier = spec.Advisory // its own gate is the gain; the margin is what accepting asks for
	}
	g := b.blank(m, v, category, "noninferiority", tier)
	p := b.pair(m, v, false, b.in(category))
	r := b.withinMargin(x, p, margin, level, b.least(x, category))
	worst := b.withinMargin(x, b.pair(m, v, true, b.in(category)), margin, level, b.least(x, category)).verdict
	g.Verdict, g.Threshold, g.P, g.ItemsNeeded = r.verdict, report.Num(-x.sign()*margin), report.Num(r.p), r.needed
	g.Bound = report.Num(x.sign() * r.bound)
	_, items := p.effective()
	g.Items, g.Effective = len(p.diff), report.Num(items)
	if g.Worse = r.verdict == report.GateFail; g.Worse {
		g.WorseBound = g.Bound
	}
	b.told(m, v, &g, r, worst)
	return g
}

func (b *board) limitGate(m, v int, category string, level float64) report.EvalGate {
	x := b.metrics[m]
	g := b.blank(m, v, category, "limit", b.tier(x, category))
	r, items, effective := b.belowLimit(m, v, level, false, b.in(category))
	worst, _, _ := b.belowLimit(m, v, level, true, b.in(category))
	g.Verdict, g.Threshold, g.P, g.Bound, g.ItemsNeeded = r.verdict, report.Num(x.Limit), report.Num(r.p),
		report.Num(r.bound), r.needed
	g.Items, g.Effective = items, report.Num(effective)
	if g.Worse = r.verdict == report.GateFail; g.Worse {
		g.WorseBound = g.Bound
	}
	b.told(m, v, &g, r, worst.verdict)
	return g
}

// worseWithin marks gates whose metric is shown worse than the baseline after Holm: overall
// ones by the comparison's family, those by category by the family of categories. A gate that
// is passed stands, whatever the sign of a small loss within its margin. levels are those at
// which the gates of each version were read.
func (b *board) worseWithin(levels map[int]float64) {
	for i := range b.out.Gates {
		g := &b.out.Gates[i]
		if g.Rule != "noninferiority" {
			continue
		}
		for m := range b.metrics {
			if b.metrics[m].Name != g.Metric {
				continue
			}
			for _, c := range b.out.Metrics[m].Comparisons {
				if g.Category == "" && c.Version == g.Version {
					b.shown(m, g, c, levels)
				}
			}
			for _, c := range b.out.Metrics[m].Categories {
				if g.Category == c.Category && c.Version == g.Version {
					b.shown(m, g, c.EvalComparison, levels)
				}
			}
		}
	}
}

// worseFailed reports whether a comparison that shows a loss shows it with failed runs as the worst score too, at the
// correction that it has without.
func (b *board) worseFailed(m int, g *report.EvalGate, c report.EvalComparison) bool {
	v, items := slices.Index(b.versions, g.Version), b.in(g.Category)
	plain, worst := b.pair(m, v, false, items).differs().P, b.pair(m, v, true, items)
	p := worst.differs().P
	if plain > 0 {
		p *= math.Max(1, float64(c.PAdjusted)/plain)
	}
	return p < b.e.Alpha && worst.mean.Mean*b.metrics[m].sign() < 0
}

func (b *board) shown(m int, g *report.EvalGate, c report.EvalComparison, levels map[int]float64) {
	g.PAdjusted = c.PAdjusted
	if !(float64(c.PAdjusted) < b.e.Alpha) {
		return
	}
	gain := float64(c.Abs.Value) * b.metrics[m].sign()
	g.Better = g.Better || gain > 0
	if gain < 0 && g.LeftOut != report.GatePass && g.LeftOut != report.GateFail {
		if g.WorseHangs = !b.worseFailed(m, g, c); g.WorseHangs {
			g.Detail += "; it is shown worse than in " + b.e.Baseline + " where failed runs are left out, and not " +
				"where they are the worst score"
			return
		}
		g.Worse = true
		g.Detail += "; it is shown worse than in " + b.e.Baseline
		// The bound that shows it, not the margin's: the more careful of the interval's and of that by which the
		// gate itself did not fail.
		sign, v := b.metrics[m].sign(), slices.Index(b.versions, g.Version)
		best := b.pair(m, v, false, b.in(g.Category)).atBest(sign, math.Min(levels[v], b.e.Alpha/2))
		best = math.Max(best, sign*float64(c.Abs.Least()))
		if c.Abs.Leaves0() && best < 0 {
			g.WorseBound = report.Num(sign * best)
			g.Detail += ", by " + b.metrics[m].amount(-best) + " at least"
		}
	}
}
