package evals

import (
	"fmt"
	"math"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// compared is one metric over all versions.
func (b *board) compared(m int) report.EvalMetric {
	x := b.metrics[m]
	out := report.EvalMetric{Metric: x.Name, Kind: x.kind(), Better: x.better(), Role: string(x.Role),
		Comparisons: []report.EvalComparison{}, Categories: []report.EvalCategory{}, Traffic: []report.EvalTraffic{},
		Noise: []report.EvalNoise{}}
	out.Minimum, out.Margin = b.amounts(m)
	for v := range b.versions {
		own := b.valueOf(m, v)
		own.Level = b.level(m, v)
		out.Versions = append(out.Versions, own)
	}
	if x.left {
		return out
	}
	for _, v := range b.others() {
		p := b.pair(m, v, false, nil)
		out.Comparisons = append(out.Comparisons, b.comparison(m, v, p, nil))
		out.Categories = append(out.Categories, b.categories(m, v)...)
		if t := b.traffic(m, v, p); t != nil {
			out.Traffic = append(out.Traffic, *t)
		}
	}
	for v := range b.versions {
		if n := b.noise(m, v); n != nil {
			out.Noise = append(out.Noise, *n)
		}
	}
	if len(x.Grades) > 0 {
		out.Graded = b.graded(m)
	}
	return out
}

// comparison is one version against the baseline over some items.
func (b *board) comparison(m, v int, p *pairs, items subset) report.EvalComparison {
	x := b.metrics[m]
	alpha := b.e.Alpha
	u := report.Undefined()
	c := report.EvalComparison{Version: b.versions[v], Baseline: b.versions[b.base], Paired: len(p.diff),
		OnlyVersion: []report.Unpaired{}, OnlyBaseline: []report.Unpaired{}, Clusters: p.mean.Clusters,
		Deff: report.Num(p.deff()), PAdjusted: u, Smallest: u, Cautions: []report.Caution{}}
	value, base := p.means()
	c.ValueOnPairs, c.BaselineOnPairs = report.Num(value), report.Num(base)
	c.Abs = p.interval(alpha)
	c.ErrorsAsWorst = c.Abs
	if b.failed[v] || b.failed[b.base] {
		c.ErrorsAsWorst = b.pair(m, v, true, items).interval(alpha)
	}
	c.SE, c.DF = report.Num(p.mean.SE), report.Num(p.mean.DF)
	t := p.student()
	c.P, c.Log10P = report.Num(t.P), report.Num(t.Log10())
	uneven := false
	for i := range b.among(items) {
		s, o := b.sides[m][v][i], b.sides[m][b.base][i]
		switch {
		case s.n > 0 && o.n > 0:
			uneven = uneven || s.n != o.n
		case s.n > 0:
			c.OnlyVersion = append(c.OnlyVersion, report.Unpaired{Item: b.items[i].id, Why: o.why()})
		case o.n > 0:
			c.OnlyBaseline = append(c.OnlyBaseline, report.Unpaired{Item: b.items[i].id, Why: s.why()})
		}
	}
	for _, d := range p.diff {
		switch d *= x.sign(); {
		case d > 0:
			c.Better++
		case d < 0:
			c.Worse++
		default:
			c.Same++
		}
	}
	c.McNemar = p.mcnemar()
	c.Bootstrap = p.bootstrap(alpha)
	if !p.few() && p.mean.SE > 0 {
		c.Smallest = report.Num((stats.StudentISF(alpha/2, p.mean.DF) + stats.NormalISF(1-power)) * p.mean.SE)
	}
	warn := func(w report.Caution) { c.Cautions = append(c.Cautions, w) }
	switch {
	case p.few():
		warn(report.Cautionf("few_clusters", "%s: under %d there is no interval and no gate",
			b.groupsOf(p.mean.Clusters), fewClusters))
	case !(p.mean.SE > 0):
		what := "no paired item differs"
		if p.mean.Mean != 0 {
			what = "every group of items differs alike"
		}
		warn(report.Cautionf("nothing_differs", "%s: there is no spread to build an interval from", what))
	}
	if uneven {
		warn(report.Cautionf("uneven_repeats",
			"items have other numbers of scored runs in the two versions; every item weighs the same"))
	}
	return c
}

// groupsOf counts independent groups of items: items themselves where none names its cluster.
func (b *board) groupsOf(n int) string {
	if b.clustered {
		return counted.Sprintf("%d groups of items that hang together", n)
	}
	return counted.Sprintf("%d items", n)
}

// mcnemar compares answers of 0 and 1, one run an item; nil for others.
func (p *pairs) mcnemar() *report.McNemar {
	if !p.binary || !p.single || len(p.diff) == 0 {
		return nil
	}
	t := p.discordant(1)
	n := stats.PairedCounts{N: int64(len(p.diff)), B: int64(t.B), C: int64(t.C)}
	exact, mid := n.Exact()
	chi2, _ := n.McNemar(false)
	return &report.McNemar{OnlyVersion: n.B, OnlyBaseline: n.C, Exact: report.Num(exact.P), Mid: report.Num(mid.P),
		Chi2: report.Num(chi2)}
}

// adjust corrects what decides for how many comparisons there are: primary metrics and
// critical ones together over all versions, and each metric's categories among themselves.
func (b *board) adjust() {
	var p []float64
	var to []*report.EvalComparison
	for m := range b.metrics {
		x := b.metrics[m]
		out := &b.out.Metrics[m]
		if x.left || !x.declared {
			continue
		}
		if x.Role == spec.Primary || b.tier(x, "") == spec.Critical && !x.HasLimit {
			for i, v := range b.others() {
				p = append(p, b.pair(m, v, false, nil).differs().P)
				to = append(to, &out.Comparisons[i])
			}
		}
		for i, q := range stats.Holm(b.within[m]) {
			out.Categories[i].PAdjusted = report.Num(q)
			out.Categories[i].Family = fmt.Sprintf("Holm over the categories of %s%s: %d in all", x.Name,
				b.overVersions(), defined(b.within[m]))
		}
	}
	family := fmt.Sprintf("Holm over primary and critical metrics%s: %d in all", b.overVersions(), defined(p))
	for i, q := range stats.Holm(p) {
		to[i].PAdjusted, to[i].Family = report.Num(q), family
	}
}

func (b *board) overVersions() string {
	if len(b.versions) < 3 {
		return ""
	}
	return counted.Sprintf(" × %d versions", len(b.versions)-1)
}

func (b *board) versionAt(name string) int {
	for v, x := range b.versions {
		if x == name {
			return v
		}
	}
	return -1
}

func defined(p []float64) (n int) {
	for _, x := range p {
		if !math.IsNaN(x) {
			n++
		}
	}
	return n
}
