package ingest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"math"
	"slices"
	"sort"

	"uptake/analysis/spec"
	"uptake/ingest/event"
	"uptake/ingest/resolve"
	"uptake/ingest/store"
	"uptake/ingest/table"
)

// A row's identity is the tuple of its columns: the canonical ones in their
// order, then the export's others by name, whatever is asked of them; an absent
// column is the same as a missing value, and missing comes first. Text compares
// as its bytes, times as microseconds, canonical numbers as integers of 9
// decimals, where what these do not hold comes after. Numbers that they do not tell
// apart are no less different: two such rows are no copies, and of such rows alone
// the least number stays. Tuples are read only for rows that are tied, in a second
// pass over the files that hold any.

// rank reads the tuples of tied rows and ranks them.
func (r *run) rank(ctx context.Context, total *gathered, rows *resolve.Rows, o Options) (resolve.Ranks, error) {
	times := total.times()
	ordered := times.any() && r.demand.Suggestions && (r.ordered() || total.unsaid || !total.has("suggestion_id"))
	ties, err := rows.Ties(r.rules.Duplicates, ordered, o.Workers)
	if len(ties) == 0 || err != nil {
		return nil, err
	}
	whole := slices.ContainsFunc(ties, func(x resolve.Tie) bool { return x.Whole })
	t := &tupleRows{set: r.set, columns: r.tupleColumns(total, whole), found: resolve.Ranks{}}
	if err := t.read(ctx, o, ties, len(ties) <= cmp.Or(o.fewTies, fewTies)); err != nil {
		return nil, err
	}
	if differ := t.differing(ties); len(differ) > 0 {
		if err := t.read(ctx, o, differ, true); err != nil {
			return nil, err
		}
	}
	return t.found, nil
}

// ordered reports whether it shows which of several suggestions was shown first.
func (r *run) ordered() bool {
	d := &r.demand
	return d.Suggestions && (d.SuggestionIDs || d.Requests || len(d.Traits) > 0)
}

// fewTies is of how many rows the tuples are kept as they are read, where nobody says
// else. Of more only those whose order is asked for, and hashes of the others: these are
// read again where they differ within a tie, which copies of a row seldom do.
const fewTies = 200_000

// read reads the tuples of tied rows and ranks them; all keeps them as they are, not
// only where they order a tie.
func (t *tupleRows) read(ctx context.Context, o Options, ties []resolve.Tie, all bool) error {
	t.ties, t.all = map[int][]tiedRow{}, all
	rows := map[int][]int64{}
	for _, x := range ties {
		f := x.Place.File()
		t.ties[f] = append(t.ties[f], tiedRow{row: x.Place.Row(), whole: all || x.Whole})
	}
	for f, list := range t.ties {
		slices.SortFunc(list, func(a, b tiedRow) int { return cmp.Compare(a.row, b.row) })
		for _, x := range list {
			rows[f] = append(rows[f], x.row)
		}
	}
	again := t.set.Again(rows)
	for _, c := range t.columns {
		again.Wants.Any(c)
	}
	if err := again.Scan(ctx, slices.Repeat([]table.Visit{t.rows}, o.Workers), nil); err != nil {
		return err
	}
	t.rank()
	return nil
}

// differing are the ties of which no tuples were kept and whose rows are not all equal.
func (t *tupleRows) differing(ties []resolve.Tie) (out []resolve.Tie) {
	for len(ties) > 0 {
		n := 1
		for n < len(ties) && !ties[n].First {
			n++
		}
		first := ties[0]
		if !t.all && !first.Whole && slices.ContainsFunc(ties[:n],
			func(x resolve.Tie) bool { return t.found[x.Place] != t.found[first.Place] }) {
			out = append(out, ties[:n]...)
		}
		ties = ties[n:]
	}
	return out
}

