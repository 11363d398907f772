package table

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"uptake/analysis/fault"
	"uptake/analysis/spec"
	"uptake/ingest/event"
	"uptake/ingest/phrase"
	"uptake/ingest/source"
)

// Input is one table that the experiment file names, with what binds its columns.
type Input struct {
	Source   spec.Source
	Columns  map[string]string // canonical name → column; names not listed are columns by themselves
	Keys     map[string]string // canonical name → key of the experiment file that binds it, where that is not Key
	Key      string            // key of the experiment file under which columns are bound
	Derived  []spec.Derived    // columns made of the table's
	Required []string          // wanted names that every file must have
	Style    *event.Style
	Clock    *event.Clock // of ts
	Decided  *event.Clock // of decided_at, which may be written in another way
	Number   int          // among the set's inputs
	Files    []source.File
	partners *partners // that its rows are joined to, nil without
	first    int       // number of the first of its files in the set
}

func newInput(x spec.Source, key string, columns map[string]string, missing []string, zone *time.Location) *Input {
	return &Input{Source: x, Key: key, Columns: columns,
		Style: event.NewStyle(missing, x.CSV), Clock: event.NewClock(zone, x.Time), Decided: event.NewClock(zone,
			x.Time)}
}

// Export is a source of the experiment: what binds columns for all sources is overlaid
// by what binds them for this one.
func Export(e *spec.Experiment, x spec.Source) *Input {
	in := newInput(x, "columns", map[string]string{}, e.Missing, e.Zone)
	in.Keys, in.Derived = map[string]string{}, slices.Concat(e.Derived, x.Derived)
	maps.Copy(in.Columns, e.Columns)
	if x := e.Exposure; x.Experiment != "" {
		in.Columns["experiment"], in.Keys["experiment"] = x.Experiment, "exposure"
	}
	if x := e.Exposure; x.Variant != "" {
		in.Columns["variant"], in.Keys["variant"] = x.Variant, "exposure"
	}
	if _, given := in.Columns["arm"]; !given {
		if v, ok := in.Columns["variant"]; ok {
			in.Columns["arm"] = v
		}
	}
	for name, column := range x.Columns {
		in.Columns[name] = column
		delete(in.Keys, name)
	}
	if x.Join != nil {
		for name := range x.Join.Columns {
			in.Columns[name] = name
			delete(in.Keys, name)
		}
	}
	return in
}

// Beside is a table beside the sources whose columns only its own entry binds, under key.
func Beside(e *spec.Experiment, t spec.Table, key string) *Input {
	in := newInput(spec.Source{Table: t}, key, t.Columns, e.Missing, e.Zone)
	in.Derived = e.Derived
	return in
}

// Derives reports whether a name is that of a derived column.
func (in *Input) Derives(name string) bool { return spec.DerivedPlace(in.Derived, name) >= 0 }

// Path returns the column of the export that a wanted name is bound to.
func (in *Input) Path(name string) string {
	if p, ok := in.Columns[name]; ok {
		return p
	}
	return name
}

// Binds reports whether a column of the export is bound to a canonical name.
func (in *Input) Binds(column string) bool {
	return slices.ContainsFunc(spec.Canonical, func(n string) bool { return in.Path(n) == column })
}

// Probe is the number of the first of its files that has a byte in it, or of the first.
func (in *Input) Probe() int {
	return in.first + max(slices.IndexFunc(in.Files, func(f source.File) bool { return f.Size != 0 }), 0)
}

// keyOf is the key of the experiment file that binds a name.
func (in *Input) keyOf(name string) string {
	key := in.Key
	if k, ok := in.Keys[name]; ok {
		key = k
	}
	return key + "." + name
}

// Missing says in a sentence that a file lacks a column that no reading can do without.
func (in *Input) Missing(file, name string, has []string) error {
	path, key := in.Path(name), in.Key
	if k, ok := in.Keys[name]; ok {
		key = k
	}
	advice := fmt.Sprintf("{%s: …}", name)
	for _, word := range slices.Backward(strings.Split(key, ".")) {
		advice = fmt.Sprintf("{%s: %s}", word, advice)
	}
	advice = advice[1 : len(advice)-1]
	at := fault.Place{File: file, Column: path}
	bound := fmt.Sprintf("the column %q", path)
	switch {
	case path != name && in.Keys[name] == "" && slices.Contains(in.Source.Offered, name):
		bound = fmt.Sprintf("the column %q, which the preset %s binds to %s", path, in.Source.Preset, name)
	case path != name:
		bound = fmt.Sprintf("the column %q, which %s binds to %s", path, key, name)
	}
	if about[name] == "" {
		return &NoValueError{name, fault.At(at,
			fmt.Errorf("%s has no %s, of which a metric is made; it has %s. Name the right one in the metric with "+
				"column: …%s",
				file, strings.TrimPrefix(bound, "the "), phrase.Columns(has), in.hint(file, path, has)))}
	}
	at.Key = in.keyOf(name)
	return fault.At(at, fmt.Errorf("%s has no %s; it has %s. Name the column that holds the %s with %s in the "+
		"experiment file%s",
		file, strings.TrimPrefix(bound, "the "), phrase.Columns(has), about[name], advice, in.hint(file, path, has)))
}

// NoValueError is that a file lacks a column that metrics are made of.
type NoValueError struct {
	Column string
	error
}

var about = map[string]string{"ts": "time", "unit": "unit (who it happened to)", "event": "event's name",
	"variant":    "arm",
	"experiment": "experiment's id (the id itself is the value of experiment at the top of the file)", "arm": "arm",
	"grade":         "grade",
	"suggestion_id": "suggestion's id", "outcome": "outcome", "metric": "metric's name", "n": "number of units"}
