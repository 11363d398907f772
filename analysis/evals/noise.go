package evals

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// split adds every second run to odd and the rest to even. Runs without the tool's numbers go
// by a hash of what they hold, so that the order of rows does not matter.
func (b *board) split(s *side, values []scoredRun, version int) {
	if len(values) < 2 {
		return
	}
	order := slices.Clone(values)
	if !b.numbered[version] {
		key := make(map[int]uint64, len(order))
		for _, p := range order {
			key[p.run.Repeat] = content(p)
		}
		slices.SortStableFunc(order, func(x, y scoredRun) int {
			return cmp.Or(cmp.Compare(key[x.run.Repeat], key[y.run.Repeat]), cmp.Compare(x.value, y.value))
		})
	}
	for i, p := range order {
		if i%2 == 0 {
			s.odd += p.value
		} else {
			s.even += p.value
		}
	}
}

// content is a hash of a run's scores.
func content(p scoredRun) uint64 {
	h := sha256.New()
	var buf [8]byte
	for _, v := range p.run.Values {
		binary.LittleEndian.PutUint64(buf[:], math.Float64bits(v))
		h.Write(buf[:])
	}
	h.Write([]byte(p.run.Item))
	return binary.LittleEndian.Uint64(h.Sum(nil))
}

// noise is what repeats say of one version: how far runs of one item differ, and how large a
// difference two readings of the same version would show. nil without repeats.
func (b *board) noise(m, v int) *report.EvalNoise {
	var squares, free, means, within, inverse float64
	var values, halves []float64
	var cluster []int32
	for i, s := range b.sides[m][v] {
		if s.n == 0 {
			continue
		}
		values = append(values, s.value())
		inverse += 1 / float64(s.n)
		if s.n < 2 {
			continue
		}
		squares += s.squares
		free += float64(s.n - 1)
		odd, even := float64((s.n+1)/2), float64(s.n/2)
		halves = append(halves, s.odd/odd-s.even/even)
		cluster = append(cluster, b.items[i].clusterAt)
	}
	if len(halves) == 0 {
		return nil
	}
	n := float64(len(values))
	within = squares / free
	mean := mean(values)
	for _, x := range values {
		means += (x - mean) * (x - mean)
	}
	between := math.Max(means/(n-1)-within*inverse/n, 0)
	u := report.Undefined()
	out := &report.EvalNoise{Version: b.versions[v], Items: len(halves), Within: report.Num(math.Sqrt(within)), Share: report.Num(within / (within + between)),
		Nothing: report.Num(stats.NormalISF(b.e.Alpha/2) * math.Sqrt(2*within*inverse) / n)}
	p := &pairs{diff: halves, cluster: cluster, clusters: b.clusters, mean: stats.MeanByCluster(halves, cluster, b.clusters)}
	out.Split = p.interval(b.e.Alpha)
	if within+between == 0 {
		out.Share = u
	}
	return out
}