// tupleColumns lists the names that make tuples, in their order: all of them, or
// those whose values the hashes of rows do not hold already.
func (r *run) tupleColumns(total *gathered, whole bool) []string {
	held := func(name string) bool {
		i := r.set.Wants.Place(name)
		if i < 0 || whole || !total.present[i] {
			return false
		}
		w := r.set.Wants.List[i]
		return !w.Beside && (name == "ts" || !table.IsTime(name)) && (!w.Number || table.IsNumber(name))
	}
	var out []string
	for _, n := range spec.Canonical {
		if !held(n) {
			out = append(out, n)
		}
	}
	for _, n := range r.set.Names() {
		canonical := !slices.ContainsFunc(r.set.Inputs, func(in *table.Input) bool { return !in.Binds(n) })
		if !canonical && !held(n) && !r.exp.Derives(n) && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// tupleRows reads the tuples of tied rows: whole where they order a tie, as a
// hash where only their being equal matters.
type tupleRows struct {
	set     *table.Set
	columns []string          // of the tuples, in their order
	ties    map[int][]tiedRow // by file number, in order of their rows
	all     bool              // every tuple is whole
	found   resolve.Ranks
}

// tiedRow is a row of a file, and what it was found to hold; the rows of a block are one
// worker's.
type tiedRow struct {
	row   int64
	whole bool
	tuple string // whole, in an order of texts that is that of tuples
	hash  uint64 // of the tuple, where it need not be whole: that is a rank already
}

func (t *tupleRows) rows(b *table.Batch) error {
	var cells []cell
	for k, x := range b.Set.Wants.List {
		cells = append(cells, newCell(b, x.Name, b.Columns[k]))
	}
	for k, x := range b.Set.Wants.List {
		if c := b.Columns[k]; c.Present() && table.IsNumber(x.Name) {
			cells = append(cells, func(dst []byte, i int) []byte { return finer(dst, c, i) })
		}
	}
	list := t.ties[b.File]
	var text []byte
	for i := range b.Rows {
		row := b.Row(i)
		// of rows alone: another worker may be writing the rest
		at := sort.Search(len(list), func(k int) bool { return list[k].row >= row })
		if at == len(list) || list[at].row != row {
			continue
		}
		text = text[:0]
		x := &list[at]
		if x.whole {
			for _, cell := range cells {
				text = appendElement(text, cell, i)
			}
			x.tuple = string(text)
			continue
		}
		var h event.RowHash
		for k, cell := range cells {
			text = cell(text[:0], i)
			h.Text(uint64(k), string(text))
		}
		x.hash = max(h.Sum().Lo, 1)
	}
	return nil
}

// appendElement appends an element of a tuple so that texts made of tuples are in the
// order of these: a zero byte becomes two bytes that come before all others, and what
// ends an element comes before that.
func appendElement(dst []byte, cell cell, i int) []byte {
	from := len(dst)
	dst = cell(dst, i)
	if n := bytes.Count(dst[from:], []byte{0}); n > 0 {
		dst = append(dst[:from], bytes.ReplaceAll(dst[from:], []byte{0}, []byte{0, 1})...)
	}
	return append(dst, 0, 0)
}

// cell appends what a row of a column is as an element of tuples.
type cell func(dst []byte, i int) []byte

func newCell(b *table.Batch, name string, c *event.Text) cell {
	switch {
	case !c.Present():
		return func(dst []byte, _ int) []byte { return dst }
	case table.IsTime(name):
		clock := b.In.Clock
		if name == "decided_at" {
			clock = b.In.Decided
		}
		return func(dst []byte, i int) []byte {
			if at, _, found := clock.Time(c, i); found == event.Value {
				return appendSortable(dst, at)
			}
			return append(dst, c.Value(i)...)
		}
	case table.IsID(name):
		return func(dst []byte, i int) []byte { return append(dst, c.ID(i)...) }
	case table.IsNumber(name):
		return func(dst []byte, i int) []byte {
			switch v, found := c.Number(i); found {
			case event.Missing:
				return dst
			case event.Value:
				if n, fits := event.Scaled(v, 9).Value.Int64(); fits {
					return appendSortable(dst, n)
				}
				return append(dst, beyond)
			}
			return append(dst, c.Value(i)...)
		}
	}
	return func(dst []byte, i int) []byte { return append(dst, c.Value(i)...) }
}

// beyond stands for numbers that 9 decimals do not hold.
const beyond = 0xff

// finer appends a number as a whole, in an order of texts that is that of numbers. It
// stands behind a tuple's columns, for what 9 decimals do not hold.
func finer(dst []byte, c *event.Text, i int) []byte {
	v, found := c.Number(i)
	if found != event.Value {
		return dst
	}
	bits := int64(math.Float64bits(v + 0)) // one zero
	return appendSortable(dst, bits^bits>>63&math.MaxInt64)
}

// appendSortable appends a number so that texts compare as the numbers do.
func appendSortable(dst []byte, n int64) []byte {
	return binary.BigEndian.AppendUint64(dst, uint64(n)^1<<63)
}

// rank numbers the whole tuples in their order; equal tuples get the same number.
func (t *tupleRows) rank() {
	type ranked struct {
		tuple string
		at    store.Place
	}
	var order []ranked
	for f, list := range t.ties {
		for _, x := range list {
			switch at := store.NewPlace(f, x.row); {
			case x.whole:
				order = append(order, ranked{x.tuple, at})
			default:
				t.found[at] = x.hash
			}
		}
	}
	slices.SortFunc(order, func(a, b ranked) int { return cmp.Compare(a.tuple, b.tuple) })
	rank := uint64(0)
	for i, x := range order {
		if i == 0 || order[i-1].tuple != x.tuple {
			rank++
		}
		t.found[x.at] = rank
	}
}
