package ingest

import "uptake/analysis/spec"

// want is one column that the run needs.
type want struct {
	name    string // canonical name, or a column of the export
	number  bool   // its rows are hashed as numbers, equal for every way of writing them
	repeats bool   // few distinct values are expected
}

// wants is the list of needed columns, each once, and the place of each.
type wants struct {
	list  []want
	place map[string]int
}

func (w *wants) add(name string, number, repeats bool) int {
	if i, ok := w.place[name]; ok {
		w.list[i].number = w.list[i].number || number
		return i
	}
	if w.place == nil {
		w.place = map[string]int{}
	}
	w.place[name] = len(w.list)
	w.list = append(w.list, want{name, number, repeats})
	return len(w.list) - 1
}

func (w *wants) filters(f []spec.Filter) []int {
	var out []int
	for _, x := range f {
		out = append(out, w.add(x.Column, false, true))
	}
	return out
}

// numeric names are numbers wherever they are kept as attributes.
var numeric = []string{"position", "group_size", "confidence", "latency_ms", "visible_ms", "length", "edit_ratio", "value"}
