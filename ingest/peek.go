package ingest

import (
	"context"
	"errors"
	"io"
	"slices"

	"uptake/analysis/spec"
	"uptake/ingest/format"
)

// Bound is one column of one source as the run reads it.
type Bound struct {
	Source string // the path as written
	File   string // the file the values are from
	Name   string // canonical name, or the column itself
	Column string // column of the export it is bound to
	Given  string // "" = from the export; else the constant it has by set or folder name
	Found  bool   // the file has the column
	Values []string
}

// peekValues is how many values of each column are shown.
const peekValues = 10

// Peek binds the columns of the first file of every source, and of the file of
// grades, and reads their first values, so that a person can see what the run
// would read.
func Peek(ctx context.Context, e *spec.Experiment, d spec.Demand) ([]Bound, error) {
	var r *run
	if e.Layout == spec.Summary {
		r = newSummaryRun(e)
	} else {
		r = newRun(e, d, Options{})
	}
	defer r.stdin.Close()
	out, err := r.peek(ctx)
	if err != nil || e.Labels == nil || len(d.Grades) == 0 {
		return out, err
	}
	out = slices.DeleteFunc(out, func(b Bound) bool { return b.Name == "grade" }) // the labels give it
	labels, err := newLabelRun(e).peek(ctx)
	return append(out, labels...), err
}

func (r *run) peek(ctx context.Context) ([]Bound, error) {
	if err := r.find(); err != nil {
		return nil, err
	}
	var out []Bound
	first := 0 // file of the input
	for _, in := range r.inputs {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for f := first; f < first+len(in.files); f++ {
			list, err := r.peekFile(in, f)
			if err != nil {
				return nil, err
			}
			if list != nil { // else the file has no byte in it
				out = append(out, list...)
				break
			}
		}
		first += len(in.files)
	}
	return out, nil
}

func (r *run) peekFile(in *input, f int) ([]Bound, error) {
	file := r.files[f]
	b := in.bind(file, &r.wants)
	reader, err := r.open(f, b.ask)
	if err != nil || reader == nil {
		return nil, err
	}
	defer reader.Close()
	batch := &format.Batch{}
	block, err := reader.Next()
	if err == nil {
		batch, err = block.Decode()
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	var out []Bound
	for i, w := range r.wants.list {
		x := Bound{Source: in.source.Written, File: file.Name, Name: w.name, Column: in.path(w.name)}
		if c := b.constant[i]; c != nil {
			x.Given, x.Found = *c, true
		} else if batch.Columns != nil && b.at[i] >= 0 && batch.Columns[b.at[i]] != nil {
			x.Found = true
			t := b.style.Text(batch.Columns[b.at[i]])
			for k := range min(batch.Rows, peekValues) {
				x.Values = append(x.Values, string(append([]byte(nil), t.Value(k)...)))
			}
		}
		out = append(out, x)
	}
	return out, nil
}
