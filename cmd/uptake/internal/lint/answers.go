package lint

import (
	"time"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/ingest"
	"uptake/ingest/store"
)

// mostOdd is the share of answers or suggestions of which something odd may be so, and
// fewOdd how many users it must concern: one alone is a matter of that one.
const (
	mostOdd = 0.01
	fewOdd  = 3
)

// isAnswer reports whether a role is an answer to a suggestion; an edit goes on from one.
func isAnswer(r store.Role) bool {
	return r >= store.Accepted && r <= store.Superseded && r != store.Edited && r != store.Reverted
}

// odd counts, user by user, how many of some rows are odd, and says so above a share.
func odd(what, of string, most float64, look func(s *subject, l *ingest.Life, see func(*ingest.LifeRow, bool))) func(
	*subject) found {
	return func(s *subject) found {
		var t tally
		var rows []report.Example
		for i := range s.lives.List {
			l := &s.lives.List[i]
			y, x := 0, 0
			look(s, l, func(r *ingest.LifeRow, odd bool) {
				if x++; odd {
					if y++; y == 1 {
						rows = s.evidence(rows, r, s.lives.Events[r.Event])
					}
				}
			})
			t.add(float64(y), float64(x))
		}
		if t.with < fewOdd || t.y <= most*t.x {
			return found{}
		}
		share := t.share(of)
		return found{counted.Sprintf("%.0f of %.0f %s: %s; the limit is %g %%. They are of %d users.%s", t.y, t.x, what,
			share.say(), 100*most, t.with, s.sampled()), share, rows}
	}
}

// edge is how long after the first row what an answer belongs to may lie before the export.
func (s *subject) edge() int64 {
	return s.lives.From + max(s.exp.Suggestions.Attribution, time.Hour).Microseconds()
}

var answersUnshown = lint{
	code: "answers_without_shown",
	look: odd("answers name a suggestion that no row shows", "answers", mostOdd, func(s *subject, l *ingest.Life,
		see func(*ingest.LifeRow, bool)) {
		shown := map[uint64]bool{}
		for i := range l.Rows {
			if r := &l.Rows[i]; r.Role == store.Shown {
				shown[r.Suggestion] = true
			}
		}
		for i := range l.Rows {
			if r := &l.Rows[i]; isAnswer(r.Role) && r.Suggestion != 0 && !r.Copy && r.At > s.edge() {
				see(r, !shown[r.Suggestion])
			}
		}
	}),
	limit:   fact("more than 1 % of answers, of three users or more"),
	meaning: "What was shown is not all in the export, so the rates of those that are may be too high or too low.",
	causes: []string{"the event of showing is sampled or lost", "two clients name suggestions differently",
		"the export begins in the middle"},
	todo: "Compare the ids of answers with those of what is shown, by client and version.",
}

var answersEarly = lint{
	code: "answers_before_shown",
	look: odd("answers come before their suggestion is shown", "answers", mostOdd, func(_ *subject, l *ingest.Life,
		see func(*ingest.LifeRow, bool)) {
		shown := map[uint64]int64{}
		for i := range l.Rows {
			if r := &l.Rows[i]; r.Role == store.Shown && r.Suggestion != 0 {
				if _, again := shown[r.Suggestion]; !again {
					shown[r.Suggestion] = r.At
				}
			}
		}
		for i := range l.Rows {
			if r := &l.Rows[i]; isAnswer(r.Role) && !r.Copy {
				if at, there := shown[r.Suggestion]; there {
					see(r, r.At < at)
				}
			}
		}
	}),
	limit:   fact("more than 1 % of answers, of three users or more"),
	meaning: "The order of events is not that in which they happened; times to decide are wrong.",
	causes:  []string{"two clocks", "times cut to whole seconds", "events are dated by when they are sent"},
	todo:    "Bind the time at which the client saw the event, of one clock.",
}

var answersSeveral = lint{
	code: "several_answers",
	look: odd("answered suggestions have a second answer", "answered suggestions", mostOdd,
		func(_ *subject, l *ingest.Life, see func(*ingest.LifeRow, bool)) {
			answers, last := map[uint64]int{}, map[uint64]int{}
			for i := range l.Rows {
				if r := &l.Rows[i]; isAnswer(r.Role) && r.Suggestion != 0 && !r.Copy {
					answers[r.Suggestion]++
					last[r.Suggestion] = i
				}
			}
			for i := range l.Rows { // in their order: rows stand as evidence
				if r := &l.Rows[i]; last[r.Suggestion] == i && answers[r.Suggestion] > 0 {
					see(r, answers[r.Suggestion] > 1)
				}
			}
		}),
	limit:   fact("more than 1 % of answered suggestions, of three users or more"),
	meaning: "The first answer counts. Where the last is what people meant, rates are wrong.",
	causes:  []string{"one click is logged twice", "suggestions share an id", "people may change their answers"},
	todo:    "Look whether suggestion_id names one showing; bind event_id, so that what is logged twice counts once.",
}

// mostTwice is the share of rows read that may be copies.
const mostTwice = 0.05

var deliveredTwice = lint{
	code: "delivered_twice",
	look: odd("rows are copies of others and count once", "rows", mostTwice, func(_ *subject, l *ingest.Life,
		see func(*ingest.LifeRow, bool)) {
		for i := range l.Rows {
			see(&l.Rows[i], l.Rows[i].Copy)
		}
	}),
	limit:   fact("more than 5 % of rows, of three users or more"),
	meaning: "Much is delivered twice. Copies are set aside, but only where their ids or all their columns are equal.",
	causes: []string{"the same days are in two files", "a client sends again what was received",
		"a join multiplied rows"},
	todo: "Look at the rows named, and export each event once.",
}
