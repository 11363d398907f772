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

// tally counts rows: those that are counted, and those of them that are something.
type tally struct{ of, count int64 }

// shares gives level by level of a column the share of rows that are something among those counted: the levels with
// most of these, in the order of a number where it is one, and how far each is from what is elsewhere.
func (f *Facts) shares(c int, counts, is func(row int) bool) []report.LevelShare {
	k := &f.columns[c]
	all := make([]tally, len(k.levels)+1) // the last of rows without a level
	at := func(p *person, row int) int {
		if code := f.code(c, p, row); code != unknown && int(code) < len(k.levels) {
			return int(code)
		}
		return len(k.levels)
	}
	for i := range f.units {
		p := &f.units[i]
		for row := p.from; row < p.to; row++ {
			if counts(row) {
				t := &all[at(p, row)]
				t.of++
				if is(row) {
					t.count++
				}
			}
		}
	}
	var order []int
	for l, t := range all {
		if t.of > 0 {
			order = append(order, l)
		}
	}
	group, names := make([]int, len(all)), []string{} // where each level goes, and what stands there
	if !k.ordered {
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(all[b].of, all[a].of) })
	}
	for n, l := range order {
		if n == mostShares && !k.ordered && len(order) > mostShares+1 {
			names = append(names, restOfLevels)
		}
		if n >= mostShares && names[len(names)-1] == restOfLevels {
			group[l] = mostShares
			continue
		}
		name := ""
		if l < len(k.levels) {
			name = k.levels[l]
		}
		group[l], names = len(names), append(names, name)
	}
	out := make([]report.LevelShare, len(names))
	var p []float64
	for n, name := range names {
		out[n] = f.levelShare(name, counts, is, func(u *person, row int) bool { return group[at(u, row)] == n })
		p = append(p, float64(out[n].P))
	}
	tested := 0
	for _, v := range p {
		if !math.IsNaN(v) {
			tested++
		}
	}
	for n, v := range stats.Holm(p) {
		out[n].PAdjusted, out[n].FamilySize = report.Num(v), tested
	}
	return out
}

// levelShare is that of the rows of one level.
func (f *Facts) levelShare(name string, counts, is func(row int) bool, here func(p *person, row int) bool,
) report.LevelShare {
	s := report.LevelShare{Level: name, P: report.Undefined(), Apart: report.NoInterval("")}
	var y, x []int64
	elsewhere := 0
	for i := range f.units {
		p := &f.units[i]
		var t tally
		other := false
		for row := p.from; row < p.to; row++ {
			switch {
			case !counts(row):
			case !here(p, row):
				other = true
			default:
				t.of++
				if is(row) {
					t.count++
				}
			}
		}
		if other {
			elsewhere++
		}
		if t.of > 0 {
			y, x = append(y, t.count), append(x, t.of)
			s.Of, s.Count = s.Of+t.of, s.Count+t.count
		}
	}
	s.Users = int64(len(x))
	s.Share = inUnit(byUnit(f.opt.Estimate.Ratio(y, x, 0)))
	g := f.apartBy(-1, func(p *person, row int) int {
		switch {
		case !counts(row):
			return -1
		case here(p, row):
			return 0
		}
		return 1
	}, is)
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
