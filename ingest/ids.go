package ingest

import (
	"strings"

	"uptake/analysis/sums"
	"uptake/ingest/event"
)

// nobody drops a row that names no unit. Its example is the word in the unit's
// place, else what the row is about.
func (w *worker) nobody(b *batch, i int, unit *event.Text, arm, about string) {
	word := strings.Clone(unit.Value(i))
	if !declared(w.run.exp, arm) {
		arm = ""
	}
	w.tally.Unnamed.Count(word, strings.Clone(arm))
	if word != "" {
		about = word
	}
	w.drop(b, i, sums.MissingUnit, about)
}
