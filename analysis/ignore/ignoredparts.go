package ignore

import (
	"uptake/analysis/fold"
	"uptake/analysis/study"
)

// ignoredParts are what the plainly ignored suggestions are told apart by: those of
// units that answer none, the last ones that their session showed, and the others.
var ignoredParts = [...]struct {
	name    string
	ordered bool // needs the order of the suggestions
	of      func(p *person) int64
}{
	{"ignored_never_engager", false, func(p *person) int64 {
		if p.never() {
			return p.ignored()
		}
		return 0
	}},
	{"ignored_session_end", true, func(p *person) int64 {
		if p.never() {
			return 0
		}
		return p.leaving
	}},
	{"ignored_went_on", true, func(p *person) int64 {
		if p.never() {
			return 0
		}
		return p.ignored() - p.leaving
	}},
}

// leaving counts the unit's ignored suggestions that were the last of their session,
// with those shown at the same instant: the user may have left rather than declined.
// Where no session is logged, one ends before a pause of half an hour.
func (g *gathered) leaving(p *person, u fold.UnitRows) {
	if !g.f.timed || p.ignored() == 0 {
		return
	}
	s := &u.Suggestions
	sessions, last := make([]int32, u.To-u.From), map[int32]int64{} // when the last one of a session was shown
	unlogged, before := int32(-1), int64(0)
	for i := u.From; i < u.To; i++ {
		at, n := int64(s.ShownAt[i]), s.Session[i]
		if g.f.tables.NoSession || n < 0 {
			if before != 0 && at-before > idle.Microseconds() {
				unlogged--
			}
			before, n = at, unlogged
		}
		sessions[i-u.From], last[n] = n, at
	}
	for i := u.From; i < u.To; i++ {
		if s.State(i, u.Cut) == study.StateIgnored && last[sessions[i-u.From]] == int64(s.ShownAt[i]) {
			p.leaving++
		}
	}
}
