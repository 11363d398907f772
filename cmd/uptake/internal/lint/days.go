package lint

import (
	"fmt"
	"math"
	"slices"

	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/ingest"
)

// active are the days on which a unit has rows, in order, each once.
func (s *subject) active(l *ingest.Life) []spec.Day {
	if days, known := s.days[l]; known {
		return days
	}
	var days []spec.Day
	for i := range l.Rows {
		if at := l.Rows[i].At; at != ingest.NoTime {
			if d := s.dayOf(at); len(days) == 0 || d > days[len(days)-1] {
				days = append(days, d)
			}
		}
	}
	s.days[l] = days
	return days
}

// lastDay is the last day that is more than what of the day before went on after midnight,
// and the first day with rows.
func (s *subject) span() (first, last spec.Day, ok bool) {
	if s.lives.From == ingest.NoTime {
		return 0, 0, false
	}
	first, last = s.dayOf(s.lives.From), s.dayOf(s.lives.To)
	count := map[spec.Day]int{}
	for i := range s.lives.List {
		for _, d := range s.active(&s.lives.List[i]) {
			count[d]++
		}
	}
	var before []int
	for d := last - 7; d < last; d++ {
		before = append(before, count[d])
	}
	slices.Sort(before)
	for last > first && 10*count[last] < before[len(before)/2] {
		last--
	}
	return first, last, true
}

// fewActive is how many users a day must let expect for their lack to be told.
const fewActive = 20

var armBehind = lint{
	code: "arm_behind",
	look: func(s *subject) found {
		first, last, ok := s.span()
		if !ok || len(s.arms) < 2 || last-first < 3 {
			return found{}
		}
		both := make([][]visits, len(s.arms))
		for _, a := range s.arms {
			for _, l := range a.lives {
				from := first
				if l.From != ingest.NoTime {
					from = s.dayOf(l.From)
				}
				v := visits{days: float64(last - max(from+1, last-14))}
				if v.days < 1 {
					continue
				}
				for _, d := range s.active(l) {
					switch {
					case d == last:
						v.now = 1
					case d > from && d < last && d >= last-14:
						v.before++
					}
				}
				both[a.at] = append(both[a.at], v)
			}
		}
		for _, a := range s.arms {
			var rest []visits
			for i, list := range both {
				if i != a.at {
					rest = append(rest, list...)
				}
			}
			t, o := relative(both[a.at]), relative(rest)
			due := t.due * o.ratio
			if !(due >= fewActive) {
				continue
			}
			ratio, z, lo, hi := t.ratio/o.ratio, 0.0, 0.0, 0.0
			if t.now == 0 { // of so many independent ones none
				z, hi = -stats.NormalISF(max(math.Exp(-due), 1e-300)), 3.7/due
			} else {
				se := math.Sqrt(t.v + o.v)
				z, lo, hi = math.Log(ratio)/se, ratio*math.Exp(-1.96*se), ratio*math.Exp(1.96*se)
			}
			if ratio < 0.9 && below(z)*float64(len(s.arms)) < s.unlikely() {
				share := lost("users of the arm "+a.Name+" on the last day", ratio, lo, hi, len(both[a.at])+len(rest))
				return found{detail: fmt.Sprintf("On %s, the last day, %.0f users of the arm %q have rows where by "+
					"the other arms and the two weeks before %.0f would: %s are lacking.%s",
					last, t.now, a.Name, due, share.say(), s.sampled()), share: share}
			}
		}
		return found{}
	},
	limit:   compared("an arm that lacks a tenth or more of its users on the last day, where 20 or more are expected"),
	meaning: "One arm's last rows are not loaded yet. What its users did then counts as not done.",
	causes: []string{"arms come from two services or pipelines, one of which is behind", "an export ran while rows " +
		"came in", "the arm was switched off"},
	todo: "Wait until both arms' rows are there, or end the data a day earlier (where, end).",
}

// visits is whether a user came on a day, and on how many of so many days before.
type visits struct{ now, before, days float64 }

// compare is how many of some users came, against how many would by their days before;
// v is the variance of the logarithm of the ratio, over users.
type comparison struct{ ratio, v, due, now float64 }

