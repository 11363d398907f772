package ingest

import (
	"fmt"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/event"
	"uptake/ingest/resolve"
)

// assignments reads a batch of the assignment file: one row per unit with its
// arm, and the time of assignment where there is one. The rows count in the
// ledger like any others.
func (w *worker) assignments(b *batch) error {
	l := w.run.layout.(*eventRows)
	at := func(name string) *event.Text { return b.columns[w.run.wants.place[name]] }
	unit, arm, ts := at("unit"), at("arm"), at("ts")
	if _, bound := b.in.columns["ts"]; !bound && !ts.Present() {
		ts = event.NewText(nil)
	}
	w.undated = w.undated || !ts.Present()
	b.hash = newHasher(&w.run.wants, b.columns)
	p := l.prepare(b)
	for i := range b.rows.Rows {
		r := &w.row
		*r = resolve.Row{Role: resolve.Exposure, TS: resolve.NoTime, Segments: r.Segments, Values: r.Values[:0], Texts: r.Texts[:0], Numbers: r.Numbers[:0], Traits: r.Traits[:0]}
		if ts.Present() {
			m, ok, err := w.at(b, i, ts)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			if !l.days.holds(m.ts) { // the time of an assignment does not widen the span of the data
				l.days.drop(w, b, i, m.ts)
				continue
			}
			r.TS, r.Day = m.ts, m.day
		}
		if reason, value := p.aside(i); reason != study.NumReasons {
			w.drop(b, i, reason, value)
			continue
		}
		id, name := unit.ID(i), arm.Value(i)
		if id == "" {
			w.nobody(b, i, unit, name, name)
			continue
		}
		w.countArm(name)
		code := l.arms.Find(name)
		if code < 0 {
			w.drop(b, i, study.UnknownArm, name)
			continue
		}
		r.Arm = int16(code)
		r.Segments = codes(r.Segments, p.seg, i)
		r.Hash, r.Place = b.hash.sum(i, r.TS, r.TS != resolve.NoTime), b.place(i)
		w.out.Add(w.unit(b, i), r)
	}
	return nil
}

// undatedNote says from when units count whose assignment has no time, where
// the experiment file does not.
func (r *run) undatedNote(total *worker) []string {
	if !total.undated || r.exp.Start != spec.NoDay {
		return nil
	}
	return []string{fmt.Sprintf("The assignments of %s carry no time and the file gives no start, so every unit counts from %s, the first time in the data.",
		r.exp.Assignments.Written, r.firstTime(total))}
}
