package ingest

import (
	"slices"

	"uptake/analysis/spec"
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/format"
	"uptake/ingest/table"
)

// Where an export names neither units nor suggestions, every row is a unit of its
// own, known by the hash of the row. What is drawn by units (halves, resamples)
// hangs on that hash, so it is one of every column of the export, whatever is
// asked of them. Only then are all columns read.

// nameRows looks at the columns of each source's first file, and has all of them
// read where none names a unit.
func (r *run) nameRows() error {
	if r.exp.Layout != spec.Units && r.exp.Layout != spec.Suggestions {
		return nil
	}
	columns := slices.Clone(spec.Canonical)
	for _, in := range r.set.Inputs {
		f := in.Probe()
		names, err := r.set.NamesIn(f)
		if err != nil {
			return err
		}
		b := r.set.Binding(f)
		for _, n := range []string{"unit", "suggestion_id"} {
			if i := r.set.Wants.Place(n); i >= 0 && (b.Constant(i) != nil || format.Has(names, in.Path(n))) {
				return nil
			}
		}
		for _, n := range names {
			if !in.Binds(n) && !slices.Contains(columns, n) {
				columns = append(columns, n)
			}
		}
	}
	for _, n := range columns {
		r.identity = append(r.identity, r.set.Wants.Any(n))
	}
	return nil
}

// nameless is the hash by which row i is known, which names nobody.
func (b *batch) nameless(w *worker, i int) sums.Hash {
	if b.names == nil {
		b.nameAll(w.run)
	}
	return b.names[i]
}

// nameAll makes the hashes of all rows of the batch. Of whatever can be read as a number
// the value counts, asked for as one or not, and of times the instant, however a format
// writes them.
func (b *batch) nameAll(r *run) {
	h := &event.Identity{}
	type timeCell struct {
		seed uint64
		cell cell
	}
	var times []timeCell
	for _, k := range r.identity {
		x, column := r.set.Wants.List[k], b.Columns[k]
		if table.IsTime(x.Name) {
			times = append(times, timeCell{event.Seed(x.Name), newCell(b.Batch, x.Name, column)})
			continue
		}
		x.Number = !column.Boolean()
		identify(h, x, column)
	}
	rows := make([]int32, b.Rows)
	for i := range rows {
		rows[i] = int32(i)
	}
	b.names = h.Sums(rows, nil, 0, nil)
	for _, t := range times {
		for i := range rows {
			if at := t.cell(nil, i); len(at) > 0 {
				var one event.RowHash
				one.Text(t.seed, string(at))
				b.names[i] = b.names[i].Add(one.Sum())
			}
		}
	}
}
