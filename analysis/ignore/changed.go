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
