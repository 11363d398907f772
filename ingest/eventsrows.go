package ingest

import (
	"slices"

	"uptake/analysis/moment"
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/store"
)

func (l *eventRows) rows(w *worker, b *batch) error {
	s := eventBatch{keptEvents: w.events, prepared: l.prepare(b), exposures: event.NewSieve(w.run.exp.Exposure.Where,
		b.Pick(l.exposureWhere)), identity: identity(&w.run.set.Wants, b.Columns)}
	none := event.NewText(nil)
	column := func(i int) *event.Text {
		if i < 0 {
			return none
		}
		return b.Columns[i]
	}
	s.variant, s.everyUnit = column(l.variant), b.Columns[l.unit].EveryID()
	for role := range s.extra {
		s.extra[role] = column(l.visible)
	}
	s.extra[store.Edited], s.extra[store.Requested], s.extra[store.Persisted] = column(l.editRatio), column(l.latency),
		column(l.delay)
	for i, at := range l.whereAt {
		var sieve *event.Sieve
		if len(at) > 0 {
			sieve = event.NewSieve(w.run.demand.Variables[i].Agg.Where, b.Pick(at))
		}
		s.where = append(s.where, sieve)
	}
	s.feeds = make([][]boundVariable, len(l.kinds))
	for _, kind := range l.kinds {
		for _, v := range kind.variables {
			x := boundVariable{at: v, where: s.where[v]}
			if l.fieldAt[v] >= 0 {
				x.column = b.Columns[l.fieldAt[v]]
			}
			s.feeds[kind.number] = append(s.feeds[kind.number], x)
		}
	}
	events := b.Columns[l.event]
	s.kinds = make([]int32, events.Codes())
	for c := range s.kinds {
		s.kinds[c] = l.numberOf(w, events.Word(c))
	}
	if s.kept == nil {
		s.kept = make([]keptEvent, stretchRows)
	}
	defer func() { w.events = s.keptEvents }()
	return w.eachStretch(b, b.Columns[l.ts], func(from, to int) error {
		w.rows, s.short = w.rows[:0], s.short[:0]
		l.byKind(w, b, &s, from, to)
		for number, first := 0, int32(0); number < len(s.end); number++ {
			var kind *eventKind
			if number > 0 {
				kind = l.list[number-1]
			}
			rows := s.order[first:s.end[number]]
			first = s.end[number]
			if kind != nil && len(rows) > 0 && (kind.role == store.Requested || kind.role == store.Persisted) {
				w.beyond = true
			}
			if l.alike(&s, kind) {
				l.rowsAlike(w, b, &s, rows, from, kind)
				continue
			}
			for _, i := range rows {
				m, _ := w.at(int(i) - from)
				l.row(w, b, &s, int(i), m, kind)
			}
		}
		w.hash(s.identity, from, true)
		w.refer(b, s.identity)
		if l.id >= 0 {
			s.ids = s.identity.IDs(b.Columns[l.id], w.rows, s.ids)
		}
		if l.suggestionAt >= 0 {
			s.about = s.identity.IDs(b.Columns[l.suggestionAt], w.rows, s.about)
			s.sessions = s.identity.IDs(b.Columns[l.session], w.rows, s.sessions)
		}
		next := 0
		for _, of := range s.short {
			if err := l.addEach(w, b, &s, next, of.from); err != nil {
				return err
			}
			if err := l.addShort(w, b, &s, of, from); err != nil {
				return err
			}
			next = of.to
		}
		return l.addEach(w, b, &s, next, len(w.rows))
	})
}

// numberOf is the number of an event's kind from 1, 0 of one that nobody asks for.
func (l *eventRows) numberOf(w *worker, name string) int32 {
	w.sawEvent(name)
	if kind := l.kinds[name]; kind != nil {
		return int32(kind.number) + 1
	}
	return 0
}

// byKind lists the rows of a stretch that have a time by their kinds, those of none first:
// what is asked of rows of one kind is answered alike, and the processor foretells it.
func (l *eventRows) byKind(w *worker, b *batch, s *eventBatch, from, to int) {
	events := b.Columns[l.event]
	s.end = append(s.end[:0], make([]int32, len(l.list)+1)...)
	s.number = slices.Grow(s.number[:0], to-from)[:to-from]
	numbers, ends := s.number, s.end
	if timed := w.stamps.Alike(); timed && len(s.kinds) > 0 {
		for k := range numbers {
			n := s.kinds[events.Code(from+k)]
			numbers[k] = n
			ends[n]++
		}
	} else {
		for k := range numbers {
			n := int32(-1)
			if timed || w.stamps.Found(k) == event.Value {
				if len(s.kinds) > 0 {
					n = s.kinds[events.Code(from+k)]
				} else {
					n = l.numberOf(w, events.Value(from+k))
				}
				ends[n]++
			}
			numbers[k] = n
		}
	}
	first := int32(0)
	for number, n := range s.end {
		s.end[number] = first
		first += n
	}
	s.order = slices.Grow(s.order[:0], to-from)[:first]
	for k, number := range s.number {
		if number >= 0 {
			s.order[s.end[number]] = int32(from + k)
			s.end[number]++
		}
	}
}

