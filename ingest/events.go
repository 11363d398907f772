package ingest

import (
	"math"
	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/event"
	"uptake/ingest/resolve"
)

var nan = math.NaN()

// eventRows reads layout events: one row per event.
type eventRows struct {
	common
	ts, unit, event, id, variant, suggestion, session, editRatio, visible, latency, delay int
	exposureWhere                                                                         []int
	fieldAt                                                                               []int   // by variable: want of its field, -1 without
	whereAt                                                                               [][]int // by variable: wants of its filters
	kinds                                                                                 map[string]*eventKind
	arms                                                                                  *event.Words
	days                                                                                  span
	all                                                                                   bool // rows of every event are kept: the first of a unit exposes it, or fixes its segments
}

// unasked is the event of rows that nothing asked for counts.
var unasked = &eventKind{role: resolve.Other}

// eventKind is what an event name means to the run.
type eventKind struct {
	exposure  bool
	role      resolve.Role
	variables []uint16
	seed      uint64 // of the event ids: rows of other events are no copies
}

// copyOf is the fixed hash of what a row's copies share: the event id, the event
// and whether it exposes its unit. 0 without an id.
func (k *eventKind) copyOf(id uint64, exposes bool) uint64 {
	if id == 0 {
		return 0
	}
	h := id ^ k.seed
	if exposes {
		h = event.Mix(h)
	}
	return max(h, 1)
}

// counted reports whether metrics count the event. Its rows then stay in even
// where they expose nobody: dates, filters and names of an exposure bound who
// is exposed and when, not what is counted afterwards.
func (k *eventKind) counted() bool { return len(k.variables) > 0 }

var roleOf = map[string]resolve.Role{"requested": resolve.Requested, "persisted": resolve.Persisted, "shown": resolve.Shown, "accepted": resolve.Accepted, "partial": resolve.Partial, "edited": resolve.Edited,
	"reverted": resolve.Reverted, "typed_through": resolve.TypedThrough, "dismissed": resolve.Dismissed, "superseded": resolve.Superseded, "hidden": resolve.Hidden}

func (l *eventRows) required() []string { return []string{"ts", "unit", "event"} }

func (l *eventRows) ask(r *run) {
	e, w := r.exp, &r.wants
	l.kinds = map[string]*eventKind{}
	kind := func(name string) *eventKind {
		if l.kinds[name] == nil {
			l.kinds[name] = &eventKind{role: resolve.Other, seed: event.HashText(name)}
		}
		return l.kinds[name]
	}
	l.ts, l.unit, l.event = w.add("ts", false, false), w.add("unit", false, false), w.add("event", false, true)
	l.id, l.variant, l.suggestion, l.session, l.scope = -1, -1, -1, -1, noScope()
	if e.Duplicates != spec.Keep {
		l.id = w.add("event_id", false, false)
	}
	if len(e.Arms) > 0 && e.Assignments == nil {
		for _, n := range e.Exposure.Event {
			kind(n).exposure = true
		}
		l.scope, l.variant = newScope(r), w.add("variant", false, true)
		l.exposureWhere = w.filters(e.Exposure.Where)
	}
	if e.Assignments != nil {
		w.add("arm", false, true)
		l.scope = newScope(r)
	}
	l.editRatio, l.visible, l.latency, l.delay = -1, -1, -1, -1
	if r.demand.Suggestions {
		for role, names := range e.Suggestions.Events {
			if role == "requested" && !r.demand.Requests || role == "persisted" && !r.demand.Persisted {
				continue // set aside: only an investigation reads them
			}
			for _, n := range names {
				kind(n).role = roleOf[role]
			}
		}
		l.suggestion, l.session = w.add("suggestion_id", false, false), w.add("session", false, false)
		l.editRatio = w.add("edit_ratio", true, false)
		if r.demand.Requests {
			l.latency = w.aside("latency_ms", false)
		}
		if r.demand.Persisted {
			l.delay = w.aside("delay_s", false)
		}
		if e.Suggestions.MinVisible > 0 {
			l.visible = w.add("visible_ms", true, false)
		}
	}
	for i, v := range r.demand.Variables {
		if v.Covariate { // made by the resolver of what is read for others
			l.fieldAt, l.whereAt = append(l.fieldAt, -1), append(l.whereAt, nil)
			continue
		}
		for _, n := range v.Agg.Event {
			k := kind(n)
			k.variables = append(k.variables, uint16(i))
		}
		field := -1
		if v.Agg.How == spec.Sum {
			field = w.add(v.Agg.Field, true, false)
		}
		l.fieldAt = append(l.fieldAt, field)
		l.whereAt = append(l.whereAt, w.filters(v.Agg.Where))
	}
	l.common.ask(r, r.demand.Suggestions)
	l.arms = event.NewWords(r.shape.Arms...)
	l.days = newSpan(e)
	onAll := len(e.Arms) == 0 || e.Assignments != nil
	l.all = len(e.Arms) == 0 || e.Assignments != nil && len(l.segAt) > 0
	r.format = resolve.Format{EventID: l.id >= 0, Suggestion: r.demand.Suggestions, Session: r.demand.Suggestions, IDs: r.demand.SuggestionIDs,
		SegmentsOnAll: onAll, Segments: len(l.segAt), Texts: len(l.textAt), Numbers: len(l.numberAt), Traits: l.missingTraits()}
	if len(e.Arms) == 0 {
		r.rules.Mode = resolve.OneGroup
	}
}

