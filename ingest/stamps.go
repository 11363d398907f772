package ingest

import (
	"time"

	"uptake/analysis/fault"
	"uptake/analysis/spec"
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/table"
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
func (s span) drop(c *counts, b *table.Batch, i int, ts int64) {
	value := ""
	if c.least(b, i, sums.OutsideDates) { // no text is made that nobody reads
		value = time.UnixMicro(ts).UTC().Format(time.RFC3339Nano)
	}
	c.drop(b, i, sums.OutsideDates, value)
}

// stamped is a time of the export, microseconds UTC: an instant, or with day the
// first one of a day, all of which it stands for.
type stamped struct {
	ts  int64
	day bool
}

// stretchRows is how many rows of a batch are taken at a time: what is known of them fits
// a processor's cache.
const stretchRows = 512

// eachStretch takes a batch in stretches: times reads those of a column, nil without,
// and rows takes the rows from from to to−1.
func (w *worker) eachStretch(b *batch, t *event.Text, rows func(from, to int) error) error {
	for from := 0; from < b.Rows; from += stretchRows {
		to := min(from+stretchRows, b.Rows)
		if t != nil {
			if err := w.stamp(b, t, from, to); err != nil {
				return err
			}
		}
		if err := rows(from, to); err != nil {
			return err
		}
	}
	return nil
}

// present is a column that the batch has, nil where it has none.
func present(column *event.Text) *event.Text {
	if !column.Present() {
		return nil
	}
	return column
}

// hash makes the hashes of the kept rows of the stretch that begins at row from.
func (w *worker) hash(h *event.Identity, from int, timed bool) {
	var at []int64
	if timed {
		at = w.stamps.At
	}
	w.hashes = h.Sums(w.rows, at, from, w.hashes)
}

// stamp reads the times of rows from to to−1. A row whose time is broken is dropped;
// a column written in two ways ends the run.
func (w *worker) stamp(b *batch, t *event.Text, from, to int) error {
	s := &w.stamps
	b.In.Clock.Read(t, from, to, s)
	agree := func(k int) error {
		form := s.Form(k)
		if bound, same := b.In.Clock.Agree(form); !same {
			return b.disagree(w, from+k, t, "ts", form, bound)
		}
		return nil
	}
	if s.Alike() {
		if err := agree(0); err != nil {
			return err
		}
	} else {
		for k := range s.At {
			if s.Found(k) != event.Value {
				w.badTime(b, from+k, t)
			} else if err := agree(k); err != nil {
				return err
			}
		}
	}
	w.cut(b.In, s)
	w.logged(&w.logs[b.In.Number], b, s, from)
	return nil
}

// at gives the time of row k of the stretch; a row without one was dropped.
func (w *worker) at(k int) (m stamped, ok bool) {
	s := &w.stamps
	if s.Found(k) != event.Value {
		return m, false
	}
	return stamped{s.At[k], s.Form(k) == event.DayForm}, true
}

// exposedAt is at of a row that exposes its unit by itself: it must lie within the
// days, which all experiments of such rows share.
func (w *worker) exposedAt(b *batch, from, k int) (m stamped, ok bool) {
	if m, ok = w.at(k); !ok {
		return m, false
	}
	w.seen[b.In.Number].see(m)
	days := w.run.spans[0]
	if !days.holds(m.ts) {
		days.drop(&w.counts, b.Batch, from+k, m.ts)
		return m, false
	}
	return m, true
}

// disagree says that a time column is written in two ways.
func (b *batch) disagree(w *worker, i int, t *event.Text, name string, form, bound event.Form) error {
	return fault.Rowf(b.Place(i, name),
		"the %s column %q holds %q, which is %s, while other rows hold %s; write the whole column in one way, or "+
			"give each source its own entry under sources",
		name, b.In.Path(name), t.Value(i), form, bound)
}
