package ingest

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/study"
	"uptake/ingest/event"
)

// ids are the names whose values are ids.
var ids = []string{"unit", "cluster", "event_id", "suggestion_id", "session", "group_id"}

// nobody drops a row that names no unit. Its example is the word in the unit's
// place, else what the row is about.
func (w *worker) nobody(b *batch, i int, unit *event.Text, arm, about string) {
	word := strings.Clone(unit.Value(i))
	if !w.run.declared(arm) {
		arm = ""
	}
	w.tally.Unnamed.Count(word, strings.Clone(arm))
	if word != "" {
		about = word
	}
	w.drop(b, i, study.MissingUnit, about)
}

// lostID refuses ids that are numbers without all their digits: two units would
// be one. In columns that nobody asked for they only tell rows apart.
func (r *run) lostID(b *batch) error {
	for k, c := range b.columns {
		text, typed := c.LostID()
		if x := r.wants.list[k]; text == "" || x.lenient || !slices.Contains(ids, x.name) {
			continue
		}
		row := 0
		for row < b.rows.Rows-1 && c.Value(row) != text {
			row++
		}
		name := r.wants.list[k].name
		what := fmt.Sprintf("%q, a number written without all its digits", text)
		if typed {
			what = text + " as a floating-point number, too large to tell it from its neighbours"
		}
		return fmt.Errorf("%s, row %d: the %s column %q holds %s, so two ids can have become one; export the column as text or as a 64-bit integer",
			r.files[b.file].Name, b.place(row).Row(), name, b.in.path(name), what)
	}
	return nil
}
