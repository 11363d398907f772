package evals

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"uptake/analysis/counted"
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
// version: who gets worse answers, and for whom a version is worse than the baseline. Items of which
// nothing says the level are a level of their own, "".
func (b *board) fairness() error {
	b.out.Fairness = []report.EvalFairness{}
	for at, segment := range b.s.Segments {
		levels := b.by(func(x item) string { return x.segment(at) })
		if len(levels) > mostLevels {
			return counted.Errorf("segments: %s has %d levels (%s …), more than %d: it tells items apart rather than "+
				"groups of people; name a coarser one", segment, len(levels),
				strings.Join(slices.Sorted(maps.Keys(levels))[:3], ", "), mostLevels)
		}
		if without := b.without(at); len(levels) > 0 && len(without) > 0 {
			levels[""] = without
		}
		for _, m := range b.decided() {
			for v := range b.versions {
				b.out.Fairness = append(b.out.Fairness, b.fair(segment, m, v, levels))
			}
		}
	}
	b.unfair()
	return nil
}

// without is the items of which nothing says their level of a segment.
func (b *board) without(segment int) (out subset) {
	for i, x := range b.items {
		if x.segment(segment) == "" {
			out = append(out, int32(i))
		}
	}
	return out
}

// segment is an item's level of a segment, "" where nothing says it.
func (x item) segment(at int) string {
	if at < len(x.segments) {
		return x.segments[at]
	}
	return ""
}

// levelValues are the values of one version over the items of a level.
type levelValues struct {
	level   string
	values  []float64
	cluster []int32
	mean    stats.ClusteredMean
}

// of is the values of one version over some items, and how many of their runs failed.
func (b *board) of(m, v int, level string, items subset) (out levelValues, failed int) {
	out.level = level
	for _, i := range items {
		s := b.sides[m][v][i]
		failed += int(s.errored)
		if s.n > 0 {
			out.values, out.cluster = append(out.values, s.value()), append(out.cluster, b.items[i].clusterAt)
		}
	}
	out.mean = stats.MeanByCluster(out.values, out.cluster, b.clusters)
	return out, failed
}

// fair is one segment in one metric and version. A harm is looked for wherever there are ten clusters; that
// there is none, and the gap, only where there are items enough.
func (b *board) fair(segment string, m, v int, levels map[string]subset) report.EvalFairness {
	x := b.metrics[m]
	out := report.EvalFairness{Segment: segment, Metric: x.Name, Version: b.versions[v],
		Needed: b.levelFloor(m), Levels: []report.EvalLevel{}, Ratio: report.Undefined()}
	var measured []levelValues
	for _, level := range slices.Sorted(maps.Keys(levels)) {
		own, failed := b.of(m, v, level, levels[level])
		l := report.EvalLevel{Level: level, Items: own.mean.N, Clusters: own.mean.Clusters, Failed: failed,
			Abs: report.NoInterval(pairedMethod), PAdjusted: report.Undefined()}
		l.Measured = own.mean.Clusters >= fewClusters && int64(own.mean.N) >= out.Needed
		l.Value = b.ownValue(x, own.mean, b.e.Alpha)
		if l.Measured {
			measured = append(measured, own)
			out.Measured++
		}
		out.Levels = append(out.Levels, l)
	}
	if v != b.base {
		b.levelsHeld(m, v, out.Levels, levels, false, func(l *report.EvalLevel, abs report.Interval, p float64) {
			gain := float64(abs.Value) * x.sign()
			l.Abs, l.PAdjusted = abs, report.Num(p)
			l.Worse, l.Better = p < b.e.Alpha && gain < 0, p < b.e.Alpha && gain > 0
		})
		if b.failed[v] || b.failed[b.base] {
			b.levelsHeld(m, v, out.Levels, levels, true, func(l *report.EvalLevel, abs report.Interval, p float64) {
				l.WorseFailed = !l.Worse && p < b.e.Alpha && float64(abs.Value)*x.sign() < 0
			})
		}
	}
	b.gap(&out, x, measured)
	return out
}

