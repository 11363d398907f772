package ignore

import (
	"context"
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// otherLevel is what levels that one side does not have are put into.
const otherLevel = "other"

// kitagawa is one split with its errors.
type kitagawa struct {
	contrast
	column           int
	sides            []int8 // by row: what side says
	levels           []string
	pooled           []string
	n, g             [2][]int64 // seen and ignored by side and level
	users            [2]int64
	split            stats.RateSplit
	total, mix, rate report.Interval
}

// kitagawas makes every split of the columns that are wanted on one half of the units
// (−1: all), those that have less than two levels on both sides left out, and what a
// segment has the name of.
func (f *Facts) kitagawas(ctx context.Context, list []contrast, half int, wanted func(c *column) bool) ([]*kitagawa,
	error) {
	sides := make([][]int8, len(list))
	if err := f.atOnce(ctx, len(list), func(i int) { sides[i] = f.sidesOf(&list[i]) }); err != nil {
		return nil, err
	}
	var all []*kitagawa
	for n, c := range list {
		for i := range f.columns {
			if k := &f.columns[i]; wanted(k) && k.varies() && len(k.levels) <= mostLevels && !k.derived &&
				k.name != c.kind &&
				(k.fixed || !slices.Contains(f.tables.Shape.Segments, k.name)) {
				all = append(all, &kitagawa{contrast: c, column: i, sides: sides[n]})
			}
		}
	}
	keep := make([]bool, len(all))
	err := f.atOnce(ctx, len(all), func(i int) { keep[i] = all[i].make(f, half) })
	var out []*kitagawa
	for i, k := range all {
		if keep[i] {
			out = append(out, k)
		}
	}
	return out, err
}

// sidesOf is the side of every row.
func (f *Facts) sidesOf(c *contrast) []int8 {
	out := make([]int8, len(f.seen.state))
	for i := range f.units {
		p := &f.units[i]
		for row := p.from; row < p.to; row++ {
			out[row] = int8(c.side(p, row))
		}
	}
	return out
}

// make counts, pools, splits and resamples.
func (k *kitagawa) make(f *Facts, half int) bool {
	of, names := &f.columns[k.column], f.columns[k.column].levels
	groups := len(f.drawn())
	// by group, side (−1 first) and level (none last): rows of any other outcome, and of that under study
	wide := len(names) + 1
	cells := make([][2]int32, groups*3*wide)
	for i := range f.units {
		p := &f.units[i]
		if half >= 0 && p.half() != half {
			continue
		}
		own, sides := cells[f.groupOf(p)*3*wide:][:3*wide], [3]bool{}
		level := unknown
		if of.fixed {
			level = int(p.fixed[of.place])
		}
		for row := p.from; row < p.to; row++ {
			side := int(k.sides[row]) + 1
			if !of.fixed {
				level = int(of.codes[row])
			}
			own[side*wide+min(level, len(names))][f.seen.outcome(row)]++
			if level != unknown {
				sides[side] = true
			}
		}
		for side, has := range sides[1:] {
			if has {
				k.users[side]++
			}
		}
	}
	levels := func(group, side int) [][2]int32 { return cells[(3*group+side+1)*wide:][:len(names)] }
	var n [2][]int64
	for s := range n {
		n[s] = make([]int64, len(names))
		for g := range groups {
			for l, c := range levels(g, s) {
				n[s][l] += int64(c[0] + c[1])
			}
		}
	}
	at, ok := k.pool(names, n)
	if !ok {
		return false
	}
	m := len(k.levels)
	// Seen and ignored of both sides, by level: whole numbers below 2⁵³, whose sums are exact.
	size := 4 * m
	sums, list, resampled := make([]int64, size), make([]int64, size), make([]float64, size*resamples)
	for g, weights := range f.drawn() {
		clear(list)
		for s := range n {
			for l, c := range levels(g, s) {
				if seen := c[0] + c[1]; seen > 0 {
					list[2*s*m+at[l]] += int64(seen)
					list[(2*s+1)*m+at[l]] += int64(c[1])
				}
			}
		}
		for i, v := range list {
			if v != 0 {
				sums[i] += v
				stats.AddScaled(resampled[i*resamples:(i+1)*resamples], float64(v), weights)
			}
		}
	}
	k.n[0], k.g[0], k.n[1], k.g[1] = sums[:m], sums[m:2*m], sums[2*m:3*m], sums[3*m:4*m]
	k.split = splitOf(sums, m)
	var total, mix, rate []float64
	for r := range resamples {
		for i := range list {
			list[i] = int64(resampled[i*resamples+r])
		}
		s := splitOf(list, m)
		total, mix, rate = append(total, s.Total), append(mix, s.Composition), append(rate, s.Rate)
	}
	alpha := f.exp.Statistics.Alpha
	k.total, k.mix, k.rate = around(k.split.Total, total, alpha), around(k.split.Composition, mix, alpha),
		around(k.split.Rate, rate, alpha)
	return true
}

// pool puts levels that one side does not have together, and, while that leaves
// one side of them empty, the rarest of the others too: a level without
// suggestions has no rate. It returns the place of every level.
func (k *kitagawa) pool(names []string, n [2][]int64) (at []int, ok bool) {
	var pooled []int
	var sum [2]int64
	var both []int
	for l := range names {
		switch {
		case n[0][l] > 0 && n[1][l] > 0:
			both = append(both, l)
		case n[0][l]+n[1][l] > 0:
			pooled = append(pooled, l)
			sum[0], sum[1] = sum[0]+n[0][l], sum[1]+n[1][l]
		}
	}
	slices.SortStableFunc(both, func(a, b int) int {
		return int(min(max((n[0][b]+n[1][b])-(n[0][a]+n[1][a]), -1), 1)) // most first
	})
	for len(pooled) > 0 && (sum[0] == 0 || sum[1] == 0) && len(both) > 0 {
		l := both[len(both)-1]
		both = both[:len(both)-1]
		pooled = append(pooled, l)
		sum[0], sum[1] = sum[0]+n[0][l], sum[1]+n[1][l]
	}
	slices.Sort(both)
	slices.Sort(pooled)
	at = make([]int, len(names))
	for i, l := range both {
		at[l] = i
		k.levels = append(k.levels, names[l])
	}
	for _, l := range pooled {
		at[l] = len(both)
		k.pooled = append(k.pooled, names[l])
	}
	if len(pooled) > 0 {
		k.levels = append(k.levels, otherLevel)
	}
	return at, len(k.levels) >= 2
}

// splitOf is Kitagawa's split of counts: seen and ignored of the one side by level,
// then of the other. A level that a resample has on one side only takes that side's
// rate.
func splitOf(v []int64, m int) stats.RateSplit {
	n, r := [2][]float64{make([]float64, m), make([]float64, m)}, [2][]float64{make([]float64, m), make([]float64, m)}
	for l := range m {
		for s := range n {
			n[s][l] = float64(v[2*s*m+l])
			r[s][l] = float64(v[(2*s+1)*m+l]) / n[s][l]
		}
		for s := range n {
			if n[s][l] == 0 {
				r[s][l] = r[1-s][l]
			}
			if n[0][l]+n[1][l] == 0 {
				r[s][l] = 0
			}
		}
	}
	return stats.Kitagawa(n[0], r[0], n[1], r[1])
}

func (k *kitagawa) report(f *Facts) report.Changed {
	c := &f.columns[k.column]
	out := report.Changed{Compare: k.kind, From: k.from, To: k.to, Attribute: c.name, Fixed: c.fixed, Total: k.total,
		Mix: k.mix, Rate: k.rate,
		Levels: []report.ChangedLevel{}, Pooled: append([]string{}, k.pooled...)}
	var n, g [2]int64
	for s := range n {
		for l := range k.levels {
			n[s], g[s] = n[s]+k.n[s][l], g[s]+k.g[s][l]
		}
	}
	out.RateFrom, out.RateTo = quotient(g[0], n[0]), quotient(g[1], n[1])
	out.SeenFrom, out.SeenTo, out.UsersFrom, out.UsersTo = n[0], n[1], k.users[0], k.users[1]
	out.MixP, out.MixPAdj = report.Undefined(), report.Undefined()
	if v := z(k.mix, f.exp.Statistics.Alpha); !math.IsNaN(v) {
		out.MixP = report.Num(stats.TwoSided(stats.NormalLogSF(math.Abs(v))).P)
	}
	for l, name := range k.levels {
		out.Levels = append(out.Levels, report.ChangedLevel{Level: name, ShareFrom: quotient(k.n[0][l], n[0]),
			ShareTo:  quotient(k.n[1][l], n[1]),
			RateFrom: quotient(k.g[0][l], k.n[0][l]), RateTo: quotient(k.g[1][l], k.n[1][l]),
			Mix: report.Num(k.split.CentredByCell[l]), Rate: report.Num(k.split.RateByCell[l])})
	}
	if k.kind == "arm" && c.fixed {
		if v := z(k.mix, f.exp.Statistics.Alpha); !math.IsNaN(v) {
			out.Alarm = stats.TwoSided(stats.NormalLogSF(math.Abs(v))).P < f.exp.Statistics.SRMAlpha
		}
	}
	return out
}

// mixLevel is the level that adds most to the mix part.
func (k *kitagawa) mixLevel() int {
	best := 0
	for l, v := range k.split.CentredByCell {
		if v > k.split.CentredByCell[best] {
			best = l
		}
	}
	return best
}

// describe names the two sides.
func (k *kitagawa) describe() string {
	if k.kind == "arm" {
		return k.to + " against " + k.from
	}
	return k.to + ", before that " + k.from
}
