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
	p := &pairs{clusters: b.clusters, binary: x.binary}
	for i := range b.among(some) {
		s := b.sides[m][v][i]
		value := s.value()
		if worst {
			value = s.asWorst(x.worst)
		}
		if !math.IsNaN(value) {
			p.add(int32(i), value, 0, b.items[i].clusterAt)
		}
	}
	p.mean = stats.MeanByCluster(p.diff, p.cluster, p.clusters)
	out = reading{bound: math.NaN(), p: math.NaN()}
	n := float64(len(p.diff))
	effective = n
	if x.binary {
		bad := p.mean.Mean
		if !x.Down {
			bad = 1 - bad
		}
		switch {
		case bad == 0 || bad == 1:
			effective = float64(p.mean.Clusters)
		case p.mean.SE > 0:
			effective = math.Min(n, bad*(1-bad)/(p.mean.SE*p.mean.SE))
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
				out.why = "few_clusters"
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
		out.verdict, out.why = report.GateNotMeasured, "few_clusters"
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
