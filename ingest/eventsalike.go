package ingest

import (
	"slices"

	"uptake/analysis/moment"
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/store"
)

// alike reports whether the same becomes of every row of a kind, whatever stands in it: no
// filter is asked, and it is of no event that is asked for, or goes on.
func (l *eventRows) alike(s *eventBatch, kind *eventKind) bool {
	switch {
	case !s.sieve.All():
		return false
	case kind == nil:
		return !l.all
	case kind.exposure || !s.everyUnit:
		return false
	}
	return kind.role != store.Other || slices.ContainsFunc(kind.variables,
		func(v uint16) bool { return s.where[v] == nil })
}

// rowsAlike is row of all rows of such a kind.
func (l *eventRows) rowsAlike(w *worker, b *batch, s *eventBatch, rows []int32, from int, kind *eventKind) {
	if len(rows) == 0 {
		return
	}
	w.seen[b.In.Number].seeAll(&w.stamps, rows, from)
	switch {
	case kind == nil:
		w.drop(b.Batch, int(rows[0]), sums.OtherEvent, b.Columns[l.event].Value(int(rows[0])))
		w.dropMore(b.Batch, rows[1:], sums.OtherEvent)
	case l.short(w, s, kind):
		first := len(w.rows)
		w.rows = append(w.rows, rows...)
		s.short = append(s.short, shortRows{kind, first, len(w.rows)})
	default:
		for _, i := range rows {
			m, _ := w.at(int(i) - from)
			s.keep(w, int(i), m, kind, kind.role)
		}
	}
}

// shortRows are kept rows of a kind that are packed together, by their places in worker.rows.
type shortRows struct {
	kind     *eventKind
	from, to int
}

// short reports whether such rows have no more than most have, so that they can be packed
// together: those of them that do not after all are packed one by one.
func (l *eventRows) short(w *worker, s *eventBatch, kind *eventKind) bool {
	feeds := s.feeds[kind.number]
	return w.run.format.Short(kind.role) && !s.extra[kind.role].Present() && w.stamps.Alike() &&
		w.stamps.Form(0) != event.DayForm && (len(feeds) == 0 || len(feeds) == 1 && feeds[0].where == nil)
}

// addShort packs such rows of the stretch that begins at row first.
func (l *eventRows) addShort(w *worker, b *batch, s *eventBatch, of shortRows, first int) error {
	x, rows := &s.alike, w.rows[of.from:of.to]
	x.Role, x.Units, x.Hashes = of.kind.role, w.units[of.from:of.to], w.hashes[of.from:of.to]
	x.Rows, x.TS, x.EventIDs, x.Places, x.Lines = x.Rows[:0], x.TS[:0], x.EventIDs[:0], x.Places[:0], x.Lines[:0]
	if l.suggestionAt >= 0 {
		x.Suggestions, x.Sessions = s.about[of.from:of.to], s.sessions[of.from:of.to]
	}
	for k, i := range rows {
		x.TS = append(x.TS, w.stamps.At[int(i)-first])
		at, line := placeOf(b.Batch, int(i))
		x.Places, x.Lines = append(x.Places, at), append(x.Lines, line)
		id := uint64(0)
		if l.id >= 0 {
			id = of.kind.copyOf(s.ids[of.from+k], false)
		}
		x.EventIDs = append(x.EventIDs, id)
		w.unsaid = w.unsaid || x.Role > store.Shown && x.Role.OfSuggestion() && x.Suggestions[k] == 0
	}
	w.seen[b.In.Number].counted = true
	x.Values = nil
	if feeds := s.feeds[of.kind.number]; len(feeds) > 0 {
		if err := l.scale(w, b, s, of, first, &feeds[0]); err != nil {
			return err
		}
	} else {
		for k := range rows {
			x.Rows = append(x.Rows, int32(k))
		}
	}
	return w.out.AddAlike(x)
}

// scale gives what short rows add to their variable. Rows that a short one does not hold
// are packed at once, one by one.
func (l *eventRows) scale(w *worker, b *batch, s *eventBatch, of shortRows, first int, feed *boundVariable) error {
	x, at := &s.alike, int(feed.at)
	x.Variable, s.values = feed.at, s.values[:0]
	for k, i := range w.rows[of.from:of.to] {
		v, rounded, short := int64(1), false, true
		if feed.column != nil {
			n, found := feed.column.Scaled(int(i), w.run.demand.Variables[at].Scale)
			v, short = n.Value.Int64()
			short, rounded = short && found == event.Value && !n.Large, n.Rounded
		}
		s.values = append(s.values, v)
		if !short {
			s.kept[of.from+k] = keptEvent{kind: of.kind, at: stamped{ts: w.stamps.At[int(i)-first]}, role: x.Role}
			if err := l.add(w, b, s, of.from+k); err != nil {
				return err
			}
			continue
		}
		x.Rows = append(x.Rows, int32(k))
		if feed.column != nil {
			w.round(at, moment.Int(v), rounded)
		}
	}
	w.carried[b.In.Number][at] = true
	x.Values = s.values
	return nil
}
