package resolve

import (
	"math"
	"slices"

	"uptake/analysis/study"
	"uptake/analysis/sums"
	"uptake/ingest/store"
)

// suggestion is one shown suggestion on its way to an end state.
type suggestion struct {
	row      study.SuggestionRow
	day      bool  // shown at a time that stands for its whole day
	since    int64 // from first exposure to the showing, microseconds
	counts   bool  // shown from first exposure on, within the window
	before   bool  // shown and closed before first exposure, recently enough to feed a covariate
	closed   bool  // a terminal decision was taken
	late     study.Decision
	kept     float32 // seconds after the accept at which it was last found, NaN without
	visible  float64
	accepted int64 // time of the accept that an edit may follow
	byDay    bool  // that accept stands for its whole day
}

// suggestions is the state machine of a unit's suggestions (adoption
// definitions, outcome of one shown suggestion). The first terminal decision
// in [shown, shown+W] decides; at one instant the order of roles does. A
// decision at the very instant of showing counts, since many exports write
// whole seconds.
type suggestions struct {
	w        *unitWork
	list     []suggestion
	byID     table // id → place in list
	sessions table
	session  int32 // how many there are
	asked    table // id → place in requests
	requests []study.RequestRow
	bridge   *sums.BridgeCount
	fired    fired
	// the rows have texts, numbers or traits
	attributes bool
	keep       bool // the unit is not a crossover
	exposed    int64
}

func (s *suggestions) init(w *unitWork) {
	f := w.r.Rows.Format()
	s.w, s.attributes = w, f.Texts+f.Numbers+len(f.Traits) > 0
}

func (s *suggestions) begin(x exposed) {
	s.list = s.list[:0]
	s.byID.begin()
	s.sessions.begin()
	s.asked.begin()
	s.session = 0
	s.requests = s.requests[:0]
	s.bridge = &s.w.tally.Bridge[x.arm]
	s.keep, s.exposed = !x.crossover, x.at
}

// fire counts that a rule fired, outside crossovers.
func (s *suggestions) fire(r rule) {
	if s.keep {
		s.fired[r]++
	}
}

// take moves the machine by one row; used is false when the row is outside what counts.
func (s *suggestions) take(r *store.Row, since int64, inWindow bool) (used bool) {
	counts := since >= 0
	switch r.Role {
	case store.Shown:
		return s.shown(r, since, inWindow)
	case store.Requested:
		return s.requested(r, inWindow)
	}
	g := s.find(r)
	if g == nil {
		switch {
		case !counts:
		case r.Role == store.Persisted:
			s.fire(persistedWithoutAccept)
		default:
			s.fire(decisionWithoutShown)
		}
		return inWindow
	}
	switch {
	case g.before: // its rules and accepts are not part of the result
		keep := s.keep
		s.keep = false
		s.move(g, r)
		s.keep = keep
		return inWindow || !counts
	case !g.counts:
		return inWindow
	default:
		s.move(g, r)
	}
	return true
}

// move takes a decision, an edit or a hiding to the suggestion it is about.
func (s *suggestions) move(g *suggestion, r *store.Row) {
	late := s.w.between(g.row.ShownAt, g.day, r.TS, r.Day) > s.w.r.Rules.Attribution.Microseconds()
	switch r.Role {
	case store.Edited, store.Reverted:
		s.change(g, r, late)
	case store.Persisted:
		s.persisted(g, r)
	case store.Hidden:
		s.see(g, r)
		if !g.closed {
			g.closed = true
			s.fire(hidden)
		}
	default:
		if r.Role == store.Superseded {
			s.see(g, r)
		}
		s.decide(g, r, late)
	}
}

// find returns the suggestion a decision is about; without ids, the unit's
// last shown one while it is open.
func (s *suggestions) find(r *store.Row) *suggestion {
	if r.Suggestion != 0 {
		if i := s.byID.has(r.Suggestion); i >= 0 {
			return &s.list[i]
		}
		return nil
	}
	if n := len(s.list); n > 0 {
		g := &s.list[n-1]
		if !g.closed || r.Role == store.Edited || r.Role == store.Reverted || r.Role == store.Persisted {
			return g
		}
	}
	return nil
}

// requested notes that a suggestion was asked for; a request is known by the id that
// the suggestion is shown under.
func (s *suggestions) requested(r *store.Row, inWindow bool) bool {
	if !inWindow {
		return false
	}
	if r.Suggestion == 0 {
		s.fire(requestWithoutID)
		return true
	}
	if _, again := s.asked.find(r.Suggestion, int32(len(s.requests))); again {
		s.fire(requestedAgain)
		return true
	}
	shown := s.byID.has(r.Suggestion) >= 0 // clocks that differ
	s.requests = append(s.requests, study.RequestRow{At: r.TS, Latency: r.Extra, Shown: shown})
	return true
}