// eventBatch is one batch readied for layout events.
type eventBatch struct {
	prepared
	kinds     []*eventKind // by the event column's code
	exposures *event.Sieve
	where     []*event.Sieve // by variable, nil without filters
	ts        *event.Text
	column    func(int) *event.Text
}

func (l *eventRows) rows(w *worker, b *batch) error {
	none := event.NewText(nil)
	s := eventBatch{prepared: l.prepare(b), ts: b.columns[l.ts], exposures: event.NewSieve(w.run.exp.Exposure.Where, pick(b, l.exposureWhere))}
	s.column = func(i int) *event.Text {
		if i < 0 {
			return none
		}
		return b.columns[i]
	}
	for i, at := range l.whereAt {
		var sieve *event.Sieve
		if len(at) > 0 {
			sieve = event.NewSieve(w.run.demand.Variables[i].Agg.Where, pick(b, at))
		}
		s.where = append(s.where, sieve)
	}
	events := b.columns[l.event]
	s.kinds = make([]*eventKind, events.Codes())
	for c := range s.kinds {
		name := events.Word(c)
		w.sawEvent(name)
		s.kinds[c] = l.kinds[name]
	}
	b.hash = newHasher(&w.run.wants, b.columns)
	for i := range b.rows.Rows {
		m, ok, err := w.at(b, i, s.ts)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		var kind *eventKind
		if len(s.kinds) > 0 {
			kind = s.kinds[events.Code(i)]
		} else {
			name := events.Value(i)
			w.sawEvent(name)
			kind = l.kinds[name]
		}
		l.row(w, b, &s, i, m, kind)
	}
	return nil
}

// row takes one row through the reasons, in their order, and packs it.
func (l *eventRows) row(w *worker, b *batch, s *eventBatch, i int, m stamped, kind *eventKind) {
	exposure := kind != nil && kind.exposure
	if exposure && !l.days.holds(m.ts) {
		w.seen[b.in.number].see(m)
		if exposure = false; !kind.counted() {
			l.days.drop(w, b, i, m.ts)
			return
		}
	}
	if ok, column, value := s.sieve.Pass(i); !ok {
		w.drop(b, i, study.Filtered, column+" = "+value)
		return
	}
	w.seen[b.in.number].see(m)
	if kind == nil {
		w.drop(b, i, study.OtherEvent, b.columns[l.event].Value(i))
		l.ghost(w, b, s, i, m, unasked)
		return
	}
	if exposure {
		if reason, value := s.exposes(i); reason != study.NumReasons {
			if exposure = false; !kind.counted() {
				w.drop(b, i, reason, value)
				return
			}
		} else {
			w.exposedOn(b, i, m.ts, b.columns[l.event].Value(i))
		}
	}
	if unit, _ := b.columns[l.unit].IDHash(i); unit == "" {
		w.nobody(b, i, b.columns[l.unit], s.column(l.variant).Value(i), b.columns[l.event].Value(i))
		return
	}
	r := &w.row
	r.Role, r.TS, r.Day, r.Arm, r.Ghost = kind.role, m.ts, m.day, 0, false
	if exposure {
		r.Role = resolve.Exposure
		name := b.columns[l.variant].Value(i)
		w.countArm(name)
		arm := l.arms.Find(name)
		if arm < 0 {
			w.drop(b, i, study.UnknownArm, name)
			return
		}
		r.Arm = int16(arm)
	}
	if !l.values(w, b, s, i, kind) {
		return
	}
	if r.Role == resolve.Shown {
		s.broken(r, i)
	}
	l.suggestionFields(r, s, i)
	l.add(w, b, s, i, kind)
}

