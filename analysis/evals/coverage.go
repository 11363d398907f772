package evals

import (
	"cmp"
	"math"
	"slices"

	"uptake/analysis/report"
)

// coverage holds the items' categories, and the levels of segments, against what users do: what users
// bring and what has too few items for the smallest margin is not evaluated.
func (b *board) coverage() {
	if len(b.s.Users) == 0 {
		return
	}
	out := &report.EvalCoverage{Segments: []report.EvalSegmentCoverage{}}
	out.Categories = b.gaps("", func(x item) string { return x.category })
	for at, s := range b.s.Segments {
		if levels := b.gaps(s, func(x item) string { return x.segment(at) }); len(levels) > 0 {
			out.Segments = append(out.Segments, report.EvalSegmentCoverage{Segment: s, Levels: levels})
		}
	}
	b.out.Coverage = out
}

// gaps are the shares of users of one segment, or of the categories, beside those of the items.
func (b *board) gaps(segment string, of func(item) string) []report.EvalGap {
	items := map[string]int{}
	for _, x := range b.items {
		items[of(x)]++
	}
	sum := 0.0
	for _, u := range b.s.Users {
		if u.Segment == segment {
			sum += u.Share
		}
	}
	out := []report.EvalGap{}
	need := b.smallestFloor()
	for _, u := range b.s.Users {
		if u.Segment != segment {
			continue
		}
		n := items[u.Category]
		g := report.EvalGap{Category: u.Category, Population: report.Num(u.Share / sum), Items: n,
			Share: report.Num(float64(n) / float64(len(b.items))), Needed: need}
		g.Gap = int64(n) < need || n == 0
		out = append(out, g)
	}
	slices.SortStableFunc(out, func(x, y report.EvalGap) int { return cmp.Compare(y.Population, x.Population) })
	return out
}

// smallestFloor is the items under which the tightest declared margin or limit is not
// measured; ten clusters where none is a share.
func (b *board) smallestFloor() int64 {
	floor := int64(fewClusters)
	for m := range b.metrics {
		floor = max(floor, b.floorOf(m))
	}
	return floor
}

// floorOf is the items under which a metric's margin or limit is not measured: n with
// (1 − share)^n = alpha, at least ten.
func (b *board) floorOf(m int) int64 {
	x := b.metrics[m]
	_, margin := b.amounts(m)
	floor := float64(fewClusters)
	for _, share := range []float64{float64(margin) / x.width(), limitShare(x)} {
		if share > 0 && share < 1 {
			floor = math.Max(floor, seenNone(b.e.Alpha, share))
		}
	}
	return int64(floor)
}

func limitShare(x metric) float64 {
	switch {
	case !x.HasLimit || !x.binary:
		return math.NaN()
	case x.Down:
		return x.Limit
	}
	return 1 - x.Limit
}
