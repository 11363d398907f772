package ingest

import (
	"uptake/analysis/moment"
	"uptake/ingest/event"
	"uptake/ingest/resolve"
	"uptake/ingest/store"
)

// unitRows reads layout units: one row per unit with its arm and one column
// per metric. A row with the id of another is a duplicate, or a crossover when
// its arm differs.
type unitRows struct {
	common
	ts, unit, arm int
	valueAt       []int    // by variable
	columns       []string // of the variables
}

func (l *unitRows) required() []string { return l.columns }

func (l *unitRows) ask(r *run) {
	e, w := r.exp, &r.set.Wants
	l.ts, l.unit, l.arm = w.Add("ts", false, false), w.Add("unit", false, false), w.Add("arm", false, true)
	for _, v := range r.demand.Variables {
		l.valueAt = append(l.valueAt, w.Add(v.Agg.Column, !v.Binary, v.Binary))
		l.columns = append(l.columns, v.Agg.Column)
	}
	l.common.ask(r, false)
	l.scope = newScope(e, w)
	r.format = store.Format{Segments: len(l.segAt)}
	r.rules.Mode, r.rules.Missing = resolve.FromRows, true
	if len(e.Arms) == 0 {
		r.rules.Mode = resolve.OneGroup
		r.format.SegmentsOnAll = true
	}
}

// keptUnit is what is known of a row that goes on to the store.
type keptUnit struct {
	at   stamped
	mine int // its member
	arm  int16
}

func (l *unitRows) rows(w *worker, b *batch) error {
	p, hashes := l.prepare(b), identity(&w.run.set.Wants, b.Columns)
	var kept []keptUnit
	times := present(b.Columns[l.ts])
	return w.eachStretch(b, times, func(from, to int) error {
		kept, w.rows = kept[:0], w.rows[:0]
		for i := from; i < to; i++ {
			k := keptUnit{at: stamped{ts: store.NoTime}}
			if times != nil {
				var ok bool
				if k.at, ok = w.exposedAt(b, from, i-from); !ok {
					continue
				}
			}
			if ok, column, value := p.sieve.Pass(i); !ok {
				w.dropFiltered(b.Batch, i, column, value)
				continue
			}
			if l.row(w, b, &p, i, &k) {
				kept, w.rows = append(kept, k), append(w.rows, int32(i))
			}
		}
		w.hash(hashes, from, times != nil)
		if b.Columns[l.unit].Present() {
			w.refer(b, hashes)
		}
		for n := range kept {
			if err := l.add(w, b, &p, n, &kept[n]); err != nil {
				return err
			}
		}
		return nil
	})
}

// row takes one row through the reasons; false where one holds.
func (l *unitRows) row(w *worker, b *batch, p *prepared, i int, k *keptUnit) bool {
	if k.mine = w.whose(b, &p.scoped, i, k.at, false, stop{}); k.mine < 0 { // that it lies in the days is known
		return false
	}
	if unit := b.Columns[l.unit]; unit.Present() && unit.IDHash(i) == 0 {
		w.nobodyOf(b, i, k.mine, unit, b.Columns[l.arm].Value(i), "")
		return false
	}
	if len(w.run.exp.Arms) > 0 {
		var ok bool
		k.arm, ok = w.arm(b, i, k.mine, b.Columns[l.arm])
		return ok
	}
	return true
}

// add packs kept row n of the stretch.
func (l *unitRows) add(w *worker, b *batch, p *prepared, n int, k *keptUnit) error {
	r, i, o := &w.row, int(w.rows[n]), &w.own[k.mine]
	*r = store.Row{Role: store.Exposure, TS: k.at.ts, Day: k.at.day, Arm: k.arm, Segments: r.Segments,
		Values: r.Values[:0]}
	for v := range w.run.demand.Variables {
		c := r.More()
		c.Variable = uint16(v)
		if rounded := o.unitValue(w.run, b, b.Columns[l.valueAt[v]], i, c); c.Lack == store.None {
			o.round(v, c.Value, rounded)
		}
	}
	r.Segments = codes(r.Segments, p.seg, i)
	r.Hash = w.hashes[n]
	r.Place, r.Line = placeOf(b.Batch, i)
	if !b.Columns[l.unit].Present() {
		return w.out.Add(w.out.Unnamed(b.nameless(w, i)), r)
	}
	name := ""
	if len(w.run.exp.Arms) > 0 {
		name = b.Columns[l.arm].Value(i)
	}
	r.EventID = event.HashText(b.Columns[l.unit].ID(i) + "\x00" + name) // a unit's row in another arm is no duplicate
	return w.out.Add(w.units[n], r)
}

// unitValue reads one cell as what it adds to a variable.
func (c *counts) unitValue(r *run, b *batch, cell *event.Text, i int, to *store.Contribution) (rounded bool) {
	k := int(to.Variable)
	v := &r.demand.Variables[k]
	if !v.Binary && !v.Covariate {
		return c.number(r, b, cell, i, to)
	}
	n, found := cell.Binary(i)
	switch {
	case found == event.Value:
		for range v.Scale {
			n *= 10
		}
		to.Value = moment.Int(n)
		return false
	case v.Binary:
		*to = lacking(k, found, cell, i)
		return false
	}
	return c.number(r, b, cell, i, to)
}
