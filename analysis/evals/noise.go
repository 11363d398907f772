package evals

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// noise is what repeats say of one version: how far runs of one item differ, and how large a
// difference two readings of the same version would show. nil without repeats.
func (b *board) noise(m, v int) *report.EvalNoise {
	var n, sum, squares, free, means, within, inverse float64
	sides := b.sides[m][v]
	halves, cluster := make([]float64, 0, len(sides)), make([]int32, 0, len(sides))
	for i, s := range sides {
		if s.n == 0 {
			continue
		}
		n++
		sum += s.value()
		inverse += 1 / float64(s.n)
		if s.n < 2 {
			continue
		}
		squares += s.squares
		free += float64(s.n - 1)
		odd, even := float64((s.n+1)/2), float64(s.n/2)
		halves = append(halves, s.odd/odd-(s.sum-s.odd)/even)
		cluster = append(cluster, b.items[i].clusterAt)
	}
	if len(halves) == 0 {
		return nil
	}
	within = squares / free
	for _, s := range sides {
		if s.n > 0 {
			means += (s.value() - sum/n) * (s.value() - sum/n)
		}
	}
	between := math.Max(means/(n-1)-within*inverse/n, 0)
	u := report.Undefined()
	out := &report.EvalNoise{Version: b.versions[v], Items: len(halves), Within: report.Num(math.Sqrt(within)),
		Share:   report.Num(within / (within + between)),
		Nothing: report.Num(stats.NormalISF(b.e.Alpha/2) * math.Sqrt(2*within*inverse) / n)}
	p := &pairs{diff: halves, cluster: cluster, clusters: b.clusters, mean: stats.MeanByCluster(halves, cluster,
		b.clusters)}
	out.Split = p.interval(b.e.Alpha)
	if within+between == 0 {
		out.Share = u
	}
	return out
}
