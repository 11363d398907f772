package ingest

import (
	"strings"

	"uptake/analysis/study"
	"uptake/ingest/event"
	"uptake/ingest/format"
	"uptake/ingest/store"
)

// worker turns batches into packed rows, one batch at a time, and keeps its
// own counts; counts of workers add up.
type worker struct {
	run        *run
	out        *store.Appender // nil where no rows are kept
	tally      study.Tally
	read       int64
	told       int64              // rows read when progress was last told
	seen       []seen             // times of the rows that pass the filters, by input
	layouts    event.KnownLayouts // that would read the times that cannot be read
	undated    bool               // an assignment file has no times
	arms       map[string]int64   // arms seen on rows that carry one
	row        store.Row
	stamps     event.Stamps    // of the stretch at hand
	rows       []int32         // of the stretch that go on to the store
	hashes     []study.Hash    // of these rows
	units      []store.UnitRef // of these rows, where all name one
	unitHashes []uint64        // of those of them that were not looked up
	touched    uint64          // see store.Appender.Touch
	rounding   []study.Rounding
	large      map[int]large   // by variable; nil without
	grains     []grain         // by input
	logs       []dayLog        // by input
	exposing   [][]exposing    // by input
	carried    [][]bool        // by input and variable: some row that counts carries it
	present    map[int]bool    // wants that some batch had, by number
	events     map[string]bool // event names seen, for the message when one that is asked for never occurs
}

func newWorker(r *run) *worker {
	w := &worker{run: r, arms: map[string]int64{}, present: map[int]bool{}, events: map[string]bool{},
		seen: make([]seen, len(r.inputs)), grains: make([]grain, len(r.inputs)), logs: make([]dayLog, len(r.inputs)),
		exposing: make([][]exposing, len(r.inputs)), carried: r.carried(), rounding: make([]study.Rounding, len(r.demand.Variables))}
	if r.store != nil {
		w.out = r.store.NewAppender()
	}
	return w
}

// batch is one decoded block on its way through a worker.
type batch struct {
	in      *input
	file    int // number of the file in run.files
	rows    *format.Batch
	columns []*event.Text
	dropped [study.NumReasons]bool // reasons for which a row of the batch was dropped
	names   []study.Hash           // of rows that name nobody, by row; nil until there is one
	units   []unitRef              // by code of the unit's column; nil without codes
}

// unitRef is a unit's reference once it was looked up.
type unitRef struct {
	store.UnitRef
	known bool
}

// refer looks up the units of the kept rows of the stretch, all of which name one.
func (w *worker) refer(b *batch) {
	column := b.columns[w.run.unitAt]
	column.HashIDs(w.rows)
	n := column.Codes()
	if n > 0 && b.units == nil {
		b.units = make([]unitRef, n)
	}
	w.unitHashes = w.unitHashes[:0]
	for _, i := range w.rows {
		if n == 0 || !b.units[column.Code(int(i))].known {
			w.unitHashes = append(w.unitHashes, column.IDHash(int(i)))
		}
	}
	w.touched ^= w.out.Touch(w.unitHashes)
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

// unit is the reference of the unit that row i names.
func (w *worker) unit(b *batch, i int) store.UnitRef {
	column := b.columns[w.run.unitAt]
	return w.out.HashedUnit(column.ID(i), column.IDHash(i))
}

// place returns where row i of the batch was read.
func (b *batch) place(i int) store.Place {
	row := i
	if b.rows.RowIndex != nil {
		row = int(b.rows.RowIndex[i])
	}
	return store.NewPlace(b.file, b.rows.FirstRow+int64(row)+1)
}

// drop counts row i under a reason that can be seen on the row alone. Rows come in
// order, so that the first of a batch is its least.
func (w *worker) drop(b *batch, i int, reason study.Reason, value string) {
	w.tally.Dropped[reason]++
	if b.dropped[reason] {
		return
	}
	b.dropped[reason] = true
	p := b.place(i)
	ex := study.Example{File: w.run.files[b.file].Name, Row: p.Row()}
	if old := w.tally.Example[reason]; old == nil || ex.Less(*old) {
		ex.Value = string(append([]byte(nil), value...)) // value may be a view of the batch
		w.tally.Example[reason] = &ex
	}
}

// dropFiltered drops a row that a filter stops.
func (w *worker) dropFiltered(b *batch, i int, column, value string) {
	if b.dropped[study.Filtered] { // no text is made that nobody reads
		w.tally.Dropped[study.Filtered]++
		return
	}
	w.drop(b, i, study.Filtered, column+" = "+value)
}

// take reads one batch.
func (w *worker) take(b *batch) error {
	w.read += int64(b.rows.Rows + len(b.rows.Bad))
	for _, bad := range b.rows.Bad {
		w.tally.Drop(study.Unparsable, &study.Example{File: w.run.files[b.file].Name, Row: bad.Row, Value: bad.Why + ": " + bad.Value})
	}
	for i, c := range b.columns {
		if c.Present() {
			w.present[i] = true
		}
	}
	read := w.run.layout.rows
	if b.in.assign {
		read = (*worker).assignments
	}
	if err := read(w, b); err != nil {
		return err
	}
	return w.run.lostID(b)
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
func (w *worker) sawEvent(name string) {
	if len(w.events) < 1000 && !w.events[name] {
		w.events[strings.Clone(name)] = true
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
