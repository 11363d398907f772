package evals

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// fewClusters is the number of clusters under which no interval is given.
const fewClusters = 10

// power is what needed items and smallest differences are worked out for.
const power = 0.8

// pairs are the items that a version and the baseline both scored, as differences.
type pairs struct {
	item     []int32
	value    []float64 // of the version
	base     []float64
	diff     []float64 // value − base
	cluster  []int32
	clusters int
	mean     stats.ClusteredMean // of diff
	binary   bool
	single   bool // one run an item on both sides
}

// pair lines up a version with the baseline over some items. With worst,
// failed runs count as the worst score.
func (b *board) pair(m, v int, worst bool, items subset) *pairs {
	x := b.metrics[m]
	worst = worst && (b.failed[v] || b.failed[b.base])
	if items == nil && !worst && b.paired[m][v] != nil {
		return b.paired[m][v]
	}
	p := &pairs{clusters: b.clusters, binary: x.binary, single: true}
	p.grow(b.size(items))
	for i := range b.among(items) {
		s, o := b.sides[m][v][i], b.sides[m][b.base][i]
		value, base := s.value(), o.value()
		if worst {
			value, base = s.asWorst(x.worst), o.asWorst(x.worst)
		}
		if math.IsNaN(value) || math.IsNaN(base) {
			continue
		}
		p.single = p.single && s.n+s.errored == 1 && o.n+o.errored == 1
		p.add(int32(i), value, base, b.items[i].clusterAt)
	}
	p.mean = stats.MeanByCluster(p.diff, p.cluster, p.clusters)
	if items == nil && !worst {
		b.paired[m][v] = p
	}
	return p
}

func (p *pairs) grow(n int) {
	p.item, p.cluster = make([]int32, 0, n), make([]int32, 0, n)
	p.value, p.base, p.diff = make([]float64, 0, n), make([]float64, 0, n), make([]float64, 0, n)
}

func (p *pairs) add(i int32, value, base float64, cluster int32) {
	p.item = append(p.item, i)
	p.value = append(p.value, value)
	p.base = append(p.base, base)
	p.diff = append(p.diff, value-base)
	p.cluster = append(p.cluster, cluster)
}

// and is p with one more cluster of mean size whose every item is worse by the whole range.
func (p *pairs) and(sign float64) *pairs {
	q := &pairs{clusters: p.clusters + 1, binary: p.binary, single: p.single}
	n := len(p.diff)
	q.diff = append(append(q.diff, p.diff...), make([]float64, max(1, int(math.Round(p.mean.Size))))...)
	q.cluster = append(append(q.cluster, p.cluster...), make([]int32, len(q.diff)-n)...)
	for i := n; i < len(q.diff); i++ {
		q.diff[i], q.cluster[i] = -sign, int32(p.clusters)
	}
	q.mean = stats.MeanByCluster(q.diff, q.cluster, q.clusters)
	return q
}

// few reports that there are too few clusters for an interval.
func (p *pairs) few() bool { return p.mean.Clusters < fewClusters }

// pairedMethod is how paired differences are compared.
const pairedMethod = "paired, CR3 by cluster, Satterthwaite t"

// interval is the mean difference with Student's interval at alpha, without bounds where
// clusters are few. Where nothing differs there is no spread to build one from either.
func (p *pairs) interval(alpha float64) report.Interval {
	u := report.Undefined()
	out := report.Interval{Value: report.Num(p.mean.Mean), Lo: u, Hi: u,
		Method: pairedMethod}
	if p.few() || !(p.mean.SE > 0) {
		return out
	}
	h := stats.StudentISF(alpha/2, p.mean.DF) * p.mean.SE
	out.Lo, out.Hi, out.Bounded = report.Num(p.mean.Mean-h), report.Num(p.mean.Mean+h), true
	return out
}

// discordant is what the differences of 0/1 scores amount to, for Tango's test: items better
// and worse, in shares of runs where there are repeats, of as many items as there are.
func (p *pairs) discordant(sign float64) stats.PairedShares {
	out := stats.PairedShares{N: float64(len(p.diff))}
	for _, d := range p.diff {
		if d *= sign; d > 0 {
			out.B += d
		} else {
			out.C -= d
		}
	}
	return out
}

// deff is how many times the variance of independent items the clustered one is: of 0/1
// scores against that of their discordant shares, else against CR3 without clusters. NaN
// where nothing differs.
func (p *pairs) deff() float64 {
	n := float64(len(p.diff))
	if n < 2 || !(p.mean.SE > 0) {
		return math.NaN()
	}
	var v float64
	if p.binary {
		t := p.discordant(1)
		v = ((t.B+t.C)/n - p.mean.Mean*p.mean.Mean) / n
	} else {
		for _, d := range p.diff {
			v += (d - p.mean.Mean) * (d - p.mean.Mean)
		}
		v /= (n - 1) * (n - 1)
	}
	return p.mean.SE * p.mean.SE / v
}

// effective is deff, at least 1 and never undefined, and the items that remain after it.
func (p *pairs) effective() (deff, n float64) {
	deff = p.deff()
	if !(deff > 1) {
		deff = 1
	}
	return deff, float64(len(p.diff)) / deff
}

// tango is the discordant items after the design effect.
func (p *pairs) tango(sign float64) stats.PairedShares {
	deff, _ := p.effective()
	t := p.discordant(sign)
	return stats.PairedShares{N: t.N / deff, B: t.B / deff, C: t.C / deff}
}

// differs is the two-sided p of no difference: Student's, and of 0/1 scores the larger of it
// and Tango's. Where every cluster differs by the same there is no spread for either, and it is that of
// the sign test over clusters. 1 where nothing differs, NaN where clusters are few.
func (p *pairs) differs() stats.Tail {
	switch {
	case p.few():
		return stats.TailOf(math.NaN())
	case !(p.mean.SE > 0) && p.mean.Mean == 0:
		return stats.Tail{P: 1}
	case !(p.mean.SE > 0): // every cluster differs alike: the exact sign test over clusters
		return stats.TwoSided(-float64(p.mean.Clusters) * math.Ln2)
	}
	t := stats.TwoSided(stats.StudentLogSF(math.Abs(p.mean.Mean)/p.mean.SE, p.mean.DF))
	if p.binary {
		if z := p.tango(1).Score(0); !math.IsNaN(z) {
			if s := stats.TwoSided(stats.NormalLogSF(math.Abs(z))); s.Log > t.Log {
				t = s
			}
		}
	}
	return t
}

// student is the p of Student's test alone.
func (p *pairs) student() stats.Tail {
	if p.few() || !(p.mean.SE > 0) {
		return stats.TailOf(math.NaN())
	}
	return stats.TwoSided(stats.StudentLogSF(math.Abs(p.mean.Mean)/p.mean.SE, p.mean.DF))
}

func (p *pairs) means() (value, base float64) { return mean(p.value), mean(p.base) }

func mean(x []float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s / float64(len(x))
}
