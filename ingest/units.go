package ingest

import (
	"uptake/analysis/moment"
	"uptake/analysis/study"
	"uptake/ingest/event"
	"uptake/ingest/resolve"
)

// unitRows reads layout units: one row per unit with its arm and one column
// per metric. A row with the id of another is a duplicate, or a crossover when
// its arm differs.
type unitRows struct {
	common
	ts, unit, arm int
	valueAt       []int    // by variable
	columns       []string // of the variables
	arms          *event.Words
	days          span
}

func (l *unitRows) required() []string { return l.columns }

func (l *unitRows) ask(r *run) {
	e, w := r.exp, &r.wants
	l.ts, l.unit, l.arm = w.add("ts", false, false), w.add("unit", false, false), w.add("arm", false, true)
	for _, v := range r.demand.Variables {
		l.valueAt = append(l.valueAt, w.add(v.Agg.Column, !v.Binary, v.Binary))
		l.columns = append(l.columns, v.Agg.Column)
	}
	l.common.ask(r, false)
	l.scope = newScope(r)
	l.arms = event.NewWords(r.shape.Arms...)
	l.days = newSpan(e)
	r.format = resolve.Format{EventID: true, Segments: len(l.segAt)}
	r.rules.Mode, r.rules.Missing = resolve.FromRows, true
	if len(e.Arms) == 0 {
		r.rules.Mode = resolve.OneGroup
		r.format.SegmentsOnAll = true
	}
}

func (l *unitRows) rows(w *worker, b *batch) error {
	p := l.prepare(b)
	timed, hasUnit := b.columns[l.ts].Present(), b.columns[l.unit].Present()
	b.hash = newHasher(&w.run.wants, b.columns)
	for i := range b.rows.Rows {
		r := &w.row
		*r = resolve.Row{Role: resolve.Exposure, TS: resolve.NoTime, Segments: r.Segments, Values: r.Values[:0]}
		if timed {
			m, ok, err := w.exposedAt(b, i, b.columns[l.ts], l.days)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			r.TS, r.Day = m.ts, m.day
		}
		if ok, column, value := p.sieve.Pass(i); !ok {
			w.drop(b, i, study.Filtered, column+" = "+value)
			continue
		}
		l.row(w, b, &p, i, timed, hasUnit)
	}
	return nil
}

func (l *unitRows) row(w *worker, b *batch, p *prepared, i int, timed, hasUnit bool) {
	r := &w.row
	if reason, value := p.aside(i); reason != study.NumReasons {
		w.drop(b, i, reason, value)
		return
	}
	if hasUnit && b.columns[l.unit].ID(i) == "" {
		w.nobody(b, i, b.columns[l.unit], b.columns[l.arm].Value(i), "")
		return
	}
	arm := ""
	if len(w.run.exp.Arms) > 0 {
		arm = b.columns[l.arm].Value(i)
		w.countArm(arm)
		code := l.arms.Find(arm)
		if code < 0 {
			w.drop(b, i, study.UnknownArm, arm)
			return
		}
		r.Arm = int16(code)
	}
	for k := range w.run.demand.Variables {
		c, rounded := w.unitValue(b, b.columns[l.valueAt[k]], i, k)
		if c.Lack == resolve.None {
			w.round(k, c.Value, rounded)
		}
		r.Values = append(r.Values, c)
	}
	r.Segments = codes(r.Segments, p.seg, i)
	r.Hash, r.Place = b.hash.sum(i, r.TS, timed), b.place(i)
	if !hasUnit {
		w.out.Add(w.out.Unnamed(b.nameless(w, i)), r)
		return
	}
	unit := b.columns[l.unit].ID(i)
	r.EventID = event.HashText(unit + "\x00" + arm) // a unit's row in another arm is no duplicate
	w.out.Add(w.unit(b, i), r)
}

// unitValue reads one cell as what it adds to variable k.
func (w *worker) unitValue(b *batch, cell *event.Text, i, k int) (c resolve.Contribution, rounded bool) {
	v := &w.run.demand.Variables[k]
	if !v.Binary && !v.Covariate {
		return w.number(b, cell, i, k)
	}
	if n, found := cell.Binary(i); found == event.Value {
		for range v.Scale {
			n *= 10
		}
		return resolve.Contribution{Variable: uint16(k), Value: moment.Int(n)}, false
	} else if v.Binary {
		return lacking(k, found, cell, i), false
	}
	return w.number(b, cell, i, k)
}
