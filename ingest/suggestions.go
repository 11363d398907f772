package ingest

import (
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/event"
	"uptake/ingest/resolve"
)

// suggestionRows reads layout suggestions: one row per shown suggestion with
// its final outcome. Without a unit every suggestion is its own; without a
// time or a decision time, attribution and maturity do not apply.
type suggestionRows struct {
	common
	ts, unit, arm, id, suggestion, outcome, decided, session, visible int
	outcomes                                                          map[string]outcome
	arms                                                              *event.Words
	days                                                              span
}

// outcome is what a raw outcome value means.
type outcome struct {
	decision study.Decision
	notSeen  bool
}

var decisions = map[string]outcome{"accepted": {decision: study.Accepted}, "edited": {decision: study.Edited}, "partial": {decision: study.Partial},
	"reverted": {decision: study.Reverted}, "dismissed": {decision: study.Dismissed}, "superseded": {decision: study.Superseded},
	"typed_through": {decision: study.TypedThrough}, "ignored": {}, "not_seen": {notSeen: true}}

func (l *suggestionRows) required() []string { return []string{"outcome"} }

func (l *suggestionRows) ask(r *run) {
	e, w := r.exp, &r.wants
	l.ts, l.unit, l.arm = w.add("ts", false, false), w.add("unit", false, false), w.add("arm", false, true)
	l.outcome, l.decided = w.add("outcome", false, true), w.add("decided_at", false, false)
	l.suggestion, l.session = w.add("suggestion_id", false, false), w.add("session", false, false)
	l.id, l.visible = -1, -1
	if e.Duplicates != spec.Keep {
		l.id = w.add("event_id", false, false)
	}
	if e.Suggestions.MinVisible > 0 {
		l.visible = w.add("visible_ms", true, false)
	}
	l.outcomes = map[string]outcome{}
	for name, raw := range e.Suggestions.Outcomes {
		for _, v := range raw {
			l.outcomes[v] = decisions[name]
		}
	}
	if len(l.outcomes) == 0 {
		l.outcomes = decisions
	}
	l.common.ask(r, true)
	l.scope = newScope(r)
	l.arms = event.NewWords(r.shape.Arms...)
	l.days = newSpan(e)
	r.format = resolve.Format{EventID: true, Suggestion: true, Session: true, IDs: r.demand.SuggestionIDs, Outcomes: true,
		Segments: len(l.segAt), Texts: len(l.textAt), Numbers: len(l.numberAt), Traits: l.missingTraits()}
	r.rules.Mode = resolve.FromRows
	if len(e.Arms) == 0 {
		r.rules.Mode = resolve.OneGroup
	}
	r.rules.CanEdit = false
}

func (l *suggestionRows) rows(w *worker, b *batch) error {
	p := l.prepare(b)
	timed, decidable := b.columns[l.ts].Present(), b.columns[l.decided].Present()
	b.hash = newHasher(&w.run.wants, b.columns)
	hasUnit := b.columns[l.unit].Present()
	for i := range b.rows.Rows {
		r := &w.row
		*r = resolve.Row{Role: resolve.Shown, Decided: resolve.NoTime, Extra: float32(nan), Segments: r.Segments, Texts: r.Texts, Numbers: r.Numbers, Traits: r.Traits, Values: r.Values[:0]}
		if timed {
			m, ok, err := w.exposedAt(b, i, b.columns[l.ts], l.days)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			r.TS, r.Day = m.ts, m.day
			w.seen[b.in.number].counted = w.seen[b.in.number].counted || !m.day
		}
		if ok, column, value := p.sieve.Pass(i); !ok {
			w.drop(b, i, study.Filtered, column+" = "+value)
			continue
		}
		if decidable {
			at, form, found := b.in.decided.Time(b.columns[l.decided], i)
			if found == event.Bad {
				w.badTime(b, i, b.columns[l.decided])
				continue
			}
			if found == event.Value {
				if bound, ok := b.in.decided.Agree(form); !ok {
					return b.disagree(w, i, b.columns[l.decided], "decided_at", form, bound)
				}
				r.Decided, r.DecidedDay = at, form == event.DayForm
				w.seen[b.in.number].answer(stamped{at, r.DecidedDay})
			}
		}
		l.row(w, b, &p, i, timed, hasUnit)
	}
	return nil
}

func (l *suggestionRows) row(w *worker, b *batch, p *prepared, i int, timed, hasUnit bool) {
	r := &w.row
	if reason, value := p.aside(i); reason != study.NumReasons {
		w.drop(b, i, reason, value)
		return
	}
	unit := b.columns[l.unit].ID(i)
	if hasUnit && unit == "" {
		w.nobody(b, i, b.columns[l.unit], b.columns[l.arm].Value(i), b.columns[l.suggestion].Value(i))
		return
	}
	if len(w.run.exp.Arms) > 0 {
		name := b.columns[l.arm].Value(i)
		w.countArm(name)
		arm := l.arms.Find(name)
		if arm < 0 {
			w.drop(b, i, study.UnknownArm, name)
			return
		}
		r.Arm = int16(arm)
	}
	raw := b.columns[l.outcome].Value(i)
	o, known := l.outcomes[raw]
	if !known {
		w.drop(b, i, study.BadValue, b.in.path("outcome")+" = "+raw)
		return
	}
	r.Outcome, r.NotSeen = o.decision, o.notSeen
	suggestion := b.columns[l.suggestion].ID(i)
	if suggestion != "" {
		r.Suggestion, r.ID = event.HashText(suggestion), suggestion
	}
	if s := b.columns[l.session].ID(i); s != "" {
		r.Session = event.HashText(s)
	}
	if l.visible >= 0 {
		if v, found := b.columns[l.visible].Number(i); found == event.Value {
			r.Extra = float32(v)
		}
	}
	r.EventID = r.Suggestion
	if l.id >= 0 {
		if id := b.columns[l.id].ID(i); id != "" {
			r.EventID = event.HashText(id)
		}
	}
	p.broken(r, i)
	p.attributes(r, i)
	r.Segments = codes(r.Segments, p.seg, i)
	r.Place = b.place(i)
	r.Hash = b.hash.sum(i, r.TS, timed)
	if r.Decided != resolve.NoTime {
		r.Hash = mixTime(r.Hash, r.Decided)
	}
	w.out.Add(w.rowUnit(b, i, b.columns[l.unit].ID(i), suggestion), r)
}

// rowUnit is the unit of a row: what the export says, else the suggestion,
// else the row itself.
func (w *worker) rowUnit(b *batch, i int, unit, suggestion string) resolve.UnitRef {
	switch {
	case unit != "":
		return w.unit(b, i)
	case suggestion != "":
		return w.out.Unit(suggestion)
	}
	return w.out.Unnamed(b.nameless(w, i))
}
