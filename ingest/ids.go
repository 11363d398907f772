package ingest

import (
	"cmp"
	"strings"

	"uptake/analysis/sums"
	"uptake/ingest/event"
)

// nobody drops a row that names no unit. Its example is the word in the unit's
// place, else what the row is about.
func (w *worker) nobody(b *batch, i int, unit *event.Text, arm, about string) {
	word, arm := strings.Clone(unit.Value(i)), strings.Clone(arm)
	for k, m := range w.run.members {
		w.own[k].unnamed(m, word, arm)
	}
	w.drop(b.Batch, i, sums.MissingUnit, cmp.Or(word, about))
}

// nobodyOf drops a row of one member that names no unit.
func (w *worker) nobodyOf(b *batch, i, mine int, unit *event.Text, arm, about string) {
	word, o := strings.Clone(unit.Value(i)), &w.own[mine]
	o.unnamed(w.run.members[mine], word, strings.Clone(arm))
	o.drop(b.Batch, i, sums.MissingUnit, cmp.Or(word, about))
}

// unnamed counts a row without a unit by its word and, where it names one, its arm.
func (o *own) unnamed(m *member, word, arm string) {
	if !declared(m.exp, arm) {
		arm = ""
	}
	o.tally.Unnamed.Count(word, arm)
}
