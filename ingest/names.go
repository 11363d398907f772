package ingest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"uptake/analysis/fault"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
	"uptake/ingest/format"
	"uptake/ingest/phrase"
	"uptake/ingest/source"
)

// needed lists the names that some row must have: those that every file has, and
// what tells arms and grades.
func (r *run) needed() []string {
	needed := r.layout.required()
	if len(r.exp.Arms) > 0 {
		switch {
		case r.exp.Assignments != nil:
			if r.exp.Layout == spec.Suggestions {
				needed = append(needed, "unit")
			}
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
	return needed
}

// checkPresent refuses a run in which a needed name never had a value: in
// formats where only rows tell which columns there are.
func (g *gathered) checkPresent(needed []string) error {
	// Rows that could not be read may have had it: they stop the run by themselves.
	if g.read == 0 || g.tooMany(g.tally.Dropped[sums.Unparsable], g.read) {
		return nil
	}
	for _, n := range needed {
		if i := g.set.Wants.Place(n); i >= 0 && !g.present[i] {
			return g.set.Inputs[0].Missing(g.set.FileNames(), n, g.set.Names())
		}
	}
	if err := g.checkDerived(); err != nil {
		return err
	}
	return g.checkNamed()
}

// namedColumn is a column that the experiment file names, by its wanted name.
type namedColumn struct {
	want, by string
	metric   string // that names it, "" where another key does
}

// key is the key of the experiment file that names it.
func (x *namedColumn) key() string {
	if x.metric != "" {
		return "metrics"
	}
	return x.by
}

// checkNamed refuses a run in which the experiment file names a column that no
// file has: a misspelt segment, filter or field would otherwise be empty in
// every row, and nothing would say so.
func (g *gathered) checkNamed() error {
	names := g.set.Names()
	for _, x := range namedColumns(g.exp) {
		i := g.set.Wants.Place(x.want)
		if i < 0 || g.present[i] {
			continue
		}
		path := x.want
		for _, o := range g.set.Inputs {
			if p := o.Path(x.want); p != x.want {
				path = p
			}
		}
		if format.Has(names, path) {
			continue // in the files, but without a value in any row
		}
		of := "the export"
		if len(g.set.Files) == 1 {
			of = g.set.Files[0].Name
		}
		err := fmt.Errorf("%s has no column %q, which %s names; it has %s. Name a column that there is, or remove it",
			of, path, x.by, phrase.Columns(names))
		if x.metric != "" {
			err = study.MetricErrorf(x.metric, "%w", err)
		}
		at := fault.Place{Column: path, Key: x.key()}
		if len(g.set.Files) == 1 {
			at.File = of
		}
		return fault.At(at, err)
	}
	return nil
}

// checkDerived refuses a run in which a column that is wanted is made of none that a
// file has: it would be empty in every row.
func (g *gathered) checkDerived() error {
	names := g.set.Names()
	for _, in := range g.set.Inputs {
		for k, d := range in.Derived {
			i := g.set.Wants.Place(d.Name)
			if i < 0 || g.present[i] || spec.DerivedPlace(in.Derived, d.Name) != k || slices.Contains(in.Source.Offered,
				d.Name) {
				continue
			}
			if err := g.madeOf(in.Derived, k, names); err != nil {
				return err
			}
		}
	}
	return nil
}

// madeOf says what a derived column, or one that it is made of, is made of in vain.
func (g *gathered) madeOf(list []spec.Derived, k int, names []string) error {
	d := &list[k]
	there := len(d.From) == 0
	var given []string // by what stands beside the files, of which nothing is made
	for _, from := range d.From {
		if below := spec.DerivedPlace(list[:k], from); below >= 0 {
			if err := g.madeOf(list, below, names); err != nil {
				return err
			}
			there = true
			continue
		}
		beside := slices.ContainsFunc(g.set.Files, func(f source.File) bool {
			return slices.ContainsFunc(f.Hive, func(p source.Pair) bool { return p.Name == from })
		}) || slices.ContainsFunc(g.exp.Sources, func(s spec.Source) bool { _, set := s.Set[from]; return set })
		if beside {
			given = append(given, from)
		}
		there = there || !beside && format.Has(names, from)
	}
	switch {
	case there:
		return nil
	case len(given) > 0:
		return fmt.Errorf("the derived column %s is made of %q, which the names of folders or set: give and no file "+
			"has, and of these nothing can be made; name it where it is needed instead", d.Name, given[0])
	}
	return fmt.Errorf("the derived column %s is made of %s, and no file has such a column; they have %s. Name one "+
		"that there is under derived: {name: %s, from: …}, or remove it",
		d.Name, strings.Join(quotedAll(d.From), " or "), phrase.Columns(names), d.Name)
}

func quotedAll(list []string) (out []string) {
	for _, s := range list {
		out = append(out, quoted(s))
	}
	return out
}

func namedColumns(e *spec.Experiment) []namedColumn {
	var out []namedColumn
	filters := func(list []spec.Filter, by, metric string) {
		for _, f := range list {
			out = append(out, namedColumn{f.Column, by, metric})
		}
	}
	for _, k := range slices.Sorted(maps.Keys(e.Columns)) {
		out = append(out, namedColumn{k, "columns." + k, ""})
	}
	for i, s := range e.Sources {
		by := fmt.Sprintf("sources[%d]", i+1)
		for _, k := range slices.Sorted(maps.Keys(s.Columns)) {
			if !slices.Contains(s.Offered, k) {
				out = append(out, namedColumn{k, by + ".columns." + k, ""})
			}
		}
		filters(s.Where, by+".where", "")
	}
	if a := e.Assignments; a != nil {
		for _, k := range slices.Sorted(maps.Keys(a.Columns)) {
			out = append(out, namedColumn{k, "assignments.columns." + k, ""})
		}
	}
	filters(e.Where, "where", "")
	filters(e.Exposure.Where, "exposure.where", "")
	for _, o := range e.Exposure.Outside {
		out = append(out, namedColumn{outsideName(e, o), "exposure.outside", ""})
	}
	for _, s := range e.Segments {
		out = append(out, namedColumn{s, "segments", ""})
	}
	for _, a := range e.Attributes {
		out = append(out, namedColumn{a, "attributes", ""})
	}
	for _, m := range e.Metrics {
		by := "the metric " + m.Name
		if m.Kind == spec.Graded && e.Labels == nil {
			out = append(out, namedColumn{"grade", by, m.Name})
		}
		if m.Of != "" {
			out = append(out, namedColumn{m.Of, by, m.Name})
		}
		for _, s := range m.Steps {
			filters(s.Where, by, m.Name)
		}
		for _, a := range []spec.Aggregate{m.Numerator, m.Denominator} {
			filters(a.Where, by, m.Name)
			if a.Field != "" {
				out = append(out, namedColumn{a.Field, by, m.Name})
			}
		}
	}
	return out
}
