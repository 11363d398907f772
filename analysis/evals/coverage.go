package evals

import (
	"cmp"
	"math"
	"slices"

	"uptake/analysis/report"
)

// coverage holds the items' categories against what users do: a category that users bring and
// that has too few items for the smallest margin there is not evaluated.
func (b *board) coverage() {
	if len(b.s.Users) == 0 {
		return
	}
	all := 0
	items := map[string]int{}
	for _, x := range b.items {
		items[x.category]++
		all++
	}
	sum := 0.0
	for _, u := range b.s.Users {
		sum += u.Share
	}
	out := &report.EvalCoverage{}
	need := b.smallestFloor()
	for _, u := range b.s.Users {
		n := items[u.Category]
		g := report.EvalGap{Category: u.Category, Population: report.Num(u.Share / sum), Items: n,
			Share: report.Num(float64(n) / float64(all)), Needed: need}
		g.Gap = int64(n) < need || n == 0
		out.Categories = append(out.Categories, g)
	}
	slices.SortStableFunc(out.Categories, func(x, y report.EvalGap) int {
		return cmp.Compare(y.Population, x.Population)
	})
	b.out.Coverage = out
}

// smallestFloor is the items under which the tightest declared margin or limit is not
// measured; ten clusters where none is a share.
func (b *board) smallestFloor() int64 {
	floor := float64(fewClusters)
	for m, x := range b.metrics {
		_, margin := b.amounts(m)
		for _, share := range []float64{float64(margin) / x.width(), limitShare(x)} {
			if share > 0 && share < 1 {
				floor = math.Max(floor, math.Ceil(math.Log(b.e.Alpha)/math.Log1p(-share)))
			}
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
