package ingest

import (
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/table"
)

// identity readies the fixed hashes of a batch's rows over every needed column. Times
// are no part of the columns: a row's own is given by its value, and what others say is
// known by tuples, however they are written.
func identity(w *table.Wants, columns []*event.Text) *event.Identity {
	h := &event.Identity{}
	for i, x := range w.List {
		if !x.Beside && !table.IsTime(x.Name) {
			identify(h, x, columns[i])
		}
	}
	return h
}

// identify adds a column where the batch has it. What is a number by its name is one
// whatever asks for it: a filter that compares text makes no copies differ.
func identify(h *event.Identity, x table.Want, column *event.Text) {
	switch {
	case !column.Present():
	case table.IsID(x.Name):
		h.Take(x.Name, column, event.IsID)
	case x.Number || table.IsNumber(x.Name):
		h.Take(x.Name, column, event.IsNumber)
	default:
		h.Take(x.Name, column, event.IsText)
	}
}

var seedDecided = event.Seed("decided_at")

// mixTime takes a decision's time into a row's hash.
func mixTime(h sums.Hash, at int64) sums.Hash {
	var r event.RowHash
	r.Add(seedDecided, uint64(at))
	return h.Add(r.Sum())
}
