package ingest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/format"
)

// columnNames collects the columns that the files have, from every opener.
type columnNames struct {
	mu  sync.Mutex
	set map[string]bool
}

func (c *columnNames) add(names []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.set == nil {
		c.set = map[string]bool{}
	}
	for _, n := range names {
		c.set[n] = true
	}
}

func (c *columnNames) sorted() []string { return slices.Sorted(maps.Keys(c.set)) }

// needs lists the names that a source's files must have.
func (r *run) needs(in *input) []string {
	if in.assign {
		return []string{"unit", "arm"}
	}
	return r.layout.required()
}

// checkNames refuses a file that lacks a needed column. For NDJSON the names
// are those of its first block: a key absent from a megabyte of rows is
// misnamed rather than rare.
func (r *run) checkNames(in *input, f int, reader format.Reader) error {
	names := r.namesOf(f, reader)
	r.names.add(names)
	if n := r.lacks(in, f, names); n != "" {
		return in.missing(r.files[f].Name, n, names)
	}
	return nil
}

// namesOf lists the columns that a file has, those that its place gives it
// included.
func (r *run) namesOf(f int, reader format.Reader) []string {
	names := r.files[f].Names(reader.Names())
	for _, p := range r.files[f].Hive {
		names = append(names[:len(names):len(names)], p.Name)
	}
	return names
}

// lacks gives a name that a file must have and, with these columns, has not.
func (r *run) lacks(in *input, f int, names []string) string {
	b := in.bind(r.files[f], &r.wants)
	for _, n := range r.needs(in) {
		i, wanted := r.wants.place[n]
		if wanted && b.constant[i] == nil && !format.Has(names, in.path(n)) {
			return n
		}
	}
	return ""
}

// checkPresent refuses a run in which a needed name never had a value: in
// formats where only rows tell which columns there are.
func (r *run) checkPresent(total *worker) error {
	// Rows that could not be read may have had it: they stop the run by themselves.
	if total.read == 0 || r.tooMany(total.tally.Dropped[study.Unparsable], total.read) {
		return nil
	}
	needed := r.layout.required()
	if len(r.exp.Arms) > 0 {
		switch {
		case r.exp.Assignments != nil:
		case r.exp.Layout == "events":
			needed = append(needed, "variant")
			if r.exp.Exposure.ExperimentGiven {
				needed = append(needed, "experiment")
			}
		default:
			needed = append(needed, "arm")
		}
	}
	if r.labels != nil {
		needed = append(needed, "suggestion_id")
	}
	for _, n := range needed {
		if i := r.wants.place[n]; !total.present[i] {
			return r.inputs[0].missing(strings.Join(r.fileNames(), ", "), n, r.names.sorted())
		}
	}
	return r.checkNamed(total.present)
}

// namedColumn is a column that the experiment file names, by its wanted name.
type namedColumn struct{ want, by string }

// checkNamed refuses a run in which the experiment file names a column that no
// file has: a misspelt segment, filter or field would otherwise be empty in
// every row, and nothing would say so.
func (r *run) checkNamed(present map[int]bool) error {
	names := r.names.sorted()
	for _, x := range r.namedColumns() {
		i, wanted := r.wants.place[x.want]
		if !wanted || present[i] {
			continue
		}
		path := x.want
		for _, o := range r.inputs {
			if p := o.path(x.want); p != x.want {
				path = p
			}
		}
		if format.Has(names, path) {
			continue // in the files, but without a value in any row
		}
		of := "the export"
		if len(r.files) == 1 {
			of = r.files[0].Name
		}
		return fmt.Errorf("%s has no column %q, which %s names; it has %s. Name a column that there is, or remove it", of, path, x.by, columnList(names))
	}
	return nil
}

func (r *run) namedColumns() []namedColumn {
	e := r.exp
	var out []namedColumn
	filters := func(list []spec.Filter, by string) {
		for _, f := range list {
			out = append(out, namedColumn{f.Column, by})
		}
	}
	for _, k := range slices.Sorted(maps.Keys(e.Columns)) {
		out = append(out, namedColumn{k, "columns." + k})
	}
	for i, s := range e.Sources {
		by := fmt.Sprintf("sources[%d]", i+1)
		for _, k := range slices.Sorted(maps.Keys(s.Columns)) {
			out = append(out, namedColumn{k, by + ".columns." + k})
		}
		filters(s.Where, by+".where")
	}
	if a := e.Assignments; a != nil {
		for _, k := range slices.Sorted(maps.Keys(a.Columns)) {
			out = append(out, namedColumn{k, "assignments.columns." + k})
		}
	}
	filters(e.Where, "where")
	filters(e.Exposure.Where, "exposure.where")
	for _, o := range e.Exposure.Outside {
		out = append(out, namedColumn{r.outsideName(o), "exposure.outside"})
	}
	for _, s := range e.Segments {
		out = append(out, namedColumn{s, "segments"})
	}
	for _, a := range e.Attributes {
		out = append(out, namedColumn{a, "attributes"})
	}
	for _, m := range e.Metrics {
		if m.Kind == spec.Graded && e.Labels == nil {
			out = append(out, namedColumn{"grade", "the metric " + m.Name})
		}
		if m.Of != "" {
			out = append(out, namedColumn{m.Of, "the metric " + m.Name})
		}
		for _, a := range []spec.Aggregate{m.Numerator, m.Denominator} {
			filters(a.Where, "the metric "+m.Name)
			if a.Field != "" {
				out = append(out, namedColumn{a.Field, "the metric " + m.Name})
			}
		}
	}
	return out
}
