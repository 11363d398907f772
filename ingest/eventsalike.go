package ingest

import (
	"slices"

	"uptake/analysis/sums"
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
	w.seen[b.In.Number].seeAll(&w.stamps, rows, from)
	if kind != nil {
		for _, i := range rows {
			m, _ := w.at(int(i) - from)
			s.keep(w, int(i), m, kind, kind.role)
		}
	}
	if kind == nil && len(rows) > 0 {
		w.drop(b.Batch, int(rows[0]), sums.OtherEvent, b.Columns[l.event].Value(int(rows[0])))
		w.dropMore(b.Batch, rows[1:], sums.OtherEvent)
	}
}
