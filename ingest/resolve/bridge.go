package resolve

import (
	"uptake/analysis/study"
	"uptake/ingest/store"
)

// The bridge counts, for each arm, what a team that divides event counts
// would count, and then what each rule takes away. Steps are the tallied ones
// of sums.BridgeRules; units without an exposure have no arm and are in none.
const (
	stepRaw = iota
	stepDuplicates
	stepBeforeExposure
	stepAfterWindow
	stepCrossovers
	stepRepeats
	stepFirstDecision
	stepLate
)

// answers are the roles that a raw count takes as an answer to a suggestion.
func answers(r store.Role) bool {
	return r == store.Accepted || r == store.Partial || r == store.TypedThrough || r == store.Dismissed ||
		r == store.Superseded
}

// countRaw counts rows for the steps up to crossovers.
func (w *unitWork) countRaw(h []entry, x exposed, ok bool) {
	if !ok || !w.r.Rules.Suggestions {
		return
	}
	type counts struct{ shown, accepted, answered int64 }
	var ending [stepCrossovers + 1]counts // of rows by the last step that they are in
	for i := range h {
		shown, accepted, answered := w.rawCounts(&h[i])
		if shown|accepted|answered == 0 {
			continue
		}
		n := &ending[w.lastStep(&h[i], x)]
		n.shown += shown
		n.accepted += accepted
		n.answered += answered
	}
	b, n := &w.tally.Bridge[x.arm], counts{}
	for step := stepCrossovers; step >= stepRaw; step-- {
		last := &ending[step]
		n.shown, n.accepted, n.answered = n.shown+last.shown, n.accepted+last.accepted, n.answered+last.answered
		b.Shown[step] += n.shown
		b.Accepted[step] += n.accepted
		b.Ignored[step] += n.shown - n.answered
	}
	b.Accepted[stepRepeats] += ending[stepCrossovers].accepted
	b.Ignored[stepRepeats] -= ending[stepCrossovers].answered
}

// lastStep is the last of the steps up to crossovers that a row is counted in.
func (w *unitWork) lastStep(e *entry, x exposed) int {
	if e.dup {
		return stepRaw
	}
	since := w.between(x.at, x.day, e.ts, e.day)
	switch {
	case since < 0:
		return stepDuplicates
	case !w.r.Rules.inWindow(since):
		return stepBeforeExposure
	case x.crossover:
		return stepAfterWindow
	}
	return stepCrossovers
}

// raw is what a row of a role adds to the raw counts of showings, accepts and answers.
var raw = func() (out [store.Other + 1][3]int64) {
	out[store.Shown][0], out[store.Accepted][1] = 1, 1
	for r := range out {
		if answers(store.Role(r)) {
			out[r][2] = 1
		}
	}
	return out
}()

// rawCounts says what one row adds to the raw counts; in layout suggestions a
// row is a shown suggestion and its answer at once.
func (w *unitWork) rawCounts(e *entry) (shown, accepted, answered int64) {
	n := &raw[e.role]
	shown, accepted, answered = n[0], n[1], n[2]
	if shown > 0 && w.r.Rows.Format().Outcomes {
		w.unpack(e)
		if isAccept(w.row.Outcome) {
			accepted = 1
		}
		if w.row.Outcome != study.Undecided {
			answered = 1
		}
	}
	return shown, accepted, answered
}

// countDecided counts one suggestion for the steps that look at whole
// suggestions: shown events become suggestions, every answer becomes the first
// decision, and decisions after the attribution window fall.
func (s *suggestions) countDecided(g *suggestion) {
	if !s.keep {
		return
	}
	b := s.bridge
	b.Ignored[stepRepeats]++
	for _, step := range []int{stepRepeats, stepFirstDecision, stepLate} {
		b.Shown[step]++
	}
	first := g.row.Decision
	if first == study.Undecided {
		first = g.late
	}
	if isAccept(first) {
		b.Accepted[stepFirstDecision]++
	}
	if first == study.Undecided {
		b.Ignored[stepFirstDecision]++
	}
	if isAccept(g.row.Decision) {
		b.Accepted[stepLate]++
	}
	if g.row.Decision == study.Undecided {
		b.Ignored[stepLate]++
	}
}
