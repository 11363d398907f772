package ingest

import (
	"fmt"
	"strings"

	"uptake/analysis/sums"
	"uptake/ingest/event"
)

// layoutRows is how many rows of a file are tried with well-known layouts when
// their times cannot be read: enough to tell 13 April from the 4th of a 13th
// month, and the same rows however a file is cut.
const layoutRows = 5000

// badTime drops row i, whose time cannot be read.
func (w *worker) badTime(b *batch, i int, t *event.Text) {
	value := t.Value(i)
	if by, id, alone := b.Alone(i); alone && value == "" { // its time is that of a row that is not there
		w.dropFiltered(b.Batch, i, by, id+" (without a partner)")
		return
	}
	w.drop(b.Batch, i, sums.BadTime, value)
	if b.In.Source.Time.Layout == "" && b.Row(i) <= layoutRows {
		w.layouts.See(value)
	}
}

// expectedTime says what would have been read instead of a broken time.
func (g *gathered) expectedTime() string {
	var given []string
	for _, in := range g.set.Inputs {
		if l := in.Source.Time.Layout; l != "" {
			given = append(given, quoted(l))
		}
	}
	if len(given) == len(g.set.Inputs) {
		return "a time that follows the layout " + strings.Join(given, " or ") + " to the letter"
	}
	s := expects[sums.BadTime]
	switch best := g.layouts.Best(); {
	case len(best) == 1:
		s += fmt.Sprintf("; they fit time: {layout: %q}, which the source's entry may give", best[0])
	case len(best) > 1:
		for i := range best {
			best[i] = quoted(best[i])
		}
		s += "; they fit the layouts " + strings.Join(best[:min(len(best), 4)], " and ") + ": give the source's " +
			"entry the right one as time: {layout: …}, day and month are not guessed"
	}
	return s
}
