package ingest

import (
	"uptake/analysis/sums"
	"uptake/ingest/store"
)

// exposure takes a row with the event of an exposure through its reasons, and keeps it
// where it exposes somebody. It is false of a row that exposes nobody and goes on as one
// of any other event: metrics count it.
func (l *eventRows) exposure(w *worker, b *batch, s *eventBatch, i int, m stamped, kind *eventKind) bool {
	by, all := s.stopped(i)
	if kind.counted() && !w.exposes(s, i, m, by) {
		if !w.run.spans[0].holds(m.ts) {
			w.seen[b.In.Number].see(m)
		}
		return false
	}
	for k, days := range w.run.spans {
		if !all || !days.holds(m.ts) {
			w.bounded[k].seen[b.In.Number].see(m)
		}
	}
	mine := w.whose(b, &s.scoped, i, m, true, by)
	if mine < 0 {
		return true
	}
	o := &w.own[mine]
	o.exposedOn(w.run, b, i, m.ts, b.Columns[l.event].Value(i))
	if !s.everyUnit && b.Columns[l.unit].IDHash(i) == 0 {
		w.nobodyOf(b, i, mine, b.Columns[l.unit], s.variant.Value(i), b.Columns[l.event].Value(i))
		return true
	}
	if arm, ok := w.arm(b, i, mine, b.Columns[l.variant]); ok {
		s.keep(w, i, m, kind, store.Exposure).arm = arm
	}
	return true
}

// ghost keeps a row that was counted under a reason already, where what is asked
// must not decide what becomes of others: it may be the copy that stays, the row
// that exposes its unit, or the one that fixes a segment.
func (l *eventRows) ghost(w *worker, b *batch, s *eventBatch, i int, m stamped, kind *eventKind) {
	named := kind != unasked && l.id >= 0 && b.Columns[l.id].IDHash(i) != 0
	if (named || l.all) && b.Columns[l.unit].IDHash(i) != 0 {
		s.keep(w, i, m, kind, store.Other).ghost = true
	}
}

// exposes reports whether a row that metrics count as well exposes its unit: there is
// one member then.
func (w *worker) exposes(s *eventBatch, i int, m stamped, by stop) bool {
	if by.stops || !w.run.spans[0].holds(m.ts) {
		return false
	}
	reason, _ := s.aside(i, w.run.exp.ID)
	return reason == sums.NumReasons
}