// persisted notes that an accepted suggestion was still there some time after.
func (s *suggestions) persisted(g *suggestion, r *store.Row) {
	if !isAccept(g.row.Decision) {
		s.fire(persistedWithoutAccept)
		return
	}
	after := r.Extra
	if !(after >= 0 && after <= math.MaxFloat32) {
		if after == after {
			s.fire(delayUnusable)
		}
		after = float32(float64(s.w.between(g.row.Decided, g.row.Undated, r.TS, r.Day)) / 1e6)
	}
	if s.keep {
		s.w.tally.Check(sums.Checked(float64(after)), 1)
	}
	if !(after <= g.kept) {
		g.kept = after
	}
}

func (s *suggestions) shown(r *store.Row, since int64, inWindow bool) bool {
	if i := s.asked.has(r.Suggestion); i >= 0 {
		s.requests[i].Shown = true
	}
	if r.Suggestion != 0 {
		if i, again := s.byID.find(r.Suggestion, int32(len(s.list))); again {
			s.fire(shownAgain)
			g := &s.list[i]
			if s.w.between(g.row.ShownAt, g.day, r.TS, r.Day) <= s.w.r.Rules.Attribution.Microseconds() {
				s.see(g, r) // still the same chance to answer
			}
			return g.counts || g.before || inWindow
		}
	}
	rules := &s.w.r.Rules
	n := len(s.list)
	s.list = slices.Grow(s.list, 1)[:n+1]
	g := &s.list[n] // its memory may be that of an earlier unit's suggestion
	// Field by field: what is put together elsewhere is waited for when it is copied.
	g.day, g.since, g.counts, g.before, g.closed, g.byDay = r.Day, since, inWindow, false, false, false
	g.late, g.visible, g.accepted, g.kept = study.Undecided, math.NaN(), store.NoTime, float32(math.NaN())
	w := &g.row
	w.ID, w.ShownAt, w.Session = r.ID, r.TS, s.sessionOf(r)
	w.Decided, w.Decision, w.Undated, w.NotSeen, w.Kept = 0, study.Undecided, false, false, 0
	if s.attributes {
		w.Text, w.Number, w.Trait = append(w.Text[:0], r.Texts...), append(w.Number[:0], r.Numbers...),
			append(w.Trait[:0], r.Traits...)
	}
	w.ClosesAt = r.TS + rules.Attribution.Microseconds()
	if rules.CanEdit {
		g.row.ClosesAt += rules.EditWindow.Microseconds()
	}
	g.before = since < 0 && since >= -s.w.past.span && g.row.ClosesAt <= s.exposed
	if g.counts {
		s.w.values.shown(r)
	}
	s.see(g, r)
	if s.w.r.Rows.Format().Outcomes {
		s.given(g, r)
	}
	return inWindow || g.before
}

func (s *suggestions) sessionOf(r *store.Row) int32 {
	if r.Session == 0 {
		return -1
	}
	n, known := s.sessions.find(r.Session, s.session)
	if !known {
		s.session++
	}
	return n
}

// see notes how long a suggestion was on screen, the longest that was logged.
func (s *suggestions) see(g *suggestion, r *store.Row) {
	if v := float64(r.Extra); v == v && !(v <= g.visible) {
		g.visible = v
	}
}

// settle ends the machine: what was not seen, and what feeds covariates.
func (s *suggestions) settle(x exposed) {
	least := float64(s.w.r.Rules.MinVisible.Milliseconds())
	for i := range s.list {
		g := &s.list[i]
		if !g.counts && !g.before {
			continue
		}
		if least > 0 && g.visible < least && (g.row.Decision == study.Undecided || g.row.Decision == study.Superseded) {
			g.row.NotSeen = true
		}
		if g.before {
			s.w.earlier(g)
		}
	}
}

// append writes the suggestions that count, in the order they were shown.
func (s *suggestions) append() {
	for i := range s.list {
		g := &s.list[i]
		if !g.counts {
			continue
		}
		if g.row.NotSeen {
			s.fire(notSeen)
		}
		s.countDecided(g)
		g.row.Kept = g.kept
		s.w.out.Suggestion(&g.row)
	}
	if !s.w.r.Shape.HasRequests {
		return
	}
	for _, r := range s.requests {
		s.w.out.Request(r)
	}
}
