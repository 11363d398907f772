package resolve

import (
	"bytes"
	"cmp"
	"errors"
	"slices"

	"github.com/sourcegraph/conc"

	"uptake/analysis/spec"
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/store"
)

// Ranks orders rows that are tied in time and rank of the event, by their
// tuples of columns; equal tuples have equal ranks above 0.
type Ranks map[store.Place]uint64

// Marks are, by partition, the rows that are tied with others, by their number in it.
type Marks [][]int32

// Tie is a row that what was packed of it cannot tell from another.
type Tie struct {
	Place store.Place
	// Whole is true when columns that were packed differ within the tie, so that
	// the whole tuple orders it; else only the columns that nobody asked for can
	// tell its rows apart.
	Whole bool
	// First is true of the first row of each tie; the others follow it.
	First bool
}

// Ties finds the rows of one unit, time and rank of the event whose tuples
// decide something: which of several copies stays and whether they are equal,
// whose segments are frozen, and, with ordered, which suggestion was shown
// first. A Resolver wants their Ranks, and their Marks. It fails where the store does.
func Ties(s *store.Store, members Members, duplicates spec.Duplicates, ordered bool, workers int) ([]Tie, Marks, error) {
	lists, marks := make([][]Tie, store.Parts), make(Marks, store.Parts)
	errs := make([]error, store.Parts)
	next := make(chan int, store.Parts)
	for i := range store.Parts {
		next <- i
	}
	close(next)
	var wait conc.WaitGroup
	for range max(1, workers) {
		wait.Go(func() {
			t := tieFinder{format: &s.Format, members: members, duplicates: duplicates, ordered: ordered}
			for i := range next {
				lists[i], errs[i] = t.part(s.Part(i))
				marks[i] = slices.Clone(t.marks)
				slices.Sort(marks[i])
			}
		})
	}
	wait.Wait()
	return slices.Concat(lists...), marks, errors.Join(errs...)
}

// tieFinder looks for ties in one partition after the other. Most rows are tied
// with none: a table of the rows' keys leaves the few that may be.
type tieFinder struct {
	format     *store.Format
	members    Members
	duplicates spec.Duplicates
	ordered    bool
	keys       []uint64 // by number of the row; 0 = it is not looked at
	table      []uint32 // of numbers from 1, by key; 0 = free
	may        []uint64 // a bit for each row that may be tied
	rows       []tied
	marks      []int32 // numbers of the rows that are tied
}

// tied is a row that may be tied with another.
type tied struct {
	unit uint32
	of   int // its experiment, where rows are of several
	role store.Role
	ts   int64
	key  sums.Hash
	hash sums.Hash
	row  store.Packed
	n    int32 // its number in the partition
}

func (t *tieFinder) part(p *store.Part) ([]Tie, error) {
	t.keys, t.rows, t.marks = t.keys[:0], t.rows[:0], t.marks[:0]
	err := p.Each(func(_ int, unit uint32, row store.Packed) {
		t.keys = append(t.keys, t.key(unit, row))
	})
	if err != nil {
		return nil, err
	}
	if !t.look() {
		return nil, nil
	}
	err = p.Each(func(n int, unit uint32, row store.Packed) {
		if t.may[n>>6]>>(n&63)&1 == 1 {
			t.rows = append(t.rows, t.tied(unit, int32(n), bytes.Clone(row)))
		}
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(t.rows, func(a, b tied) int {
		return cmp.Or(cmp.Compare(a.unit, b.unit), cmp.Compare(a.of, b.of), cmp.Compare(a.role, b.role), cmp.Compare(a.ts, b.ts), a.key.Compare(b.key))
	})
	var out []Tie
	for rest := t.rows; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].unit == rest[0].unit && rest[n].of == rest[0].of && rest[n].role == rest[0].role && rest[n].ts == rest[0].ts {
			n++
		}
		out = t.group(out, rest[:n])
		rest = rest[n:]
	}
	return out, nil
}