func relative(list []visits) (out comparison) {
	var days, before float64
	for _, v := range list {
		out.now, before, days = out.now+v.now, before+v.before, days+v.days
	}
	n := float64(len(list))
	out.due = n * before / days
	out.ratio = out.now / out.due
	if before == 0 || days == 0 {
		return comparison{ratio: math.NaN(), due: math.NaN()}
	}
	for _, v := range list {
		e := v.days/days - v.before/before - 1/n
		if out.now > 0 {
			e += v.now / out.now
		}
		out.v += e * e
	}
	return out
}

// mostDrop is how many of its users a day may lack, by the same weekday around it.
const mostDrop = 0.2

var dayDrop = lint{
	code: "day_drop",
	look: func(s *subject) found {
		first, last, ok := s.span()
		if !ok {
			return found{}
		}
		groups := []struct {
			name  string
			lives []*ingest.Life
		}{{name: ""}}
		for i := range s.lives.List {
			groups[0].lives = append(groups[0].lives, &s.lives.List[i])
		}
		if len(s.arms) > 1 {
			for _, a := range s.arms {
				groups = append(groups, struct {
					name  string
					lives []*ingest.Life
				}{a.Name, a.lives})
			}
		}
		var worst found
		least := 0.0
		tests := float64(max(int(last-first)-1, 1) * len(groups))
		for _, g := range groups {
			for d := first + 1; d < last; d++ {
				ratio, lo, hi, z, now, due, units := s.drop(g.lives, d, first, last)
				if due < fewActive || ratio > 1-mostDrop || below(z)*tests >= s.unlikely() || z >= least {
					continue
				}
				least = z
				of, where := "users on "+d.String(), ""
				if g.name != "" {
					of, where = of+" in the arm "+g.name, fmt.Sprintf(" of the arm %q", g.name)
				}
				share := lost(of, ratio, lo, hi, units)
				worst = found{detail: fmt.Sprintf("On %s %.0f users%s have rows where by the same weekday of the "+
					"weeks around %.0f would: %s are lacking.%s", d, now, where, due, share.say(), s.sampled()),
					share: share}
			}
		}
		return worst
	},
	limit: compared("a day that surely lacks a fifth or more of the users of the same weekday in the weeks around, " +
		"where 20 or more are expected"),
	meaning: "Part of a day's rows are not in the export, or few came. What was done then counts as not done, in all " +
		"arms or in one.",
	causes: []string{"an export job ended early or a file of that day is cut", "a service or its logging was down",
		"a holiday"},
	todo: "Look in the source system how many rows of that day there are; if more, export it again.",
}

// drop compares how many of the users known a week before a day came on it with how many
// came on the same weekday a week before and after, where there are such days; the same
// users are on both sides, so it is a paired comparison.
func (s *subject) drop(lives []*ingest.Life, d, first, last spec.Day) (ratio, lo, hi, z, now, due float64, units int) {
	var weeks []spec.Day
	for _, w := range []spec.Day{d - 7, d + 7} {
		if w > first && w < last {
			weeks = append(weeks, w)
		}
	}
	if len(weeks) < 2 { // one side alone would take the coming and going of users for a drop
		return
	}
	var a, b []float64
	for _, l := range lives {
		days := s.active(l)
		if len(days) == 0 || days[0] >= d-7 {
			continue
		}
		y, x := 0.0, 0.0
		if _, there := slices.BinarySearch(days, d); there {
			y = 1
		}
		for _, w := range weeks {
			if _, there := slices.BinarySearch(days, w); there {
				x += 1 / float64(len(weeks))
			}
		}
		units++
		if y > 0 || x > 0 {
			a, b, now, due = append(a, y), append(b, x), now+y, due+x
		}
	}
	if due == 0 {
		return
	}
	ratio = now / due
	v := 0.0
	for i := range a {
		e := -b[i] / due
		if now > 0 {
			e += a[i] / now
		}
		v += e * e
	}
	if now == 0 {
		return 0, 0, 3.7 / due, -stats.NormalISF(max(math.Exp(-due*(1-mostDrop)), 1e-300)), 0, due, units
	}
	se := math.Sqrt(v)
	return ratio, ratio * math.Exp(-1.96*se), ratio * math.Exp(1.96*se), (math.Log(ratio) - math.Log(1-mostDrop)) / se,
		now, due, units
}
