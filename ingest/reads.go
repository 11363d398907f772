package ingest

import (
	"cmp"
	"slices"

	"uptake/analysis/spec"
	"uptake/ingest/evaltool"
	"uptake/ingest/format"
	"uptake/ingest/lake"
	"uptake/ingest/source"
)

// Reads lists the files that a collection of the experiment reads, each once,
// sorted by path; tables that an engine has are none. None is opened but the logs of lake
// tables. Notes are what is said of how they were found: of a table its version, of a folder
// what is left out.
func Reads(e *spec.Experiment) (out []source.File, notes []string, err error) {
	var paths []string
	for _, s := range e.Sources {
		if e.Engine == "" { // else a table, which is no file
			paths = append(paths, s.Path)
		}
		if s.Join != nil {
			paths = append(paths, s.Join.Path)
		}
	}
	if e.Assignments != nil {
		paths = append(paths, e.Assignments.Path)
	}
	for _, p := range e.Population {
		if p.From != nil {
			paths = append(paths, p.From.Path)
		}
	}
	switch {
	case e.Labels != nil && e.Labels.Evals != nil:
		files, err := evaltool.Found(e.Labels.Evals.Evals)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, files...)
	case e.Labels != nil:
		paths = append(paths, e.Labels.Path)
	}
	for _, path := range paths {
		files, said, err := lake.Find(path, format.Readable)
		if err != nil {
			return nil, nil, err
		}
		out, notes = append(out, files...), append(notes, said...)
	}
	slices.SortFunc(out, func(a, b source.File) int { return cmp.Compare(a.Path, b.Path) })
	return slices.CompactFunc(out, func(a, b source.File) bool { return a.Path == b.Path }), notes, nil
}
