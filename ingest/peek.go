package ingest

import (
	"context"
	"slices"

	"uptake/analysis/spec"
	"uptake/ingest/table"
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
func Peek(ctx context.Context, e *spec.Experiment, d spec.Demand, o Options) ([]Bound, error) {
	out, err := peek(ctx, readsOf(e, d, o))
	if err != nil || e.Labels == nil || len(d.Grades) == 0 {
		return out, err
	}
	out = slices.DeleteFunc(out, func(b Bound) bool { return b.Name == "grade" }) // the labels give it
	if e.Labels.Evals != nil {
		labels, err := peekEvaluated(ctx, e)
		return append(out, labels...), err
	}
	labels, err := peek(ctx, newLabelSet(e, o.Open))
	return append(out, labels...), err
}

// readsOf are the tables that a collection reads.
func readsOf(e *spec.Experiment, d spec.Demand, o Options) *table.Set {
	if e.Layout == spec.Summary {
		return newSummary([]*spec.Experiment{e}, o.Open).set
	}
	return newRun([]*spec.Experiment{e}, d, o).set
}

// Opens reports why a file of the experiment's sources cannot be read, as far as its first
// rows say: up to twenty of all are opened, the first, the last and those spread between them.
func Opens(ctx context.Context, e *spec.Experiment, d spec.Demand, o Options) error {
	set := readsOf(e, d, o)
	defer set.Close()
	if err := set.Find(); err != nil {
		return err
	}
	for _, f := range spread(len(set.Files)) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := set.Head(f, 1, func(*table.Batch) error { return nil }); err != nil {
			return err
		}
	}
	return nil
}

// peekEvaluated is what an evaluation says of suggestions.
func peekEvaluated(ctx context.Context, e *spec.Experiment) ([]Bound, error) {
	id := Bound{Source: e.Labels.Written, Name: "suggestion_id", Column: "item", Found: true}
	grade := Bound{Source: e.Labels.Written, Name: "grade", Column: e.Labels.Evals.Metric, Found: true}
	_, err := evaluatedLabels(ctx, e, func(item, text, file string, _ int64) {
		if len(id.Values) < peekValues {
			id.File, grade.File = file, file
			id.Values, grade.Values = append(id.Values, item), append(grade.Values, text)
		}
	})
	return []Bound{id, grade}, err
}

func peek(ctx context.Context, set *table.Set) ([]Bound, error) {
	defer set.Close()
	if err := set.Find(); err != nil {
		return nil, err
	}
	var out []Bound
	for _, in := range set.Inputs {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		b, err := set.First(in)
		if err != nil {
			return nil, err
		}
		if b == nil { // its files have no byte in them
			continue
		}
		binding := set.Binding(b.File)
		for i, w := range set.Wants.List {
			x := Bound{Source: in.Source.Written, File: b.Name(), Name: w.Name, Column: in.Path(w.Name),
				Found: b.Columns[i].Present()}
			if c := binding.Constant(i); c != nil {
				x.Given = *c
			} else if x.Found {
				for k := range min(b.Rows, peekValues) {
					x.Values = append(x.Values, string(append([]byte(nil), b.Columns[i].Value(k)...)))
				}
			}
			out = append(out, x)
		}
	}
	return out, nil
}
