package ingest

import (
	"fmt"
	"strings"

	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/store"
	"uptake/ingest/table"
)

// worker turns batches into packed rows, one batch at a time, and keeps counts of its
// own.
type worker struct {
	run *run
	out *store.Appender
	counts
	row    store.Row
	stamps event.Stamps    // of the stretch at hand
	rows   []int32         // of the stretch that go on to the store
	hashes []sums.Hash     // of these rows
	units  []store.UnitRef // of these rows, where all name one
}

func newWorker(r *run) *worker {
	return &worker{run: r, out: r.store.NewAppender(), counts: r.newCounts()}
}

// batch is one decoded block on its way through a worker.
type batch struct {
	*table.Batch
	dropped [sums.NumReasons]bool // reasons for which a row of the batch was dropped
	names   []sums.Hash           // of rows that name nobody, by row; nil until there is one
	units   []unitRef             // by code of the unit's column; nil without codes
}

// unitRef is a unit's reference once it was looked up.
type unitRef struct {
	store.UnitRef
	known bool
}

// refer looks up the units of the kept rows of the stretch, all of which name one.
func (w *worker) refer(b *batch) {
	column := b.Columns[w.run.unitAt]
	column.HashIDs(w.rows)
	n := column.Codes()
	if n > 0 && b.units == nil {
		b.units = make([]unitRef, n)
	}
	w.units = w.units[:0]
	for _, i := range w.rows {
		if n == 0 {
			w.units = append(w.units, w.out.HashedUnit(column.ID(int(i)), column.IDHash(int(i))))
			continue
		}
		u := &b.units[column.Code(int(i))]
		if !u.known {
			*u = unitRef{w.out.HashedUnit(column.ID(int(i)), column.IDHash(int(i))), true}
		}
		w.units = append(w.units, u.UnitRef)
	}
}

// placeOf returns where row i of the batch was read.
func placeOf(b *table.Batch, i int) store.Place {
	return store.NewPlace(b.File, b.Row(i))
}

// drop counts row i under a reason that can be seen on the row alone. Rows come in
// order, so that the first of a batch is its least.
func (w *worker) drop(b *batch, i int, reason sums.Reason, value string) {
	w.tally.Dropped[reason]++
	if b.dropped[reason] {
		return
	}
	b.dropped[reason] = true
	ex := sums.Example{File: b.Name(), Row: b.Row(i)}
	if old := w.tally.Example[reason]; old == nil || ex.Less(*old) {
		ex.Value = string(append([]byte(nil), value...)) // value may be a view of the batch
		w.tally.Example[reason] = &ex
	}
}

// dropFiltered drops a row that a filter stops.
func (w *worker) dropFiltered(b *batch, i int, column, value string) {
	if b.dropped[sums.Filtered] { // no text is made that nobody reads
		w.tally.Dropped[sums.Filtered]++
		return
	}
	w.drop(b, i, sums.Filtered, column+" = "+value)
}

// dropBad counts the rows of a batch that could not be split into columns.
func dropBad(t *sums.Tally, b *table.Batch) {
	for _, bad := range b.Bad {
		t.Drop(sums.Unparsable, &sums.Example{File: b.Name(), Row: bad.Row, Value: bad.Why + ": " + bad.Value})
	}
}

// take reads one batch.
func (w *worker) take(of *table.Batch) error {
	b := &batch{Batch: of}
	w.read += b.Read()
	dropBad(&w.tally, of)
	for i, c := range b.Columns {
		if c.Present() {
			w.present[i] = true
		}
	}
	read := w.run.layout.rows
	if b.In == w.run.assigned {
		read = (*worker).assignments
	}
	if err := read(w, b); err != nil {
		return err
	}
	return b.LostID()
}

// arm is the code of the arm that row i names; a row of an arm that is not declared is
// dropped.
func (w *worker) arm(b *batch, i int, column *event.Text, arms *event.Words) (code int16, ok bool) {
	name := column.Value(i)
	w.countArm(name)
	c := arms.Find(name)
	if c < 0 {
		w.drop(b, i, sums.UnknownArm, name)
	}
	return int16(c), c >= 0
}

// longestID is how many bytes a suggestion's id may have where ids are kept.
const longestID = 1 << 20

// keepID takes the id of row i's suggestion into the row that is packed next.
func (w *worker) keepID(b *batch, i int, column *event.Text) error {
	const name = "suggestion_id"
	id := column.ID(i)
	if w.run.format.IDs && len(id) > longestID {
		return fmt.Errorf("%s, row %d: the %s column %q holds an id of %d bytes, and one of up to %d can be kept; bind the column that names suggestions, or leave its long ids out of the export",
			b.Name(), b.Row(i), name, b.In.Path(name), len(id), longestID)
	}
	w.row.ID = id
	return nil
}

// countArm counts a value of the arm column, for the message when a declared arm never occurs.
func (w *worker) countArm(name string) {
	if _, known := w.arms[name]; !known {
		if len(w.arms) >= 1000 {
			return
		}
		name = string(append([]byte(nil), name...)) // may be a view of the batch
	}
	w.arms[name]++
}

// sawEvent keeps an event's name; the first thousand are enough to find a misspelt one.
func (c *counts) sawEvent(name string) {
	if len(c.events) < 1000 && !c.events[name] {
		c.events[strings.Clone(name)] = true
	}
}

// codes copies the codes of text columns into a row's slice.
func codes(into []int32, coders []*event.Coder, i int) []int32 {
	into = into[:0]
	for _, c := range coders {
		into = append(into, c.Code(i))
	}
	return into
}
