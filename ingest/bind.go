package ingest

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/spec"
	"uptake/ingest/event"
	"uptake/ingest/format"
	"uptake/ingest/source"
)

// input is one source of the experiment with what binds its columns.
type input struct {
	source  spec.Source
	columns map[string]string // canonical name → column, the experiment's overlaid by the source's
	tables  map[string]string // canonical name → table of the experiment file that binds it; columns where not listed
	places  map[string]int    // wanted name → number
	style   *event.Style
	clock   *event.Clock
	decided *event.Clock
	assign  bool // the assignment file
	number  int  // among the run's inputs
	files   []source.File
}

// firstFull gives the first file that has a byte in it, or the first.
func (in *input) firstFull() source.File {
	return in.files[max(slices.IndexFunc(in.files, func(f source.File) bool { return f.Size != 0 }), 0)]
}

// path returns the column of the export that a wanted name is bound to.
func (in *input) path(name string) string {
	if p, ok := in.columns[name]; ok {
		return p
	}
	return name
}

// bound is one file's binding: which wanted names are constants and which are
// columns to ask the reader for.
type bound struct {
	constant []*string // by want; nil where the file itself has the column
	ask      []format.Column
	at       []int // by want: place in ask, -1 for constants and for what the file's table says it lacks
	style    *event.Style
}

func (in *input) bind(f source.File, w *wants) bound {
	b := bound{constant: make([]*string, len(w.list)), at: make([]int, len(w.list)), style: in.style}
	for i, x := range w.list {
		b.at[i] = -1
		if v, ok := in.source.Set[x.name]; ok {
			b.constant[i] = &v
			continue
		}
		path := in.path(x.name)
		if k := slices.IndexFunc(f.Hive, func(p source.Pair) bool { return p.Name == path }); k >= 0 {
			v := f.Hive[k].Value
			b.constant[i] = &v
			continue
		}
		if column, ok := f.Column(path); ok {
			b.at[i] = len(b.ask)
			b.ask = append(b.ask, format.Column{Name: column, Repeats: x.repeats, Optional: x.lenient})
		}
	}
	return b
}

// columns gives a batch's columns by want.
func (b bound) columns(batch *format.Batch) []*event.Text {
	out := make([]*event.Text, len(b.at))
	for i, k := range b.at {
		if b.constant[i] != nil {
			out[i] = b.style.Constant(*b.constant[i])
		} else if k < 0 {
			out[i] = b.style.Text(nil)
		} else {
			out[i] = b.style.Text(batch.Columns[k])
		}
	}
	return out
}

// missing says in a sentence that a file lacks a column that no run can do without.
func (in *input) missing(file, name string, has []string) error {
	path := in.path(name)
	table := "columns"
	if t, ok := in.tables[name]; ok {
		table = t
	} else if in.assign {
		table = "assignments.columns"
	}
	key := fmt.Sprintf("{%s: …}", name)
	for _, word := range slices.Backward(strings.Split(table, ".")) {
		key = fmt.Sprintf("{%s: %s}", word, key)
	}
	key = key[1 : len(key)-1]
	bound := fmt.Sprintf("the column %q", path)
	if path != name {
		bound = fmt.Sprintf("the column %q, which %s binds to %s", path, table, name)
	}
	if about[name] == "" {
		return fmt.Errorf("%s has no %s, of which a metric is made; it has %s. Name the right one in the metric with column: …%s",
			file, strings.TrimPrefix(bound, "the "), columnList(has), in.hint(file, path, has))
	}
	return fmt.Errorf("%s has no %s; it has %s. Name the column that holds the %s with %s in the experiment file%s",
		file, strings.TrimPrefix(bound, "the "), columnList(has), about[name], key, in.hint(file, path, has))
}

var about = map[string]string{"ts": "time", "unit": "unit (who it happened to)", "event": "event's name", "variant": "arm",
	"experiment": "experiment's id (the id itself is the value of experiment at the top of the file)", "arm": "arm", "grade": "grade",
	"suggestion_id": "suggestion's id", "outcome": "outcome", "metric": "metric's name", "n": "number of units"}
