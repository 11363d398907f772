package ingest

import (
	"slices"
	"strings"

	"uptake/analysis/fault"
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/store"
	"uptake/ingest/table"
)

// worker turns batches into packed rows, one batch at a time, and keeps counts of its
// own: of rows that are the same to every member, and beside them.
type worker struct {
	run *run
	out *store.Appender
	counts
	bounded []bounded // by span of the run
	own     []own     // by member
	apart   bool      // a row that may expose somebody names no experiment
	row     store.Row
	events  keptEvents
	stamps  event.Stamps    // of the stretch at hand
	rows    []int32         // of the stretch that go on to the store
	hashes  []sums.Hash     // of these rows
	units   []store.UnitRef // of these rows, where all name one
	unitIDs []uint64        // their hashes
	ahead   []uint64        // the hashes of units that are looked up next
	fresh   []int32         // whose they are, by place in rows
}

func newWorker(r *run) *worker {
	w := &worker{run: r, out: r.store.NewAppender(), counts: r.newCounts()}
	for range r.spans {
		w.bounded = append(w.bounded, bounded{counts: r.newCounts()})
	}
	for range r.members {
		w.own = append(w.own, own{counts: r.newCounts()})
	}
	return w
}

// batch is one decoded block on its way through a worker.
type batch struct {
	*table.Batch
	names []sums.Hash     // of rows that name nobody, by row; nil until there is one
	units []store.UnitRef // by code of the unit's column, 0 until it was looked up; nil without codes
}

// refer looks up the units of the kept rows of the stretch, all of which name one: those
// that are new in a column with codes, or all, ahead of asking for their references, so
// that memory is waited for once and not unit by unit. h has made the rows' hashes.
func (w *worker) refer(b *batch, h *event.Identity) {
	column := b.Columns[w.run.unitAt]
	w.unitIDs = h.IDs(column, w.rows, w.unitIDs)
	w.units = slices.Grow(w.units[:0], len(w.rows))[:len(w.rows)]
	if column.Codes() == 0 {
		w.out.Ahead(w.unitIDs)
		for k, i := range w.rows {
			w.units[k] = w.out.HashedUnit(column.ID(int(i)), w.unitIDs[k])
		}
		return
	}
	if b.units == nil {
		b.units = make([]store.UnitRef, column.Codes())
	}
	w.ahead, w.fresh = w.ahead[:0], w.fresh[:0]
	for k, i := range w.rows {
		u := b.units[column.Code(int(i))]
		if w.units[k] = u; u == 0 {
			w.ahead, w.fresh = append(w.ahead, w.unitIDs[k]), append(w.fresh, int32(k))
		}
	}
	w.out.Ahead(w.ahead)
	for _, k := range w.fresh {
		i := int(w.rows[k])
		u := &b.units[column.Code(i)]
		if *u == 0 { // or a row before it in the stretch is of the same
			*u = w.out.HashedUnit(column.ID(i), w.unitIDs[k])
		}
		w.units[k] = *u
	}
}

// placeOf returns where row i of the batch was read, and what tells its text from that of
// others there.
func placeOf(b *table.Batch, i int) (at store.Place, line uint64) {
	if line = b.Line(i); line != 0 {
		line = event.Mix(line ^ uint64(b.File)) // files may have other columns
	}
	return store.NewPlace(b.File, b.Row(i)), line
}

// drop counts row i under a reason that can be seen on the row alone.
func (c *counts) drop(b *table.Batch, i int, reason sums.Reason, value string) {
	c.tally.Dropped[reason]++
	if c.least(b, i, reason) { // value may be a view of the batch
		c.tally.Example[reason] = &sums.Example{File: b.Name(), Row: b.Row(i), Value: strings.Clone(value)}
	}
	c.looked[reason] = store.NewPlace(b.File, b.Row(i))
}

// dropMore counts rows in order under the reason of one before them in their file.
func (c *counts) dropMore(b *table.Batch, rows []int32, reason sums.Reason) {
	if n := len(rows); n > 0 {
		c.tally.Dropped[reason] += int64(n)
		c.looked[reason] = store.NewPlace(b.File, b.Row(int(rows[n-1])))
	}
}

// least reports whether row i is the least example of a reason.
func (c *counts) least(b *table.Batch, i int, reason sums.Reason) bool {
	row := b.Row(i)
	if last := c.looked[reason]; last.Row() > 0 && last.Row() <= row && last.File() == b.File {
		return false // as nearly all are: one before it in its file was an example, or was none
	}
	old := c.tally.Example[reason]
	return old == nil || sums.Example{File: b.Name(), Row: row}.Less(*old)
}

// dropFiltered drops a row that a filter stops.
func (c *counts) dropFiltered(b *table.Batch, i int, column, value string) {
	if c.least(b, i, sums.Filtered) { // no text is made that nobody reads
		value = column + " = " + value
	}
	c.drop(b, i, sums.Filtered, value)
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
	if w.apart {
		return ErrApart
	}
	return b.LostID()
}

// longestID is how many bytes a suggestion's id may have where ids are kept.
const longestID = 1 << 20

// keepID takes the id of row i's suggestion into the row that is packed next.
func (w *worker) keepID(b *batch, i int, column *event.Text) error {
	const name = "suggestion_id"
	id := column.ID(i)
	if w.run.format.IDs && len(id) > longestID {
		return fault.Rowf(b.Place(i, name),
			"the %s column %q holds an id of %d bytes, and one of up to %d bytes can be kept; bind the column that "+
				"names suggestions, or leave its long ids out of the export",
			name, b.In.Path(name), len(id), longestID)
	}
	w.row.ID = id
	return nil
}

// sawEvent keeps an event's name; the first thousand are enough to find a misspelt one.
func (c *counts) sawEvent(name string) {
	if len(c.events) < manyEvents && !c.events[name] {
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
