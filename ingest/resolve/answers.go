package resolve

import (
	"uptake/analysis/study"
	"uptake/ingest/store"
)

// What an answer makes of a shown suggestion: decisions, edits and reverts of the
// state machine in suggestions.

var decisionOf = [store.Other]study.Decision{store.Accepted: study.Accepted, store.Partial: study.Partial,
	store.Dismissed:  study.Dismissed,
	store.Superseded: study.Superseded, store.TypedThrough: study.TypedThrough}

func (s *suggestions) decide(g *suggestion, r *store.Row, late bool) {
	d := decisionOf[r.Role]
	if g.closed {
		s.fire(laterDecision)
		return
	}
	if late {
		s.fire(lateDecision)
		s.lateAccept(d)
		if g.late == study.Undecided {
			g.late = d
		}
		return
	}
	if isAccept(d) && s.keep {
		s.w.tally.Accepts++
	}
	g.closed = true
	g.decided(d, r)
	if d == study.Accepted {
		g.accepted, g.byDay = r.TS, r.Day
	}
}

// decided notes a decision; where either time is a whole day, when it was is not known.
func (g *suggestion) decided(d study.Decision, r *store.Row) {
	g.row.Decision, g.row.Decided, g.row.Undated = d, r.TS, r.Day || g.day
}

func (s *suggestions) lateAccept(d study.Decision) {
	if isAccept(d) && s.keep {
		s.w.tally.LateAccepts++
		s.w.tally.Accepts++
	}
}

// change is an edit or a revert. It must follow an accept within the edit
// window; an edit of a suggestion nobody decided on is an accept with edits.
func (s *suggestions) change(g *suggestion, r *store.Row, late bool) {
	rules := &s.w.r.Rules
	if g.accepted == store.NoTime {
		switch {
		case r.Role == store.Reverted || g.closed:
			s.fire(changeWithoutAccept)
		case late:
			s.fire(lateDecision)
			s.lateAccept(study.Edited)
			if g.late == study.Undecided {
				g.late = study.Edited
			}
		default:
			s.fire(editedWithoutAccept)
			if s.keep {
				s.w.tally.Accepts++
			}
			g.closed = true
			g.decided(study.Edited, r)
		}
		return
	}
	// as packed, so that a limit equals itself
	ratio, editAbove, revertAbove := r.Extra, float32(rules.EditAbove), float32(rules.RevertAbove)
	switch {
	case s.w.between(g.accepted, g.byDay, r.TS, r.Day) > rules.EditWindow.Microseconds():
		s.fire(changeAfterEditWindow)
	case r.Role == store.Reverted || ratio > revertAbove:
		if g.row.Decision != study.Reverted {
			s.fire(revertedAfterAccept)
		}
		g.row.Decision = study.Reverted
	case ratio <= editAbove: // a missing ratio counts as an edit
		s.fire(editTooSmall)
	case g.row.Decision == study.Accepted:
		s.fire(editedAfterAccept)
		g.row.Decision = study.Edited
	}
}

func isAccept(d study.Decision) bool {
	return d == study.Accepted || d == study.Edited || d == study.Partial || d == study.Reverted
}

// given takes the outcome that the row itself carries (layout suggestions).
func (s *suggestions) given(g *suggestion, r *store.Row) {
	g.closed = true
	g.row.NotSeen = r.NotSeen
	if r.Outcome == study.Undecided {
		return
	}
	after := int64(0)
	if r.Decided != store.NoTime {
		after = s.w.between(r.TS, r.Day, r.Decided, r.DecidedDay)
	}
	if after > s.w.r.Rules.Attribution.Microseconds() {
		if g.counts {
			s.lateAccept(r.Outcome)
			s.fire(lateDecision)
		}
		g.late = r.Outcome
		return
	}
	if g.counts && isAccept(r.Outcome) && s.keep {
		s.w.tally.Accepts++
	}
	g.row.Decision, g.row.Decided, g.row.Undated = r.Outcome, r.TS, r.Decided == store.NoTime || r.Day || r.DecidedDay
	if r.Decided != store.NoTime {
		g.row.Decided = r.Decided
		// clocks that differ, or times cut to whole seconds: the outcome is known all the same
		if after < 0 && g.counts {
			s.fire(decidedBeforeShown)
		}
	}
}
