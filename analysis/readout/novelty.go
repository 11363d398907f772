package readout

import (
	"fmt"
	"math"
	"slices"
	"time"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/counted"
	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/method"
	"uptake/analysis/metric"
	"uptake/analysis/moment"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// noveltyAges are the ages at which an effect is followed, days since exposure.
var noveltyAges = [][2]int{{0, 0}, {1, 2}, {3, 6}, {7, 13}, {14, 27}}

// leastFollowed is the smallest number of days since exposure that is followed.
const leastFollowed = 3

// novelty is what following effects over days since exposure asks of the fold.
type novelty struct {
	days    int      // observed of every unit
	early   spec.Day // last day of the early cohort
	first   spec.Day
	last    spec.Day
	entries []int  // places in list
	at      []int  // first column of each: its ages, two cohorts, first and last age together
	ages    int    // how many of noveltyAges lie within days
	why     string // nothing is followed; "" where something may be
}

// newNovelty chooses how many days every unit is followed: the longest of 28, 14,
// 7 and 3 days within the window that leaves at least half of the days of
// exposures, from what is known before any unit is read.
func newNovelty(exp *spec.Experiment, list []analysis.Entry, cols []fold.Column, t *study.Tables) (*novelty,
	[]fold.Column) {
	switch {
	case !t.HasTime || t.To == math.MaxInt64:
		return &novelty{why: "The rows carry no time, so there are no days since exposure."}, nil
	case len(exp.Arms) == 0:
		return &novelty{why: "There is no comparison."}, nil
	case exp.Window > 0 && exp.Window < leastFollowed*24*time.Hour:
		return &novelty{why: counted.Sprintf("The window is shorter than the %d days over which an effect is followed.",
			leastFollowed)}, nil
	}
	n := &novelty{first: spec.DayOf(t.From, exp.Zone), last: spec.DayOf(t.To, exp.Zone)}
	if exp.Start != spec.NoDay {
		n.first = max(n.first, exp.Start)
	}
	if exp.End != spec.NoDay {
		n.last = min(n.last, exp.End)
	}
	seen := int(n.last-n.first) + 1
	for _, days := range []int{28, 14, 7, leastFollowed} {
		fits := exp.Window == 0 || int64(days)*86_400_000_000 <= exp.Window.Microseconds()
		// days whose units are followed throughout
		whole := int(min(n.last, spec.DayOf(t.To+1, exp.Zone)-spec.Day(days))-n.first) + 1
		if fits && whole > 0 && 2*whole >= seen {
			n.days, n.last = days, n.first+spec.Day(whole)-1
			break
		}
	}
	if n.days == 0 {
		return &novelty{why: fmt.Sprintf("An effect is followed on units that were observed for the same number of "+
			"days, %d at least, and the data leave that to fewer than half of the days of first exposure.",
			leastFollowed)}, nil
	}
	for n.ages < len(noveltyAges) && noveltyAges[n.ages][1] < n.days {
		n.ages++
	}
	n.early = n.first + (n.last-n.first)/2
	var extra []fold.Column
	for i, e := range list {
		if e.Col < 0 || !e.Kind.Adds || e.Metric.Role != spec.Primary && e.Metric.Name != "accepted_per_unit" ||
			!e.Metric.Builtin && exp.Layout != spec.Events {
			continue
		}
		n.entries, n.at = append(n.entries, i), append(n.at, len(cols)+len(extra))
		c := cols[e.Col]
		// a bound is of the whole, not of some days
		c.Series, c.Segments, c.Extremes, c.Covariate, c.Window, c.Bounds = false, false, false, nil, 0, nil
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
		last := len(extra) - 3
		both := extra[last-n.ages+1]
		both.Later = extra[last].Age
		extra = append(extra, both)
	}
	if len(n.entries) == 0 {
		return &novelty{why: noneFollowed}, nil
	}
	return n, extra
}

const noneFollowed = "Only the daily values of a primary metric that is a mean or a ratio are followed, and there is " +
	"none."

// entryAt is the place in the list of the metric that a column follows, −1 for others.
func (n *novelty) entryAt(column int) int {
	for k, at := range n.at {
		if column >= at && column < at+n.ages+3 {
			return n.entries[k]
		}
	}
	return -1
}

// together marks the first and the last age of a metric where one of them is
// marked: a change needs the units of both.
func (n *novelty) together(few []bool) {
	for _, at := range n.at {
		last := at + n.ages - 1
		few[at] = few[at] || few[last]
		few[last] = few[at]
	}
}

// report gives every followed metric's effects by age, how they changed from the
// first to the last, and the early cohort's against the late one's.
func (n *novelty) report(by *compare.Terms, list []analysis.Entry, left *leftOut) (out []report.Novelty, why string) {
	out, why = []report.Novelty{}, n.why
	if why == "" {
		why = noneFollowed
	}
	for k, place := range n.entries {
		if place >= len(list) { // a built-in that was left out for want of suggestions
			continue
		}
		why = counted.Sprintf("No unit was followed for %d days.", n.days)
		leave := by.Gates.Metric(list[place].Metric.Name)
		if !leave.Given() {
			continue
		}
		for _, i := range by.Compared() {
			if one := n.follow(leave, by, list[place], n.at[k], i, left); one.Units > 0 {
				out = append(out, one)
			}
		}
	}
	if len(out) > 0 {
		why = ""
	}
	return out, why
}

// follow is one metric in one arm; first is the metric's first column.
func (n *novelty) follow(leave health.Leave, by *compare.Terms, e analysis.Entry, first, arm int,
	left *leftOut) report.Novelty {
	out := report.Novelty{Metric: e.Metric.Name, Arm: by.Names[arm], Control: by.Names[by.Control], Days: n.days,
		Ages: []report.AgeEffect{}, Cohorts: []report.CohortEffect{}, Cautions: []report.Caution{}}
	pair := func(column int) (control, treatment stats.Sample) {
		s := left.of(e, first+column)
		return s[by.Control], s[arm]
	}
	windows := [2]method.Windows{}
	for a, days := range noveltyAges[:n.ages] {
		c, t := pair(a)
		cmp := e.Kind.Compare(leave, c, t, by.Exp.Statistics.Alpha)
		out.Units = c.N + t.N
		out.Ages = append(out.Ages, report.AgeEffect{From: days[0], To: days[1], Abs: cmp.Abs, Rel: cmp.Rel})
		if a == 0 {
			windows[0].Early, windows[1].Early = c, t
		}
		windows[0].Late, windows[1].Late = c, t
	}
	last := n.ages - 1
	for side, i := range []int{by.Control, arm} {
		windows[side].Both = both(e, left.f.Main[first+n.ages+2][i])
		windows[side].LeftOut = left.change(first, first+last, i)
	}
	out.Change = method.Change(windows[0], windows[1], e.Kind.Dim == 2, by.Exp.Statistics.Alpha)
	out.Change.EarlyFrom, out.Change.EarlyTo = noveltyAges[0][0], noveltyAges[0][1]
	out.Change.LateFrom, out.Change.LateTo = noveltyAges[last][0], noveltyAges[last][1]
	var cohorts [2]stats.LevelEffect
	known := true
	for side, bounds := range [][2]spec.Day{{n.first, n.early}, {n.early + 1, n.last}} {
		c, t := pair(n.ages + side)
		cmp := e.Kind.Compare(leave, c, t, by.Exp.Statistics.Alpha)
		name := []string{"early", "late"}[side]
		cohorts[side] = stats.NewLevelEffect(c, t)
		if !cmp.Abs.Lo.Defined() {
			known = false
			for _, w := range cmp.Cautions {
				out.Cautions = append(out.Cautions, report.Cautionf(w.Code, "Exposed %s: %s", name, w.Detail))
			}
		}
		out.Cohorts = append(out.Cohorts, report.CohortEffect{Name: name, From: bounds[0].String(),
			To: bounds[1].String(), Units: c.N + t.N, Abs: cmp.Abs, Rel: cmp.Rel})
	}
	out.Difference, out.P = cohortDifference(cohorts, known, by.Exp.Statistics.Alpha)
	return out
}

// both is a unit's value in two windows as one sample.
func both(e analysis.Entry, m moment.Moment) stats.Sample {
	s := metric.Sums(m, append(slices.Clone(e.Scales), e.Scales...)...)
	if e.Kind.Dim == 2 {
		return s.RatioPair()
	}
	return s.Sample()
}

// cohortDifference compares two effects on disjoint units by Student's t: each with
// the error that its own interval has, degrees of freedom by Satterthwaite. Where
// an interval of its own is not known there is none of the difference.
func cohortDifference(cohorts [2]stats.LevelEffect, known bool, alpha float64) (report.Interval, report.Num) {
	early, late := cohorts[0], cohorts[1]
	diff, v := late.Effect-early.Effect, early.Variance+late.Variance
	out := report.Interval{Value: report.Num(diff), Lo: report.Undefined(), Hi: report.Undefined(),
		Method: "difference_of_effects"}
	df := v * v / (early.Variance*early.Variance/early.DF + late.Variance*late.Variance/late.DF)
	if !known || !(df > 0) || math.IsNaN(diff) {
		return out, report.Undefined()
	}
	se := math.Sqrt(v)
	half := stats.StudentISF(alpha/2, df) * se
	out.Lo, out.Hi, out.Bounded = report.Num(diff-half), report.Num(diff+half), true
	return out, report.Num(stats.TwoSided(stats.StudentLogSF(math.Abs(diff/se), df)).P)
}
