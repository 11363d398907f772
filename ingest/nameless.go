package ingest

import (
	"slices"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/format"
	"uptake/ingest/source"
)

// Where an export names neither units nor suggestions, every row is a unit of its
// own, known by the hash of the row. What is drawn by units (halves, resamples)
// hangs on that hash, so it is one of every column of the export, whatever is
// asked of them. Only then are all columns read.

// nameRows looks at the columns of each source's first file, and has all of them
// read where none names a unit. Standard input cannot be looked at beforehand:
// there the hash is one of the columns that are asked for.
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
		if err != nil || file.Path == source.Stdin {
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

// columnsOf lists the columns of a file.
func (r *run) columnsOf(f int) ([]string, error) {
	if r.files[f].Path == source.Stdin {
		return nil, nil
	}
	reader, err := r.open(f, r.owner[f].bind(r.files[f], &r.wants).ask)
	if err != nil || reader == nil {
		return nil, err
	}
	defer reader.Close()
	return r.files[f].Names(reader.Names()), nil
}

// nameless is the hash by which a row that names nobody is known.
func (b *batch) nameless(w *worker, i int) study.Hash {
	if len(w.run.identity) == 0 {
		return w.row.Hash
	}
	if b.names == nil {
		b.names = &hasher{}
		for _, k := range w.run.identity {
			b.names.take(w.run.wants.list[k], b.columns[k])
		}
	}
	return b.names.sum(i, 0, false)
}
