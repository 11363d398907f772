package ingest

import (
	"fmt"

	"uptake/analysis/spec"
	"uptake/ingest/event"
	"uptake/ingest/store"
)

// assignments reads a batch of the assignment file: one row per unit with its
// arm, and the time of assignment where there is one. The rows count in the
// ledger like any others.
func (w *worker) assignments(b *batch) error {
	l := w.run.layout
	at := func(name string) *event.Text { return b.Columns[w.run.set.Wants.Place(name)] }
	unit, arm, ts := at("unit"), at("arm"), at("ts")
	if _, bound := b.In.Columns["ts"]; !bound && !ts.Present() {
		ts = event.NewText(nil)
	}
	w.undated = w.undated || !ts.Present()
	hashes, p := identity(&w.run.set.Wants, b.Columns), l.prepare(b)
	times := present(ts)
	var kept []keptUnit
	return w.eachStretch(b, times, func(from, to int) error {
		kept, w.rows = kept[:0], w.rows[:0]
		for i := from; i < to; i++ {
			k := keptUnit{at: stamped{ts: store.NoTime}}
			if times != nil {
				var ok bool
				if k.at, ok = w.at(i - from); !ok { // it does not widen the span of the data
					continue
				}
			}
			mine := w.whose(b, &p.scoped, i, k.at, times != nil, stop{})
			if mine < 0 {
				continue
			}
			if unit.IDHash(i) == 0 {
				w.nobodyOf(b, i, mine, unit, arm.Value(i), arm.Value(i))
				continue
			}
			var ok bool
			if k.arm, ok = w.arm(b, i, mine, arm); !ok {
				continue
			}
			kept, w.rows = append(kept, k), append(w.rows, int32(i))
		}
		w.hash(hashes, from, times != nil)
		w.refer(b, hashes)
		for n := range kept {
			r, i, k := &w.row, int(w.rows[n]), &kept[n]
			*r = store.Row{Role: store.Exposure, TS: k.at.ts, Day: k.at.day, Arm: k.arm, Decided: store.NoTime,
				Segments: r.Segments, Values: r.Values[:0], Texts: r.Texts[:0], Numbers: r.Numbers[:0],
				Traits: r.Traits[:0]}
			r.Segments = codes(r.Segments, p.seg, i)
			r.Hash = w.hashes[n]
			r.Place, r.Line = placeOf(b.Batch, i)
			if err := w.out.Add(w.units[n], r); err != nil {
				return err
			}
		}
		return nil
	})
}

// undatedNote says from when units count whose assignment has no time, where
// the experiment file does not.
func (g *gathered) undatedNote() []string {
	if !g.undated || g.exp.Start != spec.NoDay {
		return nil
	}
	return []string{fmt.Sprintf("The assignments of %s carry no time and the file gives no start, so every unit "+
		"counts from %s, the first time in the data.",
		g.exp.Assignments.Written, g.firstTime())}
}