// add packs the row.
func (l *eventRows) add(w *worker, b *batch, s *eventBatch, i int, kind *eventKind) {
	r := &w.row
	r.EventID = 0
	if l.id >= 0 {
		_, id := b.columns[l.id].IDHash(i)
		r.EventID = kind.copyOf(id, r.Role == resolve.Exposure)
	}
	if s := &w.seen[b.in.number]; !r.Day && !r.Ghost && (r.Role != resolve.Exposure || len(r.Values) > 0) {
		s.counted = true
	}
	r.Segments = codes(r.Segments, s.seg, i)
	r.Hash, r.Place = b.hash.sum(i, r.TS, true), b.place(i)
	w.out.Add(w.unit(b, i), r)
}

// ghost packs a row that was counted under a reason already, where what is asked
// must not decide what becomes of others: it may be the copy that stays, the row
// that exposes its unit, or the one that fixes a segment.
func (l *eventRows) ghost(w *worker, b *batch, s *eventBatch, i int, m stamped, kind *eventKind) {
	named := false
	if kind != unasked && l.id >= 0 {
		_, id := b.columns[l.id].IDHash(i)
		named = id != 0
	}
	if !named && !l.all {
		return
	}
	if unit, _ := b.columns[l.unit].IDHash(i); unit == "" {
		return
	}
	r := &w.row
	r.Role, r.TS, r.Day, r.Arm, r.Ghost, r.Values = resolve.Other, m.ts, m.day, 0, true, r.Values[:0]
	l.add(w, b, s, i, kind)
}

// exposes says why a row with the event of an exposure exposes nobody in this
// experiment, study.NumReasons when it does.
func (s *eventBatch) exposes(i int) (study.Reason, string) {
	if ok, column, value := s.exposures.Pass(i); !ok {
		return study.Filtered, column + " = " + value
	}
	return s.aside(i)
}

// values collects what the row adds to each variable, a cell without a value as
// what it lacks; it drops the row and says false when no variable wants it.
func (l *eventRows) values(w *worker, b *batch, s *eventBatch, i int, kind *eventKind) bool {
	r := &w.row
	r.Values = r.Values[:0]
	column, value := "", ""
	for _, v := range kind.variables {
		if s.where[v] != nil {
			var ok bool
			if ok, column, value = s.where[v].Pass(i); !ok {
				continue
			}
		}
		w.carried[b.in.number][v] = true
		n := moment.Int(1)
		if l.fieldAt[v] >= 0 {
			field := b.columns[l.fieldAt[v]]
			var c resolve.Contribution
			var rounded bool
			if c, rounded = w.number(b, field, i, int(v)); c.Lack != resolve.None {
				r.Values = append(r.Values, c)
				continue
			}
			n = c.Value
			w.round(int(v), n, rounded)
		}
		r.Values = append(r.Values, resolve.Contribution{Variable: v, Value: n})
	}
	if r.Role == resolve.Other && len(r.Values) == 0 {
		w.drop(b, i, study.Filtered, column+" = "+value)
		l.ghost(w, b, s, i, stamped{r.TS, r.Day}, kind)
		return false
	}
	return true
}

// suggestionFields fills what the state machine needs.
func (l *eventRows) suggestionFields(r *resolve.Row, s *eventBatch, i int) {
	r.Suggestion, r.Session, r.Extra, r.ID = 0, 0, float32(nan), ""
	if !r.Role.OfSuggestion() {
		return
	}
	if id, hash := s.column(l.suggestion).IDHash(i); id != "" {
		r.Suggestion = hash
		if r.Role == resolve.Shown {
			r.ID = id
		}
	}
	extra := s.column(l.visible)
	switch r.Role {
	case resolve.Edited:
		extra = s.column(l.editRatio)
	case resolve.Requested:
		extra = s.column(l.latency)
	case resolve.Persisted:
		extra = s.column(l.delay)
	}
	if v, found := extra.Number(i); found == event.Value {
		r.Extra = float32(v)
	}
	if r.Role == resolve.Shown {
		if id := s.column(l.session).ID(i); id != "" {
			r.Session = event.HashText(id)
		}
		s.attributes(r, i)
	}
}
