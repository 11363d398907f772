package evals

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// belowLimit asks whether a version's own mean is on the right side of the metric's limit,
// one-sided at level: of 0/1 scores by the exact bound on items after the design effect, of
// others by Student's bound with CR3 errors. Where nothing bad was seen, a cluster counts as
// one item: what hangs together fails together.
func (b *board) belowLimit(m, v int, level float64, worst bool, some subset) (out reading, items int,
	effective float64) {
	x := b.metrics[m]
	p := b.own(m, v, worst, some)
	out = reading{bound: math.NaN(), p: math.NaN()}
	n := float64(len(p.diff))
	effective = p.worth()
	if x.binary {
		bad := p.mean.Mean
		if !x.Down {
			bad = 1 - bad
		}
		allowed := x.Limit
		if !x.Down {
			allowed = 1 - x.Limit
		}
		floor := float64(x.MinItems)
		if floor == 0 {
			floor = seenNone(level, allowed)
		}
		if p.few() || effective < floor {
			out.verdict, out.why = report.GateNotMeasured, "few_items"
			if p.few() {
				out.why, out.clusters = "few_clusters", p.mean.Clusters
			}
			out.needed = int64(math.Ceil(floor * n / effective))
			return out, len(p.diff), effective
		}
		lo, hi := shareBounds(effective, bad, level)
		out.p = tailAtMost(effective, bad, allowed)
		out.bound = hi
		if !x.Down {
			out.bound = 1 - hi
		}
		out.verdict = limitVerdict(hi <= allowed, lo > allowed)
		switch room := allowed - bad; {
		case out.verdict == report.GateFail:
			if out.bound = lo; !x.Down {
				out.bound = 1 - lo
			}
			out.needed = int64(math.Ceil(floor * n / effective))
		case out.verdict == report.GateInconclusive && room != 0:
			z := stats.NormalISF(level) + stats.NormalISF(1-power)
			out.needed = int64(math.Ceil(math.Max(z*z*allowed*(1-allowed)/(room*room)*n/effective, n+1)))
			out.against = room < 0
		}
		return out, len(p.diff), effective
	}
	if p.few() {
		out.verdict, out.why, out.clusters = report.GateNotMeasured, "few_clusters", p.mean.Clusters
		return out, len(p.diff), effective
	}
	sign := x.sign()
	lower, upper := sign*p.mean.Mean, sign*p.mean.Mean
	if p.mean.SE > 0 {
		h := stats.StudentISF(level, p.mean.DF) * p.mean.SE
		lower, upper = lower-h, upper+h
		out.p = stats.StudentSF(sign*(p.mean.Mean-x.Limit)/p.mean.SE, p.mean.DF)
	}
	out.bound = sign * lower
	out.verdict = limitVerdict(lower >= sign*x.Limit, upper < sign*x.Limit)
	switch room := sign * (p.mean.Mean - x.Limit); {
	case out.verdict == report.GateFail:
		out.bound = sign * upper
	case out.verdict == report.GateInconclusive && room != 0:
		out.needed, out.against = int64(math.Max(p.toShow(math.Abs(room), level), n+1)), room < 0
	}
	return out, len(p.diff), effective
}

// own is a version's own scores over some items, as differences from 0.
func (b *board) own(m, v int, worst bool, some subset) *pairs {
	x := b.metrics[m]
	n := b.size(some)
	p := &pairs{clusters: b.clusters, binary: x.binary, diff: make([]float64, 0, n), cluster: make([]int32, 0, n)}
	for i := range b.among(some) {
		s := b.sides[m][v][i]
		value := s.value()
		if worst {
			value = s.asWorst(x.worst)
		}
		if !math.IsNaN(value) {
			p.diff, p.cluster = append(p.diff, value), append(p.cluster, b.items[i].clusterAt)
		}
	}
	p.mean = stats.MeanByCluster(p.diff, p.cluster, p.clusters)
	return p
}

// worth is how many independent items a version's own 0/1 scores are worth, a cluster one where all are alike;
// of other scores all.
func (p *pairs) worth() float64 {
	n, share := float64(len(p.diff)), p.mean.Mean
	switch {
	case !p.binary:
	case share == 0 || share == 1:
		return float64(p.mean.Clusters)
	case p.mean.SE > 0:
		return math.Min(n, share*(1-share)/(p.mean.SE*p.mean.SE))
	}
	return n
}

// level is a version's own mean over all its items with its interval.
func (b *board) level(m, v int) report.Interval {
	p := b.own(m, v, false, nil)
	if !p.binary {
		out := p.interval(b.e.Alpha)
		out.Method = "CR3 by cluster, Satterthwaite t"
		return out
	}
	out := report.NoInterval("exact (Clopper-Pearson) on items after the design effect")
	if len(p.diff) == 0 {
		return out
	}
	out.Value = report.Num(p.mean.Mean)
	if !p.few() {
		lo, hi := shareBounds(p.worth(), p.mean.Mean, b.e.Alpha/2)
		out.Lo, out.Hi, out.Bounded = report.Num(lo), report.Num(hi), true
	}
	return out
}

func limitVerdict(pass, fail bool) report.GateVerdict {
	switch {
	case pass:
		return report.GatePass
	case fail:
		return report.GateFail
	}
	return report.GateInconclusive
}

// shareBounds are the exact one-sided bounds of a share at level each, of n items that need not be whole.
func shareBounds(n, share, level float64) (lo, hi float64) {
	x := n * share
	lo, hi = 0, 1
	if share > 0 {
		lo, _ = stats.BetaQuantile(level, x, n-x+1, false)
	}
	switch {
	case share == 0:
		hi = stats.UpperIfNone(n, level)
	case share < 1:
		hi, _ = stats.BetaQuantile(level, x+1, n-x, true)
	}
	return lo, hi
}

// tailAtMost is the chance of a share as low as seen, were allowed the truth.
func tailAtMost(n, share, allowed float64) float64 {
	x := n * share
	if share >= 1 {
		return 1
	}
	c, _ := stats.BetaCDF(1-allowed, n-x, x+1)
	return c
}
