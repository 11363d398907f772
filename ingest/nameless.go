package ingest

import (
	"slices"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/event"
	"uptake/ingest/format"
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
	for f, file := range r.files {
		in := r.owner[f]
		if file.Path != in.firstFull().Path {
			continue
		}
		names, err := r.columnsOf(f)
		if err != nil {
			return err
		}
		b := in.bind(file, &r.wants)
		for _, n := range []string{"unit", "suggestion_id"} {
			if i, wanted := r.wants.place[n]; wanted && (b.constant[i] != nil || format.Has(names, in.path(n))) {
				return nil
			}
		}
		for _, n := range names {
			if !in.binds(n) && !slices.Contains(columns, n) {
				columns = append(columns, n)
			}
		}
	}
	for _, n := range columns {
		r.identity = append(r.identity, r.wants.any(n))
	}
	return nil
}

// columnsOf lists the columns of a file, those that its place gives it included.
func (r *run) columnsOf(f int) ([]string, error) {
	reader, err := r.open(f, r.owner[f].bind(r.files[f], &r.wants).ask)
	if err != nil || reader == nil {
		return nil, err
	}
	defer reader.Close()
	return r.namesOf(f, reader), nil
}

// nameless is the hash by which row i is known, which names nobody.
func (b *batch) nameless(w *worker, i int) study.Hash {
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
		cell func(int) string
	}
	var times []timeCell
	for _, k := range r.identity {
		x, column := r.wants.list[k], b.columns[k]
		if slices.Contains(timeNames, x.name) {
			times = append(times, timeCell{event.Seed(x.name), b.cell(x.name, column)})
			continue
		}
		x.number = !column.Boolean()
		identify(h, x, column)
	}
	rows := make([]int32, b.rows.Rows)
	for i := range rows {
		rows[i] = int32(i)
	}
	b.names = h.Sums(rows, nil, 0, nil)
	for _, t := range times {
		for i := range rows {
			if at := t.cell(i); at != "" {
				var one event.RowHash
				one.Text(t.seed, at)
				b.names[i] = b.names[i].Add(one.Sum())
			}
		}
	}
}
