package table

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"uptake/analysis/fault"
	"uptake/analysis/spec"
	"uptake/ingest/format"
	"uptake/ingest/phrase"
)

// Column is a column of a small table beside the export: the name that its rows are asked by, those
// that the file may have for it, and what it holds where nothing can be done without it. A column of numbers
// gives them in plain decimals, however its table writes them.
type Column struct {
	Name   string
	Names  []string
	Needs  string
	Number bool
}

// Rows reads a small table beside the export row by row, in the order of its file. key is the key of the experiment
// file that names it. A cell is the text as it stands there, "" where a column is absent or has no value.
// A row that cannot be read ends it.
func Rows(ctx context.Context, e *spec.Experiment, t *spec.Table, key string, columns []Column,
	row func(file string, n int64, cell func(string) string) error) error {
	open := func(bound map[string]string) (*Set, *Input) {
		with := *t
		with.Columns = bound
		set := New(nil)
		return set, set.Add(Beside(e, with, key))
	}
	set, in := open(nil)
	defer set.Close()
	if err := set.Find(); err != nil {
		return err
	}
	if err := set.Head(in.Probe(), 1, func(*Batch) error { return nil }); err != nil {
		return err
	}
	have, bound := set.Names(), map[string]string{}
	for _, c := range columns {
		asked, given := t.Columns[c.Name]
		if given {
			bound[c.Name] = asked
		} else if found := NameOf(have, c.Names...); found != "" {
			bound[c.Name] = found
		} else if c.Needs != "" {
			return fault.At(fault.Place{File: set.FileNames(), Key: key}, fmt.Errorf(
				"%s: %s has no column with %s; it has %s. Name it with %s: {path: %s, columns: {%s: …}}",
				key, set.FileNames(), c.Needs, phrase.Columns(have), key, t.Written, c.Name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.Columns)) {
		if !slices.ContainsFunc(columns, func(c Column) bool { return c.Name == name }) {
			var known []string
			for _, c := range columns {
				known = append(known, c.Name)
			}
			return fmt.Errorf("%s.columns: %s has no meaning there; it knows %s", key, name, strings.Join(known, ", "))
		}
	}
	again, _ := open(bound)
	defer again.Close()
	if err := again.Find(); err != nil {
		return err
	}
	numbers := map[string]bool{}
	for _, c := range columns {
		if bound[c.Name] != "" {
			again.Wants.Add(c.Name, false, false)
		}
		numbers[c.Name] = c.Number
	}
	return again.Each(ctx, func(b *Batch) error {
		if len(b.Bad) > 0 {
			at := fault.Place{File: b.Name(), Row: b.Bad[0].Row, Key: key}
			return fault.At(at, fmt.Errorf("%s, row %d cannot be read: %s", at.File, at.Row, b.Bad[0].Why))
		}
		for i := range b.Rows {
			err := row(b.Name(), b.Row(i), func(name string) string {
				if again.Wants.Place(name) < 0 {
					return ""
				}
				if numbers[name] {
					return strings.Clone(b.Column(name).Plain(i))
				}
				return strings.Clone(b.Column(name).Value(i))
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// NameOf is the name that a file has for one of several: as written, else but for case, also
// below metadata; "" where it has none.
func NameOf(have []string, names ...string) string {
	for _, n := range names {
		if slices.Contains(have, n) {
			return n
		}
	}
	for _, n := range names {
		for _, h := range have {
			if format.Same(h, n) || format.Same(h, "metadata."+n) {
				return h
			}
		}
	}
	return ""
}
