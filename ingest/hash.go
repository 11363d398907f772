package ingest

import (
	"slices"

	"uptake/analysis/study"
	"uptake/ingest/event"
)

// hasher makes the fixed hash of a batch's rows over every needed column,
// looking at each distinct value once where a column has codes.
type hasher struct {
	columns []hashColumn
}

type hashColumn struct {
	text   *event.Text
	seed   uint64
	number bool
	typed  bool // a number that is one without its text
	id     bool
	known  []event.Term // by code
}

// newHasher readies the columns. Times are no part of it: a row's own is given by
// its value, and what others say is known by tuples, however they are written.
func newHasher(w *wants, columns []*event.Text) *hasher {
	h := &hasher{}
	for i, x := range w.list {
		if !x.beside && !slices.Contains(timeNames, x.name) {
			h.take(x, columns[i])
		}
	}
	return h
}

// timeNames are the names whose values are times.
var timeNames = []string{"ts", "received_ts", "decided_at"}

// take adds a column where the batch has it. What is a number by its name is one
// whatever asks for it: a filter that compares text makes no copies differ.
func (h *hasher) take(x want, column *event.Text) {
	if column.Present() {
		number := x.number || slices.Contains(numeric, x.name)
		h.columns = append(h.columns, hashColumn{text: column, seed: event.Seed(x.name), number: number, typed: number && column.Typed(),
			id: slices.Contains(ids, x.name), known: make([]event.Term, column.Codes())})
	}
}

var seedTime = event.Seed("ts")

// sum returns the hash of row i at time ts.
func (h *hasher) sum(i int, ts int64, hasTime bool) study.Hash {
	var r event.RowHash
	if hasTime {
		r.Add(seedTime, uint64(ts))
	}
	for k := range h.columns {
		c := &h.columns[k]
		if len(c.known) == 0 {
			if v := c.cell(i); v != 0 {
				r.Add(c.seed, v)
			}
			continue
		}
		t := &c.known[c.text.Code(i)]
		if !t.Known() {
			*t = event.NewTerm(c.seed, c.value(c.text.Word(c.text.Code(i))))
		}
		r.AddTerm(*t)
	}
	return r.Sum()
}

// cell hashes row i of a column without codes, 0 when it is missing.
func (c *hashColumn) cell(i int) uint64 {
	if c.id {
		_, v := c.text.IDHash(i)
		return v
	}
	if c.typed {
		switch v, found := c.text.Number(i); found {
		case event.Value:
			return event.HashNumber(v)
		case event.Missing:
			return 0
		}
	}
	return c.value(c.text.Value(i))
}

// value hashes one text, 0 when it is missing. Numbers hash by their value, ids as
// one writes them everywhere.
func (c *hashColumn) value(s string) uint64 {
	if c.id {
		s = c.text.AsID(s)
	}
	if s == "" {
		return 0
	}
	if c.number {
		switch v, found := c.text.ParseNumber(s); found {
		case event.Value:
			return event.HashNumber(v)
		case event.Missing:
			return 0
		}
	}
	return event.HashText(s)
}

var seedDecided = event.Seed("decided_at")

// mixTime takes a decision's time into a row's hash.
func mixTime(h study.Hash, at int64) study.Hash {
	var r event.RowHash
	r.Add(seedDecided, uint64(at))
	return h.Add(r.Sum())
}