// look finds the rows that have the key of another.
func (t *tieFinder) look() (any bool) {
	size := 64
	for size < 2*len(t.keys) {
		size *= 2
	}
	t.table = zeroed(t.table, size)
	t.may = zeroed(t.may, len(t.keys)/64+1)
	for n, k := range t.keys {
		if k == 0 {
			continue
		}
		i := int(k) & (size - 1)
		for t.table[i] != 0 && t.keys[t.table[i]-1] != k {
			i = (i + 1) & (size - 1)
		}
		if first := t.table[i]; first != 0 {
			t.may[(first-1)>>6] |= 1 << ((first - 1) & 63)
			t.may[n>>6] |= 1 << (n & 63)
			any = true
			continue
		}
		t.table[i] = uint32(n + 1)
	}
	return any
}

func zeroed[T uint32 | uint64](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	clear(s[:n])
	return s[:n]
}

// follows reports whether rows of a role are ordered even where none is a copy.
func (t *tieFinder) follows(r store.Role) bool {
	return t.format.HasSegments(r) || t.ordered && (r == store.Shown || r == store.Requested)
}

// key is equal for rows that may be tied, and 0 for rows that are not looked at.
func (t *tieFinder) key(unit uint32, row store.Packed) uint64 {
	role := row.Role()
	k := event.Mix(uint64(unit)<<8|uint64(role)) ^ uint64(row.TS())
	if t.members.several() {
		k = event.Mix(k + uint64(t.of(row)))
	}
	if t.follows(role) {
		return max(event.Mix(k), 1)
	}
	if t.duplicates == spec.Keep {
		return 0
	}
	copies := uint64(0)
	if t.duplicates == spec.ByID {
		copies = t.format.EventIDOf(row)
	}
	if copies == 0 {
		copies = row.Hash().Lo
	}
	return max(event.Mix(event.Mix(k)^copies), 1)
}

func (t *tieFinder) tied(unit uint32, n int32, row store.Packed) tied {
	d := repeats{format: t.format, byID: t.duplicates == spec.ByID}
	return tied{unit, t.of(row), row.Role(), row.TS(), d.key(&entry{row: row}), row.Hash(), row, n}
}

// of is the experiment that a row is of, 0 where it is of all: rows of two are never tied.
func (t *tieFinder) of(row store.Packed) int {
	if t.members.several() {
		if arm, has := t.format.ArmOf(row); has {
			return t.members.of(arm) + 1
		}
	}
	return 0
}

// group adds the ties among rows of one unit, rank and time, sorted by the key of copies.
func (t *tieFinder) group(out []Tie, g []tied) []Tie {
	if len(g) > 1 && t.orderMatters(g) {
		return t.add(out, g, true)
	}
	if t.duplicates == spec.Keep {
		return out
	}
	for len(g) > 0 {
		n := 1
		for n < len(g) && g[n].key == g[0].key {
			n++
		}
		if n > 1 {
			out = t.add(out, g[:n], differ(g[:n]))
		}
		g = g[n:]
	}
	return out
}

func (t *tieFinder) add(out []Tie, g []tied, whole bool) []Tie {
	for k, e := range g {
		t.marks = append(t.marks, e.n)
		out = append(out, Tie{e.row.Place(), whole, k == 0})
	}
	return out
}

func differ(g []tied) bool {
	return slices.ContainsFunc(g, func(e tied) bool { return e.hash != g[0].hash })
}

// orderMatters reports whether the order of rows that may be no copies of each
// other shows: in the suggestions, or in the segments frozen.
func (t *tieFinder) orderMatters(g []tied) bool {
	role := g[0].role
	if !t.follows(role) || !differ(g) {
		return false
	}
	if t.ordered && (role == store.Shown || role == store.Requested) {
		return true
	}
	var first, row store.Row
	t.format.Unpack(g[0].row, &first)
	return slices.ContainsFunc(g[1:], func(e tied) bool {
		t.format.Unpack(e.row, &row)
		return !slices.Equal(row.Segments, first.Segments)
	})
}
