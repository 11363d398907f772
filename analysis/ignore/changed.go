package ignore

import (
	"context"
	"math"
	"slices"
	"strings"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// mostLevels is the most levels of an attribute that is split over.
const mostLevels = 200

// otherLevel is what levels that one side does not have are put into.
const otherLevel = "other"

// contrast is two sides set against each other.
type contrast struct {
	kind     string // arm | week | half | the column that versions are told by
	from, to string
	side     func(p *person, row int) int // 0 from, 1 to, −1 neither
}

func (f *Facts) contrasts() []contrast {
	var out []contrast
	for a := range f.arms {
		if f.control < 0 || a == f.control {
			continue
		}
		out = append(out, contrast{"arm", f.arms[f.control], f.arms[a], func(p *person, _ int) int {
			switch p.arm {
			case f.control:
				return 0
			case a:
				return 1
			}
			return -1
		}})
	}
	for _, c := range f.exp.Compare {
		if k := f.attributeNamed(c.By); c.From != "" && k >= 0 && !f.columns[k].arms {
			from, to := slices.Index(f.columns[k].levels, c.From), slices.Index(f.columns[k].levels, c.To)
			if from >= 0 && to >= 0 {
				out = append(out, contrast{c.By, c.From, c.To, func(p *person, row int) int {
					switch int(f.code(k, p, row)) {
					case from:
						return 0
					case to:
						return 1
					}
					return -1
				}})
			}
		}
	}
	for i := range f.periods {
		r := &f.periods[i]
		if _, _, ok := f.sameUsersIn(r); !ok {
			continue
		}
		out = append(out, contrast{r.name, r.text(r.earlier), r.text(r.later),
			func(_ *person, row int) int { return r.side(f.seen.shown[row]) }})
	}
	return out
}

// changed splits the difference in ignore rate of every contrast over every
// attribute that has levels to move between.
func changed(ctx context.Context, f *Facts, out *report.Ignores) error {
	for i := range f.columns {
		if c := &f.columns[i]; c.many > 0 || len(c.levels) > mostLevels {
			out.Cautions = append(out.Cautions, report.Caution{Code: "too_many_levels", Detail: c.tooMany()})
		}
	}
	for i := range f.periods {
		if users, both, ok := f.sameUsersIn(&f.periods[i]); !ok {
			r := &f.periods[i]
			out.Cautions = append(out.Cautions, report.Cautionf("other_users", "%s (%d users) is not set against %s "+
				"(%d users): %d users have a suggestion in both. They are other users, so that a difference would be "+
				"one of who was there.",
				r.text(r.later), users[1], r.text(r.earlier), users[0], both))
		}
	}
	for _, c := range f.exp.Compare {
		if c.From == "" && !slices.ContainsFunc(f.periods, func(p period) bool { return p.name == c.By }) {
			out.Cautions = append(out.Cautions, report.Cautionf("compare_short", "compare: nothing is set against "+
				"each other by %s: that takes %d days whose suggestions are all mature, and rows with times.", c.By,
				leastDays[c.By]))
		}
		k := f.attributeNamed(c.By)
		if k >= 0 && f.columns[k].arms {
			out.Cautions = append(out.Cautions, report.Cautionf("compare_withheld", "compare: nothing is set against "+
				"each other by %s: it tells the arms apart, and a health check says that they are not comparable.",
				c.By))
			continue
		}
		for _, v := range []string{c.From, c.To} {
			if c.From != "" && (k < 0 || !slices.Contains(f.columns[k].levels, v)) {
				have := "the export has no such column of suggestions"
				if k >= 0 {
					have = "seen suggestions have " +
						strings.Join(f.columns[k].levels[:min(20, len(f.columns[k].levels))], ", ")
				}
				out.Cautions = append(out.Cautions, report.Cautionf("compare_missing", "compare: nothing is set "+
					"against each other by %s: there is no %q; %s.", c.By, v, have))
				break
			}
		}
	}
	list, err := f.kitagawas(ctx, f.contrasts(), -1, func(*column) bool { return true })
	if err != nil {
		return err
	}
	for _, k := range list {
		r := k.report(f)
		if r.Alarm {
			out.Cautions = append(out.Cautions, f.unbalanced(&r))
		}
		out.Changed = append(out.Changed, r)
	}
	var p []float64
	var of []int
	for i, c := range out.Changed {
		if c.MixP.Defined() {
			p, of = append(p, float64(c.MixP)), append(of, i)
		}
	}
	for i, v := range stats.Holm(p) {
		out.Changed[of[i]].MixPAdj, out.Changed[of[i]].FamilySize = report.Num(v), len(p)
	}
	return nil
}

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
	cells := make([]rateOf, groups*2*len(names)) // by group, side and level
	for i := range f.units {
		p := &f.units[i]
		if half >= 0 && p.half() != half {
			continue
		}
		own, sides := cells[f.groupOf(p)*2*len(names):], [2]bool{}
		level := unknown
		if of.fixed {
			level = int(p.fixed[of.place])
		}
		for row := p.from; row < p.to; row++ {
			side := int(k.sides[row])
			if !of.fixed {
				level = int(of.codes[row])
			}
			if side < 0 || level == unknown {
				continue
			}
			c := &own[side*len(names)+level]
			c.seen++
			sides[side] = true
			if f.seen.studied(row) {
				c.ignored++
			}
		}
		for side, has := range sides {
			if has {
				k.users[side]++
			}
		}
	}
	var n [2][]int64
	for s := range n {
		n[s] = make([]int64, len(names))
		for g := range groups {
			for l, c := range cells[(2*g+s)*len(names):][:len(names)] {
				n[s][l] += c.seen
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
			for l, c := range cells[(2*g+s)*len(names):][:len(names)] {
				if c.seen > 0 {
					list[2*s*m+at[l]] += c.seen
					list[(2*s+1)*m+at[l]] += c.ignored
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

// unbalanced says that arms differ in what was fixed before them.
func (f *Facts) unbalanced(c *report.Changed) report.Caution {
	way := "up"
	if c.Mix.Value < 0 {
		way = "down"
	}
	return report.Cautionf("balance_alarm", f.of.Say("The levels of %s, fixed before exposure, are shown differently "+
		"often in %s than in %s: that alone moves the {ignore rate} %s by %.2f points, which a fair split of units "+
		"would not do."), c.Attribute, c.To, c.From, way, 100*math.Abs(float64(c.Mix.Value)))
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

// sameUsersIn counts the users of a pair of periods. They are other users where one has
// less than half as many as the other, or where less than half as many are in both as
// would be if each were a draw of its own from all users (a·b/n): then a difference is
// one of who was there.
func (f *Facts) sameUsersIn(r *period) (users [2]int, both int, ok bool) {
	all := 0.0
	for i := range f.units {
		p := &f.units[i]
		var in [2]bool
		for row := p.from; row < p.to; row++ {
			if k := r.side(f.seen.shown[row]); k >= 0 {
				in[k] = true
			}
		}
		if p.to > p.from {
			all++
		}
		for k := range in {
			if in[k] {
				users[k]++
			}
		}
		if in[0] && in[1] {
			both++
		}
	}
	a, b := float64(users[0]), float64(users[1])
	return users, both, 2*math.Min(a, b) >= math.Max(a, b) && 2*float64(both)*all >= a*b
}
