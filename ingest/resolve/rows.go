package resolve

import (
	"slices"
	"sort"
	"sync"

	"uptake/ingest/store"
)

// Rows are those of a full store, with what was found out of them before they are
// resolved. Several resolvers may open them, each for one of the experiments that the
// rows were packed for.
type Rows struct {
	store   *store.Store
	marks   Marks
	members Members
	users   int // how many resolvers there are
	pool    sync.Pool
	parts   [store.Parts]laid
}

// Members says whose an arm is where rows were packed for several experiments: the code
// of the first arm of each, ascending. With none or one all rows are of one.
type Members []int

// several reports whether there is anything to tell apart.
func (m Members) several() bool { return len(m) > 1 }

// of is the number of the experiment that an arm is of.
func (m Members) of(arm int16) int { return sort.SearchInts(m, int(arm)+1) - 1 }

// laid is a partition with the rows of a unit side by side, for all that open it.
type laid struct {
	mu        sync.Mutex
	sorted    *store.Sorted // nil until it is laid, and where rows wait in a file
	order     []uint32      // units by id
	exposing  [][]uint32    // by member: places in order of the units that a row may expose
	strangers []stranger    // by place in order; nil until they are asked for
	unlike    []bool        // the days that strangers were made with
	dropped   int           // by how many resolvers
}

// NewRows readies a store for so many resolvers.
func NewRows(s *store.Store, marks Marks, members Members, users int) *Rows {
	return &Rows{store: s, marks: marks, members: members, users: users}
}

// Format is that of the rows.
func (r *Rows) Format() *store.Format { return &r.store.Format }

// Drop lets go of partition i once all resolvers have.
func (r *Rows) Drop(i int) {
	l := &r.parts[i]
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.dropped++; l.dropped >= r.users {
		l.sorted, l.order, l.exposing, l.strangers = nil, nil, nil, nil
		r.store.Drop(i)
	}
}

// Close lets go of everything.
func (r *Rows) Close() { r.store.Close() }

// open lays partition i; done is called once its rows are not needed any more. What is
// kept of it has nil sorted rows where these do not stay in memory.
func (r *Rows) open(i int) (l *laid, sorted *store.Sorted, done func(), err error) {
	l = &r.parts[i]
	l.mu.Lock()
	defer l.mu.Unlock()
	part := r.store.Part(i)
	if l.sorted != nil {
		return l, l.sorted, func() {}, nil
	}
	sorted, _ = r.pool.Get().(*store.Sorted)
	if sorted == nil {
		sorted = &store.Sorted{}
	}
	var marked []int32
	if r.marks != nil {
		marked = r.marks[i]
	}
	if err := part.Sort(marked, sorted); err != nil {
		return nil, nil, nil, err
	}
	if l.order == nil {
		l.order = make([]uint32, part.Units())
		for u := range l.order {
			l.order[u] = uint32(u)
		}
		slices.SortFunc(l.order, func(a, b uint32) int { return slices.Compare(part.Name(a), part.Name(b)) })
		if r.members.several() {
			l.exposing = r.exposing(l.order, sorted)
		}
	}
	if r.users > 1 && part.Settle() {
		l.sorted = sorted
		return l, sorted, func() {}, nil
	}
	return l, sorted, func() { r.pool.Put(sorted) }, nil
}

// exposing lists by member the units that have a row with one of its arms.
func (r *Rows) exposing(order []uint32, sorted *store.Sorted) [][]uint32 {
	out := make([][]uint32, len(r.members))
	for place, u := range order {
		for rows := sorted.Unit(u); len(rows) > 0; {
			var row store.Packed
			row, rows = store.Next(rows)
			arm, has := r.Format().ArmOf(row)
			if !has {
				continue
			}
			list := &out[r.members.of(arm)]
			if n := len(*list); n == 0 || (*list)[n-1] != uint32(place) {
				*list = append(*list, uint32(place))
			}
		}
	}
	return out
}
