package analysis

import (
	"math"

	"uptake/analysis/fold"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// noveltyAges are the ages at which an effect is followed, days since exposure.
var noveltyAges = [][2]int{{0, 0}, {1, 2}, {3, 6}, {7, 13}, {14, 27}}

// novelty is what following effects over days since exposure asks of the fold.
type novelty struct {
	days    int      // observed of every unit
	early   spec.Day // last day of the early cohort
	first   spec.Day
	last    spec.Day
	entries []int // places in list
	at      []int // first column of each
	ages    int   // how many of noveltyAges lie within days
}

// newNovelty chooses how many days every unit is followed: the longest of 28, 14,
// 7 and 3 days within the window that leaves at least half of the days of
// exposures, from what is known before any unit is read. Nil where none fits, or
// rows carry no time.
func newNovelty(exp *spec.Experiment, list []entry, cols []fold.Column, t *study.Tables) (*novelty, []fold.Column) {
	if !t.HasTime || len(exp.Arms) == 0 || t.To == math.MaxInt64 {
		return nil, nil
	}
	n := &novelty{first: spec.DayOf(t.From, exp.Zone), last: spec.DayOf(t.To, exp.Zone)}
	if exp.Start != spec.NoDay {
		n.first = max(n.first, exp.Start)
	}
	if exp.End != spec.NoDay {
		n.last = min(n.last, exp.End)
	}
	seen := int(n.last-n.first) + 1
	for _, days := range []int{28, 14, 7, 3} {
		fits := exp.Window == 0 || int64(days)*86_400_000_000 <= exp.Window.Microseconds()
		whole := int(min(n.last, spec.DayOf(t.To+1, exp.Zone)-spec.Day(days))-n.first) + 1 // days whose units are followed throughout
		if fits && whole > 0 && 2*whole >= seen {
			n.days, n.last = days, n.first+spec.Day(whole)-1
			break
		}
	}
	if n.days == 0 {
		return nil, nil
	}
	for n.ages < len(noveltyAges) && noveltyAges[n.ages][1] < n.days {
		n.ages++
	}
	n.early = n.first + (n.last-n.first)/2
	var extra []fold.Column
	for i, e := range list {
		whole := e.m.Kind == spec.Mean || e.m.Kind == spec.Ratio
		if e.col < 0 || !whole || e.m.Role != spec.Primary && e.m.Name != "accepted_per_unit" || !e.m.Builtin && exp.Layout != spec.Events {
			continue
		}
		n.entries, n.at = append(n.entries, i), append(n.at, len(cols)+len(extra))
		c := cols[e.col]
		c.Series, c.Segments, c.Extremes, c.Covariate, c.Window, c.Bounds = false, false, false, nil, 0, nil // a bound is of the whole, not of some days
		add := func(age fold.Age) {
			age.Through = n.days - 1
			c.Age = &age
			extra = append(extra, c)
		}
		for _, a := range noveltyAges[:n.ages] {
			add(fold.Age{From: a[0], To: a[1], First: spec.NoDay, Last: spec.NoDay})
		}
		add(fold.Age{To: n.days - 1, First: spec.NoDay, Last: n.early})
		add(fold.Age{To: n.days - 1, First: n.early + 1, Last: spec.NoDay})
	}
	if len(n.entries) == 0 {
		return nil, nil
	}
	return n, extra
}

// report gives every followed metric's effects by age, and the early cohort's
// against the late one's.
func (n *novelty) report(b *board, r *report.Report, list []entry, f *fold.Result) {
	r.Novelty = []report.Novelty{}
	if n == nil {
		return
	}
	for k, place := range n.entries {
		if place >= len(list) { // a built-in that was left out for want of suggestions
			continue
		}
		e := list[place]
		leave := b.gates.Metric(e.m.Name)
		if !leave.Given() {
			continue
		}
		of := func(column int) []stats.Sample { return samples(e, f.Main, n.at[k]+column) }
		for _, i := range b.compared() {
			out := report.Novelty{Metric: e.m.Name, Arm: b.arms[i], Control: b.arms[b.control], Days: n.days, Ages: []report.AgeEffect{}, Cohorts: []report.CohortEffect{}}
			for a, days := range noveltyAges[:n.ages] {
				s := of(a)
				c := e.kind.Compare(leave, s[b.control], s[i], b.exp.Statistics.Alpha)
				out.Units = s[b.control].N + s[i].N
				out.Ages = append(out.Ages, report.AgeEffect{From: days[0], To: days[1], Abs: c.Abs, Rel: c.Rel})
			}
			var d, v [2]float64
			for side, bounds := range [][2]spec.Day{{n.first, n.early}, {n.early + 1, n.last}} {
				s := of(n.ages + side)
				c := e.kind.Compare(leave, s[b.control], s[i], b.exp.Statistics.Alpha)
				d[side], v[side] = s[b.control].Diff(s[i]), s[b.control].Q()+s[i].Q()
				out.Cohorts = append(out.Cohorts, report.CohortEffect{Name: []string{"early", "late"}[side], From: bounds[0].String(), To: bounds[1].String(),
					Units: s[b.control].N + s[i].N, Abs: c.Abs, Rel: c.Rel})
			}
			out.Difference, out.P = cohortDifference(d, v, b.exp.Statistics.Alpha)
			if out.Units > 0 {
				r.Novelty = append(r.Novelty, out)
			}
		}
	}
}

// cohortDifference compares two effects on disjoint units by the normal.
func cohortDifference(d, v [2]float64, alpha float64) (report.Interval, report.Num) {
	diff, se := d[1]-d[0], math.Sqrt(v[0]+v[1])
	out := report.Interval{Value: report.Num(diff), Lo: report.Undefined(), Hi: report.Undefined(), Method: "difference_of_effects"}
	if !(se > 0) || math.IsNaN(diff) {
		return out, report.Undefined()
	}
	half := stats.NormalISF(alpha/2) * se
	out.Lo, out.Hi, out.Bounded = report.Num(diff-half), report.Num(diff+half), true
	return out, report.Num(stats.TwoSided(stats.NormalLogSF(math.Abs(diff / se))).P)
}
