package health

import (
	"fmt"
	"strings"
	"time"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// A day without rows is a hole in the export where the same weekday in the weeks
// around it has so many distinct units, and by them at least so many rows would be
// expected.
const gapUnits = study.ManyUnits

// fewRows is how many rows a day must be expected to have for its emptiness to be
// more than chance: of independent rows none then come in 5 of 100,000 such days, of
// which an export of many sources has thousands.
const fewRows = 10

// dataGaps looks, in every stream of sources and every event of exposures, for days
// without rows. What is rare, weekly or dries up as everybody has been exposed has
// such days by nature, so each is held against the same weekday in the weeks around
// it and against how the days around it compare with those of that week:
//
//	expected rows of day d = rows(n) · Σ rows(a) / Σ rows(a − d + n)
//
// with n the same weekday a week before or after d (before or after the whole run of
// empty days, where that is longer than a week) and a over the days within six of d
// that have rows, as a − d + n has. Every n there is must speak for a hole: gapUnits
// distinct units or more, and as many rows expected. Then the check fails, but for
// rows that assign units, and where within a week after it no day has so many units
// again. It warns where one n does, where fewRows or more are
// expected, and of days before the first row or after the last one.
func dataGaps(f *Facts) (report.Check, bool) {
	if !f.HasTime || len(f.Days) == 0 || len(f.Logged) == 0 {
		return report.Check{}, false
	}
	var missing, doubtful []string
	for i := range f.Logged {
		g := newGaps(f, &f.Logged[i])
		if len(g.missing) > 0 {
			missing = append(missing, g.name()+" on "+dayList(g.missing))
		}
		if len(g.doubtful) > 0 {
			doubtful = append(doubtful, g.name()+" on "+dayList(g.doubtful))
		}
	}
	switch {
	case len(missing) > 0:
		return check("fail", "No rows of %s. That weekday has rows of %d units or more in the weeks around, so rows "+
			"are missing from the export.",
			strings.Join(missing, "; none of "), gapUnits), true
	case len(doubtful) > 0:
		return check("warn", "No rows of %s. By the weeks around some would be expected; the export may not be "+
			"complete.", strings.Join(doubtful, "; none of ")), true
	}
	return check("ok", "No source and no event of exposures lacks a day of which, by the weeks around, rows would be "+
		"expected."), true
}

// gaps are the days that a stream of rows lacks.
type gaps struct {
	of                *study.Logged
	first, last       spec.Day // with rows
	missing, doubtful []spec.Day
}

func newGaps(f *Facts, l *study.Logged) *gaps {
	g := &gaps{of: l}
	var ok bool
	if g.first, g.last, ok = l.Span(); !ok {
		return g
	}
	start, from, to := f.counting(l.Event != "" || l.Assigned)
	for d := from; d <= to; d++ {
		if g.rows(d) > 0 || d < min(start, g.first) { // how far the past is exported is nobody's loss
			continue
		}
		left, right := g.run(d)
		switch e := g.evidence(d, left, right); {
		case e.all && d > g.first && g.resumes(right) && !l.Assigned:
			g.missing = append(g.missing, d)
		case e.any || e.rows >= fewRows:
			g.doubtful = append(g.doubtful, d)
		}
	}
	return g
}

// counting is the day on which exposures start and the days whose rows can count, of
// exposures those that bound them: from the look-back before the start to the last
// whole day of the data, or to where the last window ends.
func (f *Facts) counting(exposures bool) (start, from, to spec.Day) {
	const day = 24 * time.Hour
	zone := f.Exp.Zone
	start, to = f.Days[0].Day, spec.DayOf(f.To, zone)
	if f.Exp.Start != spec.NoDay {
		start = min(start, f.Exp.Start)
	}
	if f.To < (to+1).Start(zone)-wholeDaySlack {
		to--
	}
	if exposures {
		if f.Exp.End != spec.NoDay {
			to = min(to, f.Exp.End)
		}
		return start, start, to
	}
	if w := f.Exp.Window; w > 0 && f.Exp.End != spec.NoDay {
		for _, m := range f.Exp.Metrics {
			w = max(w, m.Window)
		}
		to = min(to, f.Exp.End+spec.Day((w+day-1)/day))
	}
	return start, start - spec.Day((f.Exp.Statistics.CUPED+day-1)/day), to
}

// wholeDaySlack is how long before midnight the last row may lie for the day to
// count as whole, microseconds.
const wholeDaySlack = 3 * 3600 * 1_000_000

func (g *gaps) rows(d spec.Day) int64 { return g.of.Days[d].Rows }

// run returns the run of empty days that d belongs to.
func (g *gaps) run(d spec.Day) (left, right spec.Day) {
	left, right = d, d
	for left > g.first && g.rows(left-1) == 0 {
		left--
	}
	for right < g.last && g.rows(right+1) == 0 {
		right++
	}
	return left, right
}

// resumes reports whether within a week after day d so many units have rows again that
// it was a hole. What only stragglers follow is the end of what was done.
func (g *gaps) resumes(d spec.Day) bool {
	for a := d + 1; a <= d+7; a++ {
		if g.of.Days[a].Units >= gapUnits {
			return true
		}
	}
	return false
}

// evidence is what the same weekday in the neighbouring weeks says of an empty day.
type evidence struct {
	all, any bool    // each, or one, of them has units and rows enough
	rows     float64 // the fewest rows that one of them lets expect
}

func (g *gaps) evidence(d, left, right spec.Day) (e evidence) {
	sides, alone := 0, false
	for _, week := range []spec.Day{-7, 7} {
		n := d + week
		for n >= left && n <= right {
			n += week
		}
		if n < g.first || n > g.last {
			continue
		}
		rows, compared := g.expected(d, n)
		enough := g.of.Days[n].Units >= gapUnits && rows >= gapUnits
		if sides++; sides == 1 {
			e.all, e.rows = enough, rows
		}
		e.all, e.any, e.rows = e.all && enough, e.any || enough, min(e.rows, rows)
		alone = alone || !compared
	}
	if alone && (sides < 2 || !e.all) { // it may be that nothing was to come any more
		return evidence{}
	}
	return e
}

// expected is how many rows day d would have by day n, given how the days around d
// compare with those around n. Where there is nothing to compare, n speaks for
// itself if a day around it has rows as well; a source with one day a week says
// nothing.
func (g *gaps) expected(d, n spec.Day) (rows float64, compared bool) {
	var here, there int64
	for a := d - 6; a <= d+6; a++ {
		if b := a - d + n; g.rows(a) > 0 && g.rows(b) > 0 {
			here, there = here+g.rows(a), there+g.rows(b)
		}
	}
	switch {
	case there > 0:
		return float64(g.rows(n)) * float64(here) / float64(there), true
	case g.daily(n):
		return float64(g.rows(n)), false
	}
	return 0, false
}

// daily reports whether a day within three of n has rows as well.
func (g *gaps) daily(n spec.Day) bool {
	for a := n - 3; a <= n+3; a++ {
		if a != n && g.rows(a) > 0 {
			return true
		}
	}
	return false
}

// name says whose rows these are.
func (g *gaps) name() string {
	sources := list(g.of.Sources)
	if g.of.Event != "" {
		return fmt.Sprintf("event %s of %s", g.of.Event, sources)
	}
	return sources
}

// dayList lists days with their weekdays.
func dayList(days []spec.Day) string {
	var out []string
	for _, d := range days {
		out = append(out, d.String()+" ("+time.Unix(int64(d)*86400, 0).UTC().Weekday().String()[:3]+")")
	}
	return list(out)
}

// list joins up to five names.
func list(names []string) string {
	if len(names) > 5 {
		return strings.Join(names[:5], ", ") + " and others"
	}
	return strings.Join(names, ", ")
}

var gapWords = Words{
	Meaning: "A day that should have data has none. If rows of that day are absent, what was done then is not " +
		"counted, and the arms may lack different things; if nobody was there, nothing is wrong.",
	Causes: []string{
		"an export job failed or a file of that day was not copied",
		"the feature or the logging was switched off that day",
		"nobody came, as on a holiday",
	},
	Todo: "Look in the source system for rows of the days named here. If there are some, export them again and run " +
		"again.",
}