// row takes one row through the reasons, in their order, and keeps it where none holds.
func (l *eventRows) row(w *worker, b *batch, s *eventBatch, i int, m stamped, kind *eventKind) {
	if kind != nil && kind.exposure && l.exposure(w, b, s, i, m, kind) {
		return
	}
	if ok, column, value := s.sieve.Pass(i); !ok {
		w.dropFiltered(b.Batch, i, column, value)
		return
	}
	w.seen[b.In.Number].see(m)
	if kind == nil {
		w.drop(b.Batch, i, sums.OtherEvent, b.Columns[l.event].Value(i))
		l.ghost(w, b, s, i, m, unasked)
		return
	}
	if !s.everyUnit && b.Columns[l.unit].IDHash(i) == 0 {
		w.nobody(b, i, b.Columns[l.unit], s.variant.Value(i), b.Columns[l.event].Value(i))
		return
	}
	if kind.role == store.Other {
		if wanted, column, value := s.wanted(kind, i); !wanted {
			w.dropFiltered(b.Batch, i, column, value)
			l.ghost(w, b, s, i, m, kind)
			return
		}
	}
	s.keep(w, i, m, kind, kind.role)
}

// keep keeps row i, in a role, and gives what is known of it. That is written field by
// field: what is put together elsewhere is waited for when it is copied.
func (s *eventBatch) keep(w *worker, i int, m stamped, kind *eventKind, role store.Role) *keptEvent {
	k := &s.kept[len(w.rows)]
	k.kind, k.at.ts, k.at.day, k.role, k.arm, k.ghost = kind, m.ts, m.day, role, 0, false
	w.rows = append(w.rows, int32(i))
	return k
}

// addEach packs kept rows from to to−1 of the stretch.
func (l *eventRows) addEach(w *worker, b *batch, s *eventBatch, from, to int) error {
	for k := from; k < to; k++ {
		if err := l.add(w, b, s, k); err != nil {
			return err
		}
	}
	return nil
}

// add packs kept row k of the stretch.
func (l *eventRows) add(w *worker, b *batch, s *eventBatch, k int) error {
	r, i, kept := &w.row, int(w.rows[k]), &s.kept[k]
	r.Role, r.TS, r.Day, r.Arm, r.Ghost = kept.role, kept.at.ts, kept.at.day, kept.arm, kept.ghost
	r.Values = r.Values[:0]
	if !kept.ghost {
		w.values(b, i, s.feeds[kept.kind.number])
		if r.Role.OfSuggestion() {
			if err := l.suggestion(w, b, s, k); err != nil {
				return err
			}
		}
	}
	r.EventID = 0
	if l.id >= 0 {
		r.EventID = kept.kind.copyOf(s.ids[k], r.Role == store.Exposure)
	}
	if s := &w.seen[b.In.Number]; !r.Day && !r.Ghost && (r.Role != store.Exposure || len(r.Values) > 0) {
		s.counted = true
	}
	if w.run.format.HasSegments(r.Role) {
		r.Segments = codes(r.Segments, s.seg, i)
	}
	r.Hash = w.hashes[k]
	r.Place, r.Line = placeOf(b.Batch, i)
	return w.out.Add(w.units[k], r)
}

// stopped says what filter a row with the event of an exposure is stopped by, and
// whether it is one of all rows.
func (s *eventBatch) stopped(i int) (by stop, all bool) {
	ok, column, value := s.sieve.Pass(i)
	if all = !ok; ok {
		ok, column, value = s.exposures.Pass(i)
	}
	return stop{!ok, column, value}, all
}

// wanted reports whether some variable wants a row of the kind; if not, the value that
// the last one's filters stopped.
func (s *eventBatch) wanted(kind *eventKind, i int) (yes bool, column, value string) {
	for _, v := range kind.variables {
		if s.where[v] == nil {
			return true, "", ""
		}
		if yes, column, value = s.where[v].Pass(i); yes {
			return true, "", ""
		}
	}
	return false, column, value
}

// values collects what the row adds to each variable, a cell without a value as
// what it lacks.
func (w *worker) values(b *batch, i int, feeds []boundVariable) {
	r, carried := &w.row, w.carried[b.In.Number]
	for k := range feeds {
		x := &feeds[k]
		if x.where != nil {
			if ok, _, _ := x.where.Pass(i); !ok {
				continue
			}
		}
		carried[x.at] = true
		v := r.More()
		v.Variable = x.at
		if x.column == nil {
			v.Value = moment.Int(1)
			continue
		}
		if rounded := w.number(w.run, b, x.column, i, v); v.Lack == store.None {
			w.round(int(x.at), v.Value, rounded)
		}
	}
}

// suggestion fills what the state machine needs of kept row k.
func (l *eventRows) suggestion(w *worker, b *batch, s *eventBatch, k int) error {
	r, i := &w.row, int(w.rows[k])
	r.Session, r.Extra, r.ID = 0, float32(nan), ""
	r.Suggestion = s.about[k]
	w.unsaid = w.unsaid || r.Suggestion == 0 && r.Role > store.Shown
	if w.run.format.Leads && (r.Role == store.Shown || r.Role == store.Requested) {
		r.Lead = store.LeadOf(b.Columns[l.id].ID(i))
	}
	if v, found := s.extra[r.Role].Number(i); found == event.Value {
		r.Extra = float32(v)
	}
	if r.Role == store.Shown {
		if w.run.format.IDs {
			if err := w.keepID(b, i, b.Columns[l.suggestionAt]); err != nil {
				return err
			}
		}
		r.Session = s.sessions[k]
		s.attributes(r, i)
		s.broken(r, i)
	}
	return nil
}
