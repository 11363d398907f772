package lint

import (
	"fmt"
	"slices"

	"uptake/analysis/report"
	"uptake/ingest"
)

// A program is told by its pace: so many instants with rows, half of them less than a
// second after the one before; or rows in nearly all hours of several days.
const (
	paceInstants = 100
	paceGap      = 1_000_000 // microseconds
	paceHours    = 22
	paceDays     = 3
)

// isProgram reports whether no person does so much so fast or so long.
func (s *subject) isProgram(l *ingest.Life) bool {
	if len(l.Rows) < min(paceInstants, paceHours*paceDays) {
		return false
	}
	var gaps []int64
	hours := map[int64]int{}
	last, hour := int64(ingest.NoTime), int64(-1)
	for i := range l.Rows {
		r := &l.Rows[i]
		if r.At == ingest.NoTime || r.Copy || r.At == last {
			continue
		}
		if last != ingest.NoTime {
			gaps = append(gaps, r.At-last)
		}
		last = r.At
		if h := r.At / 3_600_000_000; h != hour {
			hour = h
			hours[h/24]++
		}
	}
	if len(gaps) >= paceInstants {
		slices.Sort(gaps)
		if gaps[len(gaps)*9/10] < paceGap { // of a programmer at work two thirds do
			return true
		}
	}
	long := 0
	for _, n := range hours {
		if n >= paceHours {
			long++
		}
	}
	return long >= paceDays
}

var machinePace = lint{
	code: "machine_pace",
	look: func(s *subject) found {
		var t, rowsOf tally
		var rows []report.Example
		for i := range s.lives.List {
			l := &s.lives.List[i]
			y := 0.0
			if s.isProgram(l) {
				y = 1
				rows = s.evidence(rows, &l.Rows[0], "the first of "+fmt.Sprint(len(l.Rows))+" rows of one user")
			}
			t.add(y, 1)
			rowsOf.add(y*float64(len(l.Rows)), float64(len(l.Rows)))
		}
		if t.with == 0 || t.y <= mostPrograms*t.x && rowsOf.y <= mostOdd*rowsOf.x {
			return found{}
		}
		share := t.share("users")
		return found{fmt.Sprintf("%.0f of %.0f users act at the pace of a program: %s. They have %.3g %% of the "+
			"rows.%s", t.y, t.x, share.say(), 100*rowsOf.y/rowsOf.x, s.sampled()), share, rows}
	},
	limit: fact("more than 0.1 % of users, or users with more than 1 % of the rows, with 100 instants or more of " +
		"which nine in ten lie less than a second behind the one before, or with rows in 22 hours of three days"),
	meaning: "Programs count as users. They see more than people do and answer otherwise, and a few of them can " +
		"carry a mean.",
	causes: []string{"crawlers and monitors", "load tests", "a client that sends the same thing in a loop",
		"one id that stands for all who are not logged in"},
	todo: "Look at the rows of the users named, and set them aside with where: [{column: …, not: […]}].",
}

// mostPrograms is the share of users that may be programs.
const mostPrograms = 0.001
