package ingest

import (
	"fmt"
	"time"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/event"
)

// span is the days that bound first exposures, in microseconds, half-open.
type span struct{ from, to int64 }

func newSpan(e *spec.Experiment) span {
	s := span{-1 << 63, 1<<63 - 1}
	if e.Start != spec.NoDay {
		s.from = e.Start.Start(e.Zone)
	}
	if e.End != spec.NoDay {
		s.to = (e.End + 1).Start(e.Zone)
	}
	return s
}

func (s span) holds(ts int64) bool { return ts >= s.from && ts < s.to }

// drop counts a row outside the days.
func (s span) drop(w *worker, b *batch, i int, ts int64) {
	w.drop(b, i, study.OutsideDates, time.UnixMicro(ts).UTC().Format(time.RFC3339Nano))
}

// stamped is a time of the export, microseconds UTC: an instant, or with day the
// first one of a day, all of which it stands for.
type stamped struct {
	ts  int64
	day bool
}

// at reads row i's time. A row whose time is broken is dropped (ok is false); a
// column written in two ways ends the run.
func (w *worker) at(b *batch, i int, t *event.Text) (m stamped, ok bool, err error) {
	ts, form, found := b.in.clock.Time(t, i)
	if found != event.Value {
		w.badTime(b, i, t)
		return m, false, nil
	}
	if bound, same := b.in.clock.Agree(form); !same {
		return m, false, b.disagree(w, i, t, "ts", form, bound)
	}
	w.cut(b, ts)
	w.logged(&w.logs[b.in.number], b, i, ts)
	return stamped{ts, form == event.DayForm}, true, nil
}

// exposedAt reads the time of a row that exposes its unit by itself: it must
// lie within the experiment's days.
func (w *worker) exposedAt(b *batch, i int, t *event.Text, days span) (m stamped, ok bool, err error) {
	m, ok, err = w.at(b, i, t)
	if !ok {
		return m, false, err
	}
	w.seen[b.in.number].see(m)
	if !days.holds(m.ts) {
		days.drop(w, b, i, m.ts)
		return m, false, nil
	}
	return m, true, nil
}

// disagree says that a time column is written in two ways.
func (b *batch) disagree(w *worker, i int, t *event.Text, name string, form, bound event.Form) error {
	return fmt.Errorf("%s, row %d: the %s column %q holds %q, which is %s, while other rows hold %s; write the whole column in one way, or give each source its own entry under sources",
		w.run.files[b.file].Name, b.place(i).Row(), name, b.in.path(name), t.Value(i), form, bound)
}
