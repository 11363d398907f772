package evals

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// fourFifths is the ratio of the lowest rate to the highest under which people look closer: a
// rule of thumb of selection (29 CFR 1607.4 D), an alert here and never a verdict.
const fourFifths = 0.8

// mostLevels is how many levels a segment may have: more are ids rather than groups of people.
const mostLevels = 200

// fairness holds the levels of every segment against each other, in each decided metric and
// version: who gets worse answers, and for whom a version is worse than the baseline.
func (b *board) fairness() error {
	b.out.Fairness = []report.EvalFairness{}
	for at, segment := range b.s.Segments {
		levels := b.by(func(x item) string { return x.segment(at) })
		if len(levels) > mostLevels {
			return fmt.Errorf("segments: %s has %d levels (%s …), more than %d: it tells items apart rather than groups "+
				"of people; name a coarser one", segment, len(levels), strings.Join(slices.Sorted(maps.Keys(levels))[:3], ", "), mostLevels)
		}
		for _, m := range b.decided() {
			for v := range b.versions {
				b.out.Fairness = append(b.out.Fairness, b.fair(at, m, v, levels))
			}
		}
	}
	b.unfair()
	return nil
}

// segment is an item's level of a segment, "" where nothing says it.
func (x item) segment(at int) string {
	if at < len(x.segments) {
		return x.segments[at]
	}
	return ""
}

// of is the values of one version over some items, with their clusters.
func (b *board) of(m, v int, items subset) (values []float64, cluster []int32) {
	for _, i := range items {
		if s := b.sides[m][v][i]; s.n > 0 {
			values, cluster = append(values, s.value()), append(cluster, b.items[i].clusterAt)
		}
	}
	return values, cluster
}

// fair is one segment in one metric and version.
func (b *board) fair(segment, m, v int, levels map[string]subset) report.EvalFairness {
	x := b.metrics[m]
	out := report.EvalFairness{Segment: b.s.Segments[segment], Metric: x.Name, Version: b.versions[v],
		Needed: b.levelFloor(m), Levels: []report.EvalLevel{}, Ratio: report.Undefined()}
	var measured []stats.ClusteredMean
	var at []int
	var p []float64
	for _, level := range slices.Sorted(maps.Keys(levels)) {
		values, cluster := b.of(m, v, levels[level])
		mean := stats.MeanByCluster(values, cluster, b.clusters)
		l := report.EvalLevel{Level: level, Items: mean.N, Clusters: mean.Clusters, Abs: report.NoInterval(pairedMethod),
			PAdjusted: report.Undefined()}
		l.Measured = mean.Clusters >= fewClusters && int64(mean.N) >= out.Needed
		l.Value = b.ownValue(x, mean)
		if v != b.base {
			pair := b.pair(m, v, false, levels[level])
			l.Abs = pair.interval(b.e.Alpha)
			if l.Measured {
				p, at = append(p, pair.differs().P), append(at, len(out.Levels))
			}
		}
		if l.Measured {
			measured = append(measured, mean)
			out.Measured++
		}
		out.Levels = append(out.Levels, l)
	}
	for i, q := range stats.Holm(p) {
		l := &out.Levels[at[i]]
		l.PAdjusted = report.Num(q)
		l.Worse = q < b.e.Alpha && float64(l.Abs.Value)*x.sign() < 0
	}
	b.gap(&out, x, measured)
	return out
}

// ownValue is a mean with its interval: Student's about means of items, Wilson's about shares on as
// many independent items as have the same clustered error. No bounds under ten clusters.
func (b *board) ownValue(x metric, mean stats.ClusteredMean) report.Interval {
	out := report.NoInterval("mean of items, CR3 by cluster, Satterthwaite t")
	if x.binary {
		out.Method = "share of items, Wilson on effective items"
	}
	out.Value = report.Num(mean.Mean)
	switch {
	case mean.Clusters < fewClusters:
		return out
	case x.binary:
		n := float64(mean.Clusters)
		if mean.SE > 0 {
			n = min(float64(mean.N), mean.Mean*(1-mean.Mean)/(mean.SE*mean.SE))
		}
		lo, hi := stats.WilsonShare(n, mean.Mean, stats.NormalISF(b.e.Alpha/2))
		out.Lo, out.Hi, out.Bounded = report.Num(lo), report.Num(hi), true
	case mean.SE > 0:
		h := stats.StudentISF(b.e.Alpha/2, mean.DF) * mean.SE
		out.Lo, out.Hi, out.Bounded = report.Num(mean.Mean-h), report.Num(mean.Mean+h), true
	}
	return out
}

