package ingest

import (
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/resolve"
	"uptake/ingest/store"
)

// suggestionRows reads layout suggestions: one row per shown suggestion with
// its final outcome. Without a unit every suggestion is its own; without a
// time or a decision time, attribution and maturity do not apply.
type suggestionRows struct {
	common
	ts, unit, arm, id, suggestion, outcome, decided, session, visible int
	outcomes                                                          map[string]outcome
	assigned                                                          bool // the arms stand in a file of assignments
}

// outcome is what a raw outcome value means.
type outcome struct {
	decision study.Decision
	notSeen  bool
}

var decisions = map[string]outcome{"accepted": {decision: study.Accepted}, "edited": {decision: study.Edited},
	"partial":  {decision: study.Partial},
	"reverted": {decision: study.Reverted}, "dismissed": {decision: study.Dismissed},
	"superseded":    {decision: study.Superseded},
	"typed_through": {decision: study.TypedThrough}, "ignored": {}, "not_seen": {notSeen: true}}

func (l *suggestionRows) required() []string { return []string{"outcome"} }

func (l *suggestionRows) ask(r *run) {
	e, w := r.exp, &r.set.Wants
	l.ts, l.unit, l.arm = w.Add("ts", false, false), w.Add("unit", false, false), w.Add("arm", false, true)
	l.outcome, l.decided = w.Add("outcome", false, true), w.Add("decided_at", false, false)
	l.suggestion, l.session = w.Add("suggestion_id", false, false), w.Add("session", false, false)
	l.id, l.visible = -1, -1
	if e.Duplicates != spec.Keep {
		l.id = w.Add("event_id", false, false)
	}
	if e.Suggestions.MinVisible > 0 {
		l.visible = w.Add("visible_ms", true, false)
	}
	l.assigned, l.outcomes = e.Assignments != nil, map[string]outcome{}
	for name, raw := range e.Suggestions.Outcomes {
		for _, v := range raw {
			l.outcomes[v] = decisions[name]
		}
	}
	if len(l.outcomes) == 0 {
		l.outcomes = decisions
	}
	l.common.ask(r, true)
	l.scope = newScope(e, w)
	r.format = store.Format{IDs: r.demand.SuggestionIDs, Outcomes: true,
		Segments: len(l.segAt), Texts: len(l.textAt), Numbers: len(l.numberAt), Traits: l.missingTraits()}
	r.rules.Mode = resolve.FromRows
	if e.Assignments != nil {
		r.rules.Mode, r.format.SegmentsOnAll = resolve.FromExposures, true
		for _, n := range []string{"unit", "arm", "ts"} {
			w.Add(n, false, n == "arm")
		}
	}
	if len(e.Arms) == 0 {
		r.rules.Mode = resolve.OneGroup
	}
	r.rules.CanEdit = false
}

// keptSuggestion is what is known of a row that goes on to the store.
type keptSuggestion struct {
	at, decided stamped
	mine        int // its member
	arm         int16
	outcome     outcome
}

func (l *suggestionRows) rows(w *worker, b *batch) error {
	p, hashes := l.prepare(b), identity(&w.run.set.Wants, b.Columns)
	var kept []keptSuggestion
	times := present(b.Columns[l.ts])
	return w.eachStretch(b, times, func(from, to int) error {
		kept, w.rows = kept[:0], w.rows[:0]
		for i := from; i < to; i++ {
			k := keptSuggestion{decided: stamped{ts: store.NoTime}}
			if times != nil {
				var ok bool
				if l.assigned { // days bound the assignments
					if k.at, ok = w.at(i - from); ok {
						w.seen[b.In.Number].see(k.at)
					}
				} else {
					k.at, ok = w.exposedAt(b, from, i-from)
				}
				if !ok {
					continue
				}
				w.seen[b.In.Number].counted = w.seen[b.In.Number].counted || !k.at.day
			}
			if ok, column, value := p.sieve.Pass(i); !ok {
				w.dropFiltered(b.Batch, i, column, value)
				continue
			}
			ok, err := l.decision(w, b, i, &k)
			if err != nil {
				return err
			}
			if ok && l.row(w, b, &p, i, &k) {
				kept, w.rows = append(kept, k), append(w.rows, int32(i))
			}
		}
		w.hash(hashes, from, times != nil)
		if b.Columns[l.unit].Present() {
			w.refer(b, hashes)
		}
		for n := range kept {
			if err := l.add(w, b, &p, n, &kept[n]); err != nil {
				return err
			}
		}
		return nil
	})
}

