package ingest

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"

	"uptake/analysis/spec"
	"uptake/ingest/event"
	"uptake/ingest/phrase"
	"uptake/ingest/table"
)

// Distinct lists the ids of the experiments that the rows of a family name, sorted: of
// layout events the exposure rows, or those of the assignments, of other layouts all
// that pass the filters. The tables are read once, and of them the columns that tell;
// a missing id is none.
func Distinct(ctx context.Context, family *spec.Experiment, o Options) ([]string, error) {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	d := newDistinct(family, o.Open)
	defer d.set.Close()
	if err := d.set.Find(); err != nil {
		return nil, err
	}
	workers := make([]distinctWorker, o.Workers)
	visits := make([]table.Visit, o.Workers)
	for i := range workers {
		workers[i].ids = map[string]bool{}
		visits[i] = func(b *table.Batch) error { return workers[i].take(d, b) }
	}
	if err := d.set.Scan(ctx, visits, o.Progress); err != nil {
		return nil, err
	}
	ids, present := map[string]bool{}, false
	for _, w := range workers {
		maps.Copy(ids, w.ids)
		present = present || w.present
	}
	switch {
	case !present:
		return nil, fmt.Errorf("%s has no column %q, which each names; it has %s. Name the column of whose every value an experiment is made with each: {column: …}, or remove each",
			d.set.FileNames(), family.Each, phrase.Columns(d.set.Names()))
	case len(ids) > maxMembers:
		return nil, fmt.Errorf("the column %q of %s has %d values and more, which each would make as many experiments of; is it a column of users? Name that of experiments", family.Each, d.set.FileNames(), maxMembers)
	case len(ids) == 0:
		return nil, fmt.Errorf("no row of %s that counts has a value in the column %q, which each names, so there is no experiment; filters and the events that are exposures say which rows count",
			d.set.FileNames(), family.Each)
	}
	return slices.Sorted(maps.Keys(ids)), nil
}

// maxMembers bounds a family: what has more values is no column of experiments.
const maxMembers = 50_000

// distinct is a reading of a family for its members alone.
type distinct struct {
	exp        *spec.Experiment
	set        *table.Set
	experiment int
	event      int // -1 where any row may name an experiment
	scope      scope
}

func newDistinct(e *spec.Experiment, open Opener) *distinct {
	d := &distinct{exp: e, set: table.New(open), event: -1}
	d.scope = newScope(e, &d.set.Wants)
	d.experiment = d.scope.experiment
	d.scope.experiment = -1
	if e.Assignments != nil {
		d.set.Add(table.Beside(e, e.Assignments.Table, "assignments.columns"))
		return d
	}
	d.set.Wants.Filters(e.Where)
	if e.Layout == spec.Events {
		d.event = d.set.Wants.Add("event", false, true)
		d.set.Wants.Filters(e.Exposure.Where)
	}
	for _, x := range e.Sources {
		d.set.Wants.Filters(x.Where)
		d.set.Add(table.Export(e, x))
	}
	return d
}

// filters are those that a row of a batch has to pass.
func (d *distinct) filters(b *table.Batch) []spec.Filter {
	if d.exp.Assignments != nil {
		return nil
	}
	out := slices.Concat(d.exp.Where, b.In.Source.Where)
	if d.event >= 0 {
		out = slices.Concat(out, d.exp.Exposure.Where, []spec.Filter{{Column: "event", Is: d.exp.Exposure.Event}})
	}
	return out
}

type distinctWorker struct {
	ids     map[string]bool
	present bool
}

func (w *distinctWorker) take(d *distinct, b *table.Batch) error {
	id := b.Columns[d.experiment]
	w.present = w.present || id.Present()
	filters := d.filters(b)
	var columns []*event.Text
	for _, f := range filters {
		columns = append(columns, b.Column(f.Column))
	}
	sieve, scoped := event.NewSieve(filters, columns), d.scope.over(b)
	last := ""
	for i := range b.Rows {
		v := id.Value(i)
		if v == last || v == "" || w.ids[v] {
			continue
		}
		if ok, _, _ := sieve.Pass(i); !ok {
			continue
		}
		if ok, _, _ := scoped.outside.Pass(i); !ok {
			continue
		}
		if len(w.ids) > maxMembers {
			return nil
		}
		last = string(append([]byte(nil), v...))
		w.ids[last] = true
	}
	return nil
}