// levelFloor is the items under which a level is not measured: what the metric asks of a gate,
// else what its margin or limit asks for at alpha; ten clusters in any case.
func (b *board) levelFloor(m int) int64 {
	if n := b.metrics[m].MinItems; n > 0 {
		return int64(n)
	}
	return b.floorOf(m)
}

// gap is the best measured level against the worst. Which two they are was chosen among all
// pairs of levels, so the interval is at alpha divided by the number of pairs (Bonferroni), with
// Welch's degrees of freedom from those of both sides. Clusters that are in both levels make
// it wide rather than narrow: their shared part is not taken off.
func (b *board) gap(out *report.EvalFairness, x metric, measured []stats.ClusteredMean) {
	out.Gap = report.NoInterval("best less worst level, CR3 by cluster, Bonferroni over pairs of levels")
	k := len(measured)
	if k < 2 {
		return
	}
	var names []string
	for _, l := range out.Levels {
		if l.Measured {
			names = append(names, l.Level)
		}
	}
	best, worst := 0, 0
	for i := range measured {
		if d := x.sign() * measured[i].Mean; d > x.sign()*measured[best].Mean {
			best = i
		} else if d < x.sign()*measured[worst].Mean {
			worst = i
		}
	}
	hi, lo := measured[best], measured[worst]
	out.Best, out.Worst = names[best], names[worst]
	d := math.Abs(hi.Mean - lo.Mean)
	out.Gap.Value = report.Num(d)
	va, vb := hi.SE*hi.SE, lo.SE*lo.SE
	if se := math.Sqrt(va + vb); se > 0 && best != worst {
		df := (va + vb) * (va + vb) / (va*va/hi.DF + vb*vb/lo.DF)
		h := stats.StudentISF(b.e.Alpha/float64(k*(k-1)), df) * se
		out.Gap.Lo, out.Gap.Hi, out.Gap.Bounded = report.Num(d-h), report.Num(d+h), true
		out.Shown = d > h
	}
	if low, high := min(hi.Mean, lo.Mean), max(hi.Mean, lo.Mean); low >= 0 && high > 0 && !x.Down {
		out.Ratio = report.Num(low / high)
		out.Alert = low/high < fourFifths
	}
}

// despite says for whom a version is shown worse that is to go out nevertheless: no gate was
// declared for them, so it decides nothing, and nobody may miss it.
func (b *board) despite(version string) (out []string) {
	for _, f := range b.leadingFairness(version) {
		for _, l := range f.Levels {
			if l.Worse {
				out = append(out, fmt.Sprintf("Not decided upon, for want of a gate: %s is shown worse for %s %q.", f.Metric, f.Segment, l.Level))
			}
		}
	}
	return out
}

// leadingFairness is what is said of a version's segments in the metric that decides.
func (b *board) leadingFairness(version string) (out []report.EvalFairness) {
	for _, f := range b.out.Fairness {
		if f.Version == version && f.Metric == b.leading() {
			out = append(out, f)
		}
	}
	return out
}

// unfair says in cautions what a reader must not miss of the levels.
func (b *board) unfair() {
	said := func(code, format string, args ...any) {
		b.out.Cautions = append(b.out.Cautions, report.Cautionf(code, format, args...))
	}
	for _, v := range b.others() {
		for _, f := range b.leadingFairness(b.versions[v]) {
			var worse, left []string
			for _, l := range f.Levels {
				if l.Worse {
					worse = append(worse, l.Level)
				}
				if !l.Measured {
					left = append(left, l.Level)
				}
			}
			if len(worse) > 0 {
				said("segment_worse", "%s is shown worse in %s than in %s for %s %s, after Holm over its levels", f.Metric,
					f.Version, b.e.Baseline, f.Segment, quoted(worse))
			}
			if f.Shown {
				said("segment_gap", "%s of %s differs between %s %q and %q, by %.3g", f.Metric, f.Version, f.Segment, f.Best,
					f.Worst, float64(f.Gap.Value))
			}
			if len(left) > 0 {
				said("segment_not_measured", "%s: %s has too few items of %s (under %d, or under %d groups of items), so "+
					"nothing is known of them", f.Segment, f.Version, quoted(left), f.Needed, fewClusters)
			}
		}
	}
}

// leading is the metric that the verdict is about: the primary one, else the first decided.
func (b *board) leading() string {
	name := ""
	for _, m := range b.decided() {
		switch x := b.metrics[m]; {
		case x.Role == spec.Primary:
			return x.Name
		case name == "":
			name = x.Name
		}
	}
	return name
}
