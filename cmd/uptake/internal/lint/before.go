package lint

import (
	"fmt"
	"slices"
	"time"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/ingest"
	"uptake/ingest/store"
)

// justBefore is how long before its exposure what a user does belongs to the same visit,
// where sessions are not told.
const justBefore = 30 * time.Minute

// exposing is the session in which a user was exposed, 0 where sessions are not told.
func exposing(l *ingest.Life) uint64 {
	for i := range l.Rows {
		if r := &l.Rows[i]; r.Arm >= 0 && r.At == l.From {
			return r.Session
		}
	}
	return 0
}

// sameVisit reports whether a row before a user's exposure is of the visit in which it
// happened.
func sameVisit(l *ingest.Life, r *ingest.LifeRow, session uint64) bool {
	if session != 0 {
		return r.Session == session
	}
	return r.At > l.From-justBefore.Microseconds()
}

var lateExposure = lint{
	code: "late_exposure",
	look: func(s *subject) found {
		var t tally
		var rows []report.Example
		if s.exp.Layout != spec.Events {
			return found{}
		}
		byArm := make([]tally, len(s.arms))
		for _, a := range s.arms {
			for _, l := range a.lives {
				if l.Assigned || l.From == ingest.NoTime {
					continue
				}
				session, y := exposing(l), 0.0
				for i := range l.Rows {
					r := &l.Rows[i]
					if r.At >= l.From || r.At == ingest.NoTime || r.Role == store.Other && !r.Counted ||
						!sameVisit(l, r, session) {
						continue
					}
					if y == 0 {
						rows = s.evidence(rows, r, s.lives.Events[r.Event])
					}
					y = 1
				}
				t.add(y, 1)
				byArm[a.at].add(y, 1)
			}
		}
		if t.with < fewOdd || t.y <= mostOdd*t.x {
			return found{}
		}
		share := t.share("exposed users")
		said := ""
		for _, a := range s.arms {
			r, _ := byArm[a.at].rate()
			said += fmt.Sprintf(" %s %.3g %%,", a.Name, 100*r)
		}
		return found{fmt.Sprintf("%.0f of %.0f exposed users did what metrics count in the same visit before their "+
			"exposure: %s; the limit is %g %%. By arm:%s.%s",
			t.y, t.x, share.say(), 100*mostOdd, said[:max(len(said)-1, 0)], s.sampled()), share, rows}
	},
	limit: fact("more than 1 % of the exposed users, of three or more"),
	meaning: "Exposures are logged after what they should come before. What was done until then counts for nobody, " +
		"and if one arm logs later than another, they are not alike.",
	causes: []string{"the exposure is sent after a load or at the end of a visit", "exposures are dated by the " +
		"server and other events by the client", "the feature is there before the flag is asked"},
	todo: "Log the exposure when the user meets the arm, dated by the same clock as other events.",
}

var activityBefore = lint{
	code: "activity_before",
	look: func(s *subject) found {
		if s.lives.From == ingest.NoTime || len(s.arms) < 2 || slices.ContainsFunc(s.report.Health.Checks,
			func(c report.Check) bool { return c.Name == "imbalance" }) {
			return found{} // the page's check holds the metrics before exposure against each other
		}
		counts, all := make([][]float64, len(s.arms)), []float64{}
		for _, a := range s.arms {
			for _, l := range a.lives {
				session, n := exposing(l), 0.0
				for i := range l.Rows {
					if r := &l.Rows[i]; r.At != ingest.NoTime && r.At < l.From && !r.Copy && !sameVisit(l, r, session) {
						n++
					}
				}
				counts[a.at], all = append(counts[a.at], n), append(all, n)
			}
		}
		if len(all) == 0 {
			return found{}
		}
		slices.Sort(all)
		most := all[len(all)*995/1000] // a few very busy users decide nothing
		arms := make([]tally, len(s.arms))
		for i, list := range counts {
			for _, n := range list {
				arms[i].add(min(n, most), 1)
			}
		}
		for _, a := range s.arms {
			t, o := arms[a.at], others(arms, a.at)
			ratio, lo, hi, z := t.against(&o, 1)
			if !(ratio < 0.9) || o.with < fewActive || t.units < fewActive ||
				below(z)*float64(len(s.arms)) >= s.unlikely() {
				continue
			}
			share := lost("rows before exposure in the arm "+a.Name, ratio, lo, hi, t.units+o.units)
			r, _ := t.rate()
			q, _ := o.rate()
			return found{detail: fmt.Sprintf("Before the visit of their exposure, users of the arm %q have %.3g rows "+
				"each and those of the others %.3g: %s less.%s", a.Name, r, q, share.say(), s.sampled()), share: share}
		}
		return found{}
	},
	limit: compared("an arm whose users have a tenth less rows before exposure; where statistics: cuped is given " +
		"the check imbalance holds the metrics against each other instead"),
	meaning: "The arms differed before anybody was exposed. That cannot be an effect, and part of a later difference " +
		"may be the same gap.",
	causes: []string{"units were not assigned at random", "one arm's earlier rows are missing from the export",
		"an earlier test on the same units still has an effect"},
	todo: "Check the assignment and the export of the days before; give statistics: cuped, so that numbers are " +
		"adjusted for what was before.",
}
