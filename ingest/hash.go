package ingest

import (
	"slices"

	"uptake/analysis/study"
	"uptake/ingest/event"
)

// identity readies the fixed hashes of a batch's rows over every needed column. Times
// are no part of the columns: a row's own is given by its value, and what others say is
// known by tuples, however they are written.
func identity(w *wants, columns []*event.Text) *event.Identity {
	h := &event.Identity{}
	for i, x := range w.list {
		if !x.beside && !slices.Contains(timeNames, x.name) {
			identify(h, x, columns[i])
		}
	}
	return h
}

// timeNames are the names whose values are times.
var timeNames = []string{"ts", "received_ts", "decided_at"}

// identify adds a column where the batch has it. What is a number by its name is one
// whatever asks for it: a filter that compares text makes no copies differ.
func identify(h *event.Identity, x want, column *event.Text) {
	switch {
	case !column.Present():
	case slices.Contains(ids, x.name):
		h.Take(x.name, column, event.IsID)
	case x.number || slices.Contains(numeric, x.name):
		h.Take(x.name, column, event.IsNumber)
	default:
		h.Take(x.name, column, event.IsText)
	}
}

var seedDecided = event.Seed("decided_at")

// mixTime takes a decision's time into a row's hash.
func mixTime(h study.Hash, at int64) study.Hash {
	var r event.RowHash
	r.Add(seedDecided, uint64(at))
	return h.Add(r.Sum())
}