// levelsHeld holds every level of a version against the baseline, with worst reading failed runs as the worst
// score, and corrects over them (Holm); p is NaN where clusters are few.
func (b *board) levelsHeld(m, v int, list []report.EvalLevel, levels map[string]subset, worst bool,
	put func(l *report.EvalLevel, abs report.Interval, p float64)) {
	intervals, adjusted := make([]report.Interval, len(list)), make([]float64, len(list))
	var at []int
	var p []float64
	for i := range list {
		pair := b.pair(m, v, worst, levels[list[i].Level])
		intervals[i], adjusted[i] = pair.interval(b.e.Alpha), math.NaN()
		if q := pair.differs().P; !math.IsNaN(q) {
			p, at = append(p, q), append(at, i)
		}
	}
	for i, q := range stats.Holm(p) {
		adjusted[at[i]] = q
	}
	for i := range list {
		put(&list[i], intervals[i], adjusted[i])
	}
}

// ownValue is a mean with its interval: Student's about means of items, Wilson's about shares on as
// many independent items as have the same clustered error. No bounds under ten clusters.
func (b *board) ownValue(x metric, mean stats.ClusteredMean, alpha float64) report.Interval {
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
		lo, hi := stats.WilsonShare(n, mean.Mean, stats.NormalISF(alpha/2))
		out.Lo, out.Hi, out.Bounded = report.Num(lo), report.Num(hi), true
	case mean.SE > 0:
		h := stats.StudentISF(alpha/2, mean.DF) * mean.SE
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

// gap is the best measured level against the worst. Which two they are was chosen among all pairs of
// levels, so the interval is at alpha divided by the number of pairs (Bonferroni). Shares of levels that
// have no cluster in common are compared by Newcombe's interval on effective items, which knows 0
// and 100 % too; other values by Student's, with CR3 errors of the difference, that is with what both
// levels of one cluster have in common.
func (b *board) gap(out *report.EvalFairness, x metric, measured []levelValues) {
	out.Gap = report.NoInterval("best less worst level, CR3 by cluster, Bonferroni over pairs of levels")
	k := len(measured)
	if k < 2 {
		return
	}
	best, worst := measured[0], measured[0]
	for _, l := range measured {
		if d := x.sign() * l.mean.Mean; d > x.sign()*best.mean.Mean {
			best = l
		} else if d < x.sign()*worst.mean.Mean {
			worst = l
		}
	}
	out.Best, out.Worst = best.level, worst.level
	high, low := best, worst
	if x.Down {
		high, low = worst, best
	}
	d := high.mean.Mean - low.mean.Mean
	out.Gap.Value = report.Num(d)
	alpha := b.e.Alpha / float64(k*(k-1)/2)
	se, df, shared := contrast(high, low, b.clusters)
	if low.mean.Mean >= 0 && high.mean.Mean > 0 && !x.Down && x.binary {
		out.Ratio = report.Num(low.mean.Mean / high.mean.Mean)
		out.Alert = low.mean.Mean/high.mean.Mean < fourFifths
	}
	switch {
	case best.level == worst.level:
		return
	case x.binary && !shared:
		out.Gap.Method = "best less worst level, Newcombe on effective items, Bonferroni over pairs of levels"
		h, l := b.ownValue(x, high.mean, alpha), b.ownValue(x, low.mean, alpha)
		out.Gap.Lo = report.Num(d - math.Hypot(high.mean.Mean-float64(h.Lo), float64(l.Hi)-low.mean.Mean))
		out.Gap.Hi = report.Num(d + math.Hypot(float64(h.Hi)-high.mean.Mean, low.mean.Mean-float64(l.Lo)))
		out.Gap.Bounded = true
	case se > 0:
		h := stats.StudentISF(alpha/2, df) * se
		out.Gap.Lo, out.Gap.Hi, out.Gap.Bounded = report.Num(d-h), report.Num(d+h), true
	}
	out.Shown = out.Gap.Bounded && out.Gap.Lo > 0
}

// contrast is the CR3 error of the difference of two levels' means, the sum over clusters of the squares of
//
//	Σ_a (x − x̄_a) / (n_a (1 − n_ga/n_a)) − the same of b,
//
// with Welch's degrees of freedom from those of both means, the lesser of the two where a cluster
// is in both.
func contrast(a, b levelValues, clusters int) (se, df float64, shared bool) {
	part, size := make([]float64, clusters), make([]float64, clusters)
	in := make([]bool, clusters)
	add := func(l levelValues, sign float64) {
		clear(size)
		for _, c := range l.cluster {
			size[c]++
		}
		n := float64(len(l.values))
		for i, x := range l.values {
			c := l.cluster[i]
			part[c] += sign * (x - l.mean.Mean) / n / (1 - size[c]/n)
		}
	}
	add(a, 1)
	for _, c := range a.cluster {
		in[c] = true
	}
	add(b, -1)
	for _, c := range b.cluster {
		shared = shared || in[c]
	}
	squares := 0.0
	for _, p := range part {
		squares += p * p
	}
	va, vb := a.mean.SE*a.mean.SE, b.mean.SE*b.mean.SE
	df = (va + vb) * (va + vb) / (va*va/a.mean.DF + vb*vb/b.mean.DF)
	if shared {
		df = math.Min(a.mean.DF, b.mean.DF)
	}
	return math.Sqrt(squares), df, shared
}

// despite says what a version that is to go out is worse at nevertheless, or too little better: no gate
// was declared for it, so it decides nothing, and nobody may miss it.
func (b *board) despite(v int) (out []string) {
	for m, x := range b.metrics {
		if x.Role != spec.Primary {
			continue
		}
		minimum, _ := b.amounts(m)
		most := float64(b.comparisonOf(m, v).Abs.Hi)
		if x.Down {
			most = -float64(b.comparisonOf(m, v).Abs.Lo)
		}
		if minimum.Defined() && most < float64(minimum) {
			out = append(out, fmt.Sprintf("The gain of %s is at most %s, less than the %s that matter.", x.Name,
				x.amount(most), x.amount(float64(minimum))))
		}
	}
	for _, f := range b.out.Fairness {
		for _, l := range f.Levels {
			if f.Version != b.versions[v] || !l.Worse && !l.WorseFailed {
				continue
			}
			failed := ""
			if l.WorseFailed {
				failed = ", failed runs counted as the worst score"
			}
			out = append(out, fmt.Sprintf("Not decided upon, for want of a gate: %s is shown worse for %s%s.",
				f.Metric, spoken(f.Segment, l.Level), failed))
		}
	}
	return out
}

// spoken is a level of a segment in a sentence.
func spoken(segment, level string) string {
	if level == "" {
		return "items without " + segment
	}
	return segment + " " + strconv.Quote(level)
}

// unfair says in cautions what a reader must not miss of the levels.
func (b *board) unfair() {
	said := func(code, format string, args ...any) {
		b.out.Cautions = append(b.out.Cautions, report.Cautionf(code, format, args...))
	}
	little := map[string]bool{}
	for _, f := range b.out.Fairness {
		if f.Version == b.e.Baseline {
			continue
		}
		var worse, failed, left []string
		for _, l := range f.Levels {
			if l.Worse {
				worse = append(worse, l.Level)
			} else if l.WorseFailed {
				failed = append(failed, l.Level)
			} else if !l.Measured && l.Level != "" {
				left = append(left, l.Level)
			}
		}
		if len(worse) > 0 {
			said("segment_worse", "%s is shown worse in %s than in %s for %s %s, after Holm over its levels", f.Metric,
				f.Version, b.e.Baseline, f.Segment, quoted(worse))
		}
		if len(failed) > 0 {
			said("segment_worse_failed", "%s is shown worse in %s than in %s for %s %s only where failed runs count "+
				"as the worst score, after Holm over its levels", f.Metric, f.Version, b.e.Baseline, f.Segment,
				quoted(failed))
		}
		if f.Shown {
			said("segment_gap", "%s of %s differs between %s and %s, by %.3g", f.Metric, f.Version,
				spoken(f.Segment, f.Best), spoken(f.Segment, f.Worst), float64(f.Gap.Value))
		}
		if len(left) > 0 && !little[f.Segment] {
			little[f.Segment] = true
			said("segment_not_measured", "%s: %s has too few items of %s (under %d, or under %d groups of items) to "+
				"say that they are no worse off", f.Segment, f.Version, quoted(left), f.Needed, fewClusters)
		}
	}
}
