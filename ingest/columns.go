package ingest

import (
	"context"
	"maps"
	"slices"

	"uptake/analysis/spec"
	"uptake/ingest/table"
)

// ColumnsOf lists the columns of the first file of an export that has a byte in it, as
// its header, schema or first rows have them.
func ColumnsOf(x spec.Source, open Opener) ([]string, error) {
	set := table.New(open)
	defer set.Close()
	in := set.Add(table.Export(&spec.Experiment{}, x))
	if err := set.Find(); err != nil {
		return nil, err
	}
	return set.NamesIn(in.Probe())
}

// farBlocks is how many blocks of a file FarColumnsOf reads, a megabyte each.
const farBlocks = 256

// FarColumnsOf lists the columns of an export beyond what its first rows have: those of up to twenty
// files, the first, the last and those spread between them, and of their rows farther on where only rows
// tell. It takes a moment where ColumnsOf takes none.
func FarColumnsOf(ctx context.Context, x spec.Source, open Opener) ([]string, error) {
	set := table.New(open)
	defer set.Close()
	set.Add(table.Export(&spec.Experiment{}, x))
	if err := set.Find(); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, f := range spread(len(set.Files)) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		names, err := set.NamesFar(f, farBlocks)
		if err != nil {
			return nil, err
		}
		for _, n := range names {
			seen[n] = true
		}
	}
	return slices.Sorted(maps.Keys(seen)), nil
}

// BoundBy are the columns that are bound in a source of the experiment: canonical name → column.
func BoundBy(e *spec.Experiment, x spec.Source) map[string]string { return table.Export(e, x).Columns }

// Events lists the names of the events in an experiment's sources, sorted, but those that
// the experiment file itself gives to every row of a source.
func Events(ctx context.Context, e *spec.Experiment, o Options) ([]string, error) {
	by := *e
	by.Layout, by.Each, by.ArmsAny = spec.Units, "event", false
	by.Assignments, by.Exposure, by.Where = nil, spec.Exposure{}, nil
	by.Columns = eventAsExperiment(e.Columns)
	by.Sources = nil
	for _, x := range e.Sources {
		if _, given := x.Set["event"]; given {
			continue
		}
		if _, bound := x.Columns["event"]; bound {
			x.Columns = eventAsExperiment(x.Columns)
		}
		x.Where = nil
		by.Sources = append(by.Sources, x)
	}
	if len(by.Sources) == 0 {
		return nil, nil
	}
	found, err := Distinct(ctx, &by, o)
	var out []string
	for _, f := range found {
		out = append(out, f.ID)
	}
	return out, err
}

// eventAsExperiment binds what tells experiments to the column of events.
func eventAsExperiment(columns map[string]string) map[string]string {
	out := maps.Clone(columns)
	if out == nil {
		out = map[string]string{}
	}
	out["experiment"] = "event"
	if c, bound := columns["event"]; bound {
		out["experiment"] = c
	}
	return out
}
