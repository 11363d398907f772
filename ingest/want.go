package ingest

import (
	"slices"

	"uptake/analysis/spec"
)

// want is one column that the run needs.
type want struct {
	name    string // canonical name, or a column of the export
	number  bool   // its rows are hashed as numbers, equal for every way of writing them
	repeats bool   // few distinct values are expected
	beside  bool   // no part of what makes a row the same as another: read because it may be there
	lenient bool   // left out where it cannot be read: nobody asked for it
}

// wants is the list of needed columns, each once, and the place of each.
type wants struct {
	list  []want
	place map[string]int
}

func (w *wants) add(name string, number, repeats bool) int {
	if i, ok := w.place[name]; ok {
		w.list[i].number = w.list[i].number || number
		w.list[i].beside = false
		return i
	}
	if w.place == nil {
		w.place = map[string]int{}
	}
	w.place[name] = len(w.list)
	w.list = append(w.list, want{name: name, number: number, repeats: repeats})
	return len(w.list) - 1
}

// aside adds a name that is read beside what is needed: it changes no hash.
func (w *wants) aside(name string, repeats bool) int {
	if i, ok := w.place[name]; ok {
		return i
	}
	i := w.add(name, slices.Contains(numeric, name), repeats)
	w.list[i].beside = true
	return i
}

// any adds a name that nobody asked for: its column only tells rows apart.
func (w *wants) any(name string) int {
	if i, ok := w.place[name]; ok {
		return i
	}
	i := w.aside(name, true) // codes cost least where most of a column is passed over
	w.list[i].lenient = true
	return i
}

func (w *wants) filters(f []spec.Filter) []int {
	var out []int
	for _, x := range f {
		out = append(out, w.add(x.Column, false, true))
	}
	return out
}

// numeric names are numbers wherever they are kept as attributes.
var numeric = []string{"position", "group_size", "confidence", "latency_ms", "visible_ms", "length", "edit_ratio", "delay_s", "value"}
