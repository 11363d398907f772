package evals

import (
	"math/rand/v2"
	"slices"

	"uptake/analysis/report"
)

// bootstrap draws whole clusters of pairs anew and gives the percentiles of the mean: a second
// look beside the interval, which never decides. The draws are seeded, the same each time: 2,000 of
// up to 500 clusters, fewer of more, and none of more than 2,500, where a mean is as normal as the
// interval takes it to be.
func (p *pairs) bootstrap(alpha float64) report.Interval {
	u := report.Undefined()
	out := report.Interval{Value: report.Num(p.mean.Mean), Lo: u, Hi: u, Method: "cluster bootstrap, percentiles"}
	if p.few() || !(p.mean.SE > 0) {
		return out
	}
	draws := min(2000, 1_000_000/p.mean.Clusters)
	if draws < 400 {
		return out
	}
	sums, sizes := make([]float64, p.clusters), make([]float64, p.clusters)
	for i, d := range p.diff {
		sums[p.cluster[i]] += d
		sizes[p.cluster[i]]++
	}
	var use []int
	for g, n := range sizes {
		if n > 0 {
			use = append(use, g)
		}
	}
	r := rand.New(rand.NewPCG(20240501, uint64(len(use))))
	means := make([]float64, draws)
	for k := range means {
		var s, n float64
		for range use {
			g := use[r.IntN(len(use))]
			s, n = s+sums[g], n+sizes[g]
		}
		means[k] = s / n
	}
	slices.Sort(means)
	at := func(q float64) report.Num { return report.Num(means[int(q*float64(draws-1)+0.5)]) }
	out.Lo, out.Hi, out.Bounded = at(alpha/2), at(1-alpha/2), true
	return out
}