// decision reads when a row's outcome came; a row with a broken time is dropped.
func (l *suggestionRows) decision(w *worker, b *batch, i int, k *keptSuggestion) (ok bool, err error) {
	column := b.Columns[l.decided]
	if !column.Present() {
		return true, nil
	}
	at, form, found := b.In.Decided.Time(column, i)
	if found == event.Bad {
		w.badTime(b, i, column)
		return false, nil
	}
	if found == event.Value {
		if bound, ok := b.In.Decided.Agree(form); !ok {
			return false, b.disagree(w, i, column, "decided_at", form, bound)
		}
		k.decided = stamped{at, form == event.DayForm}
		w.seen[b.In.Number].answer(k.decided)
	}
	return true, nil
}

// row takes one row through the reasons; false where one holds.
func (l *suggestionRows) row(w *worker, b *batch, p *prepared, i int, k *keptSuggestion) bool {
	if k.mine = w.whose(b, &p.scoped, i, k.at, false, stop{}); k.mine < 0 { // that it lies in the days is known
		return false
	}
	if unit := b.Columns[l.unit]; unit.Present() && unit.IDHash(i) == 0 {
		w.nobodyOf(b, i, k.mine, unit, b.Columns[l.arm].Value(i), b.Columns[l.suggestion].Value(i))
		return false
	}
	if len(w.run.exp.Arms) > 0 && !l.assigned {
		var ok bool
		if k.arm, ok = w.arm(b, i, k.mine, b.Columns[l.arm]); !ok {
			return false
		}
	}
	raw := b.Columns[l.outcome].Value(i)
	var known bool
	if k.outcome, known = l.outcomes[raw]; !known {
		w.own[k.mine].drop(b.Batch, i, sums.BadValue, b.In.Path("outcome")+" = "+raw)
	}
	return known
}

// add packs kept row n of the stretch.
func (l *suggestionRows) add(w *worker, b *batch, p *prepared, n int, k *keptSuggestion) error {
	r, i := &w.row, int(w.rows[n])
	*r = store.Row{Role: store.Shown, TS: k.at.ts, Day: k.at.day, Arm: k.arm, Outcome: k.outcome.decision,
		NotSeen: k.outcome.notSeen,
		Decided: k.decided.ts, DecidedDay: k.decided.day, Extra: float32(nan),
		Segments: r.Segments, Texts: r.Texts, Numbers: r.Numbers, Traits: r.Traits, Values: r.Values[:0]}
	suggestion := b.Columns[l.suggestion]
	if r.Suggestion = suggestion.IDHash(i); r.Suggestion != 0 {
		if err := w.keepID(b, i, suggestion); err != nil {
			return err
		}
	}
	r.Session = b.Columns[l.session].IDHash(i)
	if l.visible >= 0 {
		if v, found := b.Columns[l.visible].Number(i); found == event.Value {
			r.Extra = float32(v)
		}
	}
	r.EventID = r.Suggestion
	if l.id >= 0 {
		if id := b.Columns[l.id].IDHash(i); id != 0 {
			r.EventID = id
		}
	}
	p.broken(r, i)
	p.attributes(r, i)
	r.Segments = codes(r.Segments, p.seg, i)
	r.Place, r.Line = placeOf(b.Batch, i)
	r.Hash = w.hashes[n]
	if r.Decided != store.NoTime {
		r.Hash = mixTime(r.Hash, r.Decided)
	}
	switch { // the unit is what the export says, else the suggestion, else the row itself
	case b.Columns[l.unit].Present():
		return w.out.Add(w.units[n], r)
	case r.Suggestion != 0:
		return w.out.Add(w.out.HashedUnit(r.ID, r.Suggestion), r)
	}
	return w.out.Add(w.out.Unnamed(b.nameless(w, i)), r)
}
