package ingest

import (
	"cmp"
	"context"
	"encoding/binary"
	"math"
	"slices"
	"sync"

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
func (r *run) rank(ctx context.Context, total *gathered, o Options) (resolve.Ranks, resolve.Marks, error) {
	times := total.times()
	ordered := times.any() && (r.demand.SuggestionIDs || r.demand.Requests || len(r.demand.Traits) > 0 || !total.has("suggestion_id"))
	ties, marks, err := resolve.Ties(r.store, r.firstArms(), r.rules.Duplicates, ordered && r.demand.Suggestions, o.Workers)
	if len(ties) == 0 || err != nil {
		return nil, nil, err
	}
	whole := slices.ContainsFunc(ties, func(x resolve.Tie) bool { return x.Whole })
	t := &tupleRows{set: r.set, columns: r.tupleColumns(total, whole), found: resolve.Ranks{}}
	if err := t.read(ctx, o, ties, len(ties) <= fewTies); err != nil {
		return nil, nil, err
	}
	if differ := t.differing(ties); len(differ) > 0 {
		if err := t.read(ctx, o, differ, true); err != nil {
			return nil, nil, err
		}
	}
	return t.found, marks, nil
}

// fewTies is of how many rows the tuples are kept as they are read. Of more only those
// whose order is asked for, and hashes of the others: these are read again where they
// differ within a tie, which copies of a row seldom do.
var fewTies = 200_000

// read reads the tuples of tied rows and ranks them; all keeps them as they are, not
// only where they order a tie.
func (t *tupleRows) read(ctx context.Context, o Options, ties []resolve.Tie, all bool) error {
	t.whole, t.tuples = map[store.Place]bool{}, map[store.Place][]string{}
	t.rowsOf = map[int][]int64{}
	for _, x := range ties {
		t.rowsOf[x.Place.File()] = append(t.rowsOf[x.Place.File()], x.Place.Row())
		if all || x.Whole {
			t.whole[x.Place] = true
		}
	}
	for _, rows := range t.rowsOf {
		slices.Sort(rows)
	}
	again := t.set.Again(t.rowsOf)
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
		first := ties[0].Place
		if !t.whole[first] && slices.ContainsFunc(ties[:n], func(x resolve.Tie) bool { return t.found[x.Place] != t.found[first] }) {
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
		if !canonical && !held(n) && spec.DerivedPlace(r.exp.Derived, n) < 0 && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// tupleRows reads the tuples of tied rows: whole where they order a tie, as a
// hash where only their being equal matters.
type tupleRows struct {
	set     *table.Set
	columns []string // of the tuples, in their order
	whole   map[store.Place]bool
	rowsOf  map[int][]int64 // by file number, in order
	mu      sync.Mutex
	found   resolve.Ranks // of rows that need not be whole: a hash is a number already
	tuples  map[store.Place][]string
}

func (t *tupleRows) rows(b *table.Batch) error {
	var cells []func(int) string
	for k, x := range b.Set.Wants.List {
		cells = append(cells, cell(b, x.Name, b.Columns[k]))
	}
	for k, x := range b.Set.Wants.List {
		if c := b.Columns[k]; c.Present() && table.IsNumber(x.Name) {
			cells = append(cells, func(i int) string { return finer(c, i) })
		}
	}
	type ranked struct {
		at   store.Place
		rank uint64
	}
	var hashed []ranked
	tied := t.rowsOf[b.File]
	for i := range b.Rows {
		p := placeOf(b, i)
		if _, ok := slices.BinarySearch(tied, p.Row()); !ok {
			continue
		}
		if t.whole[p] {
			tuple := make([]string, len(cells))
			for k, cell := range cells {
				tuple[k] = cell(i)
			}
			t.mu.Lock()
			t.tuples[p] = tuple
			t.mu.Unlock()
			continue
		}
		var h event.RowHash
		for k, cell := range cells {
			h.Text(uint64(k), cell(i))
		}
		hashed = append(hashed, ranked{p, max(h.Sum().Lo, 1)})
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, x := range hashed {
		t.found[x.at] = x.rank
	}
	return nil
}

// cell reads a column as an element of tuples.
func cell(b *table.Batch, name string, c *event.Text) func(int) string {
	switch {
	case !c.Present():
		return func(int) string { return "" }
	case table.IsTime(name):
		clock := b.In.Clock
		if name == "decided_at" {
			clock = b.In.Decided
		}
		return func(i int) string {
			if at, _, found := clock.Time(c, i); found == event.Value {
				return sortable(at)
			}
			return string([]byte(c.Value(i)))
		}
	case table.IsID(name):
		return func(i int) string { return string([]byte(c.ID(i))) }
	case table.IsNumber(name):
		return func(i int) string {
			switch v, found := c.Number(i); found {
			case event.Missing:
				return ""
			case event.Value:
				if n, fits := event.Scaled(v, 9).Value.Int64(); fits {
					return sortable(n)
				}
				return beyond
			}
			return string([]byte(c.Value(i)))
		}
	}
	return func(i int) string { return string([]byte(c.Value(i))) } // not a view of the batch
}

// beyond stands for numbers that 9 decimals do not hold.
const beyond = "\xff"

// finer is a number as a whole, in an order of texts that is that of numbers. It
// stands behind a tuple's columns, for what 9 decimals do not hold.
func finer(c *event.Text, i int) string {
	v, found := c.Number(i)
	if found != event.Value {
		return ""
	}
	bits := int64(math.Float64bits(v + 0)) // one zero
	return sortable(bits ^ bits>>63&math.MaxInt64)
}

// sortable writes a number so that texts compare as the numbers do.
func sortable(n int64) string {
	return string(binary.BigEndian.AppendUint64(nil, uint64(n)^1<<63))
}

// rank numbers the tuples in their order; equal tuples get the same number.
func (t *tupleRows) rank() {
	order := make([]store.Place, 0, len(t.tuples))
	for p := range t.tuples {
		order = append(order, p)
	}
	slices.SortFunc(order, func(a, b store.Place) int {
		return cmp.Or(slices.Compare(t.tuples[a], t.tuples[b]), cmp.Compare(a, b))
	})
	rank := uint64(0)
	for i, p := range order {
		if i == 0 || !slices.Equal(t.tuples[order[i-1]], t.tuples[p]) {
			rank++
		}
		t.found[p] = rank
	}
}
