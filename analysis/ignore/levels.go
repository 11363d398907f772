package ignore

import (
	"cmp"
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

const (
	// fewLevelUsers is how many users a level, and what is elsewhere, must have for the two to be compared.
	fewLevelUsers = 20
	// mostShares is how many levels of a name are told apart; the rest is one.
	mostShares = 12
)

// restOfLevels is what levels beyond the most frequent are called together.
const restOfLevels = "all others"

// levelled tells rows apart by the levels of a column: those with most of what counts, in the order of a
// number where the column is one, and behind them the rest as one.
type levelled struct {
	f      *Facts
	column int
	names  []string
	group  []int32 // by level, and last for rows without one: the place in names, −1 where nothing counts
}

// levelled tells the rows that count apart by a column.
func (f *Facts) levelled(c int, counts func(row int) bool) *levelled {
	k := &f.columns[c]
	l := &levelled{f: f, column: c, group: make([]int32, len(k.levels)+1)}
	all := make([]int64, len(l.group))
	for i := range f.units {
		p := &f.units[i]
		for row := p.from; row < p.to; row++ {
			if counts(row) {
				all[l.level(p, row)]++
			}
		}
	}
	var order []int
	for level, n := range all {
		if l.group[level] = -1; n > 0 {
			order = append(order, level)
		}
	}
	if !k.ordered {
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(all[b], all[a]) })
	}
	apart := len(order)
	if !k.ordered && apart > mostShares+1 {
		apart = mostShares
	}
	for n, level := range order {
		l.group[level] = int32(min(n, apart))
		switch {
		case n == apart:
			l.names = append(l.names, restOfLevels)
		case n > apart:
		case level == len(k.levels):
			l.names = append(l.names, "")
		default:
			l.names = append(l.names, k.levels[level])
		}
	}
	return l
}

// level is a row's level, the last of rows without one.
func (l *levelled) level(p *person, row int) int {
	last := len(l.group) - 1
	if code := l.f.code(l.column, p, row); code != unknown && int(code) < last {
		return int(code)
	}
	return last
}

// tallies are the rows that count and those of them that are something, of every unit by level.
func (l *levelled) tallies(counts, is func(row int) bool) (of []rateOf) {
	n := len(l.names)
	of = make([]rateOf, n*len(l.f.units))
	for i := range l.f.units {
		p := &l.f.units[i]
		own := of[i*n : (i+1)*n]
		for row := p.from; row < p.to; row++ {
			if !counts(row) {
				continue
			}
			if g := l.group[l.level(p, row)]; g >= 0 {
				own[g].seen++
				if is(row) {
					own[g].ignored++
				}
			}
		}
	}
	return of
}

// total is what all units come to in one level.
func (l *levelled) total(of []rateOf, level int) (all rateOf) {
	for at := level; at < len(of); at += len(l.names) {
		all = all.plus(of[at])
	}
	return all
}

// shares gives level by level the share of rows that are something among those that count, and how far each
// is from what is elsewhere.
func (l *levelled) shares(counts, is func(row int) bool) []report.LevelShare {
	of := l.tallies(counts, is)
	out := make([]report.LevelShare, len(l.names))
	var p []float64
	tested := 0
	for level := range l.names {
		out[level] = l.share(of, level)
		v := float64(out[level].P)
		if p = append(p, v); !math.IsNaN(v) {
			tested++
		}
	}
	for level, v := range stats.Holm(p) {
		out[level].PAdjusted, out[level].FamilySize = report.Num(v), tested
	}
	return out
}

// share is that of one level.
func (l *levelled) share(of []rateOf, level int) report.LevelShare {
	f, n := l.f, len(l.names)
	s := report.LevelShare{Level: l.names[level], P: report.Undefined(), Apart: report.NoInterval("")}
	y, x := make([]int64, 0, len(f.units)), make([]int64, 0, len(f.units))
	units := make([][2]rateOf, 0, len(f.units))
	elsewhere := 0
	for i := range f.units {
		var all rateOf
		for _, r := range of[i*n : (i+1)*n] {
			all = all.plus(r)
		}
		here := of[i*n+level]
		other := all.minus(here)
		if all.seen > 0 {
			units = append(units, [2]rateOf{here, other})
		}
		if other.seen > 0 {
			elsewhere++
		}
		if here.seen > 0 {
			y, x = append(y, here.ignored), append(x, here.seen)
			s.Of, s.Count = s.Of+here.seen, s.Count+here.ignored
		}
	}
	s.Users = int64(len(x))
	s.Share = inUnit(byUnit(f.opt.Estimate.Ratio(y, x, 0)))
	g := gapBetween(units)
	if s.Apart.Value = report.Num(g.diff); s.Users < fewLevelUsers || elsewhere < fewLevelUsers {
		return s
	}
	if s.Apart = f.interval(g.diff, g.se, g.units-1, "linearised"); s.Apart.Bounded {
		s.P = report.Num(2 * stats.StudentSF(math.Abs(g.diff/g.se), g.units-1))
	}
	return s
}

// ratio is Σy/Σx over the units of a group that have an x.
func (f *Facts) ratio(units []*person, count func(p *person) (y, x int64)) (share report.Interval, y, x int64) {
	var a, b []int64
	for _, p := range units {
		if v, of := count(p); of > 0 {
			a, b, y, x = append(a, v), append(b, of), y+v, x+of
		}
	}
	return inUnit(byUnit(f.opt.Estimate.Ratio(a, b, 0))), y, x
}
