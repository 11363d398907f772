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
	lines     *store.Laid // nil until they are laid for several resolvers, and where rows wait in a file
	tied      []int32     // lines that are tied with others, where they are laid anew
	order     []uint32    // units by id
	exposing  [][]uint32  // by member: places in order of the units that a row may expose
	strangers []stranger  // by place in order; nil until they are asked for
	unlike    []bool      // the days that strangers were made with
	dropped   int         // by how many resolvers
}

// NewRows readies a store for so many resolvers.
func NewRows(s *store.Store, members Members, users int) *Rows {
	return &Rows{store: s, members: members, users: users}
}

// Format is that of the rows.
func (r *Rows) Format() *store.Format { return &r.store.Format }

// Drop lets go of partition i once all resolvers have.
func (r *Rows) Drop(i int) {
	l := &r.parts[i]
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.dropped++; l.dropped >= r.users {
		l.lines, l.tied, l.order, l.exposing, l.strangers = nil, nil, nil, nil, nil
		r.store.Drop(i)
	}
}

// Close lets go of everything.
func (r *Rows) Close() { r.store.Close() }

// lay gives the lines of partition i, which is locked, with done, to be called once they
// are not needed any more.
func (r *Rows) lay(i int) (lines *store.Laid, done func(), err error) {
	l, part := &r.parts[i], r.store.Part(i)
	if l.lines != nil {
		return l.lines, func() {}, nil
	}
	lines, _ = r.pool.Get().(*store.Laid)
	if lines == nil {
		lines = &store.Laid{}
	}
	if err := part.Lay(lines); err != nil {
		return nil, nil, err
	}
	for _, n := range l.tied {
		lines.Mark(n)
	}
	return lines, func() { r.pool.Put(lines) }, nil
}

// open lays partition i; done is called once its lines are not needed any more.
func (r *Rows) open(i int) (l *laid, lines *store.Laid, done func(), err error) {
	l = &r.parts[i]
	l.mu.Lock()
	defer l.mu.Unlock()
	if lines, done, err = r.lay(i); err != nil || l.order != nil {
		return l, lines, done, err
	}
	part := r.store.Part(i)
	l.order = make([]uint32, part.Units())
	for u := range l.order {
		l.order[u] = uint32(u)
	}
	slices.SortFunc(l.order, func(a, b uint32) int { return slices.Compare(part.Name(a), part.Name(b)) })
	if r.members.several() {
		l.exposing = r.exposing(l.order, lines)
	}
	if r.users > 1 && part.Leave() {
		l.lines, done = lines, func() {}
	}
	return l, lines, done, nil
}

// exposing lists by member the units that have a row with one of its arms.
func (r *Rows) exposing(order []uint32, lines *store.Laid) [][]uint32 {
	out := make([][]uint32, len(r.members))
	for place, u := range order {
		rows := lines.Unit(u)
		for i := range rows {
			arm, has := r.Format().ArmOf(rows[i].Role(), lines.Row(&rows[i]))
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
