package resolve

import (
	"cmp"
	"errors"
	"slices"

	"github.com/sourcegraph/conc"

	"uptake/analysis/spec"
	"uptake/analysis/sums"
	"uptake/ingest/store"
)

// Ranks orders rows that are tied in time and rank of the event, by their
// tuples of columns; equal tuples have equal ranks above 0.
type Ranks map[store.Place]uint64

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
// first. A Resolver of the rows wants their Ranks. It fails where the store does.
func (r *Rows) Ties(duplicates spec.Duplicates, ordered bool, workers int) ([]Tie, error) {
	lists, errs := make([][]Tie, store.Parts), make([]error, store.Parts)
	next := make(chan int, store.Parts)
	for i := range store.Parts {
		next <- i
	}
	close(next)
	var wait conc.WaitGroup
	for range max(1, workers) {
		wait.Go(func() {
			t := tieFinder{format: r.Format(), members: r.members, duplicates: duplicates, ordered: ordered}
			for i := range next {
				lists[i], errs[i] = r.ties(&t, i)
			}
		})
	}
	wait.Wait()
	return slices.Concat(lists...), errors.Join(errs...)
}

// ties finds those of partition i.
func (r *Rows) ties(t *tieFinder, i int) ([]Tie, error) {
	l := &r.parts[i]
	l.mu.Lock()
	defer l.mu.Unlock()
	lines, done, err := r.lay(i)
	if err != nil {
		return nil, err
	}
	defer done()
	part := r.store.Part(i)
	found := t.part(lines, part.Units())
	for _, n := range t.marks {
		lines.Mark(n)
	}
	if !part.Settle(lines) {
		l.tied = slices.Clone(t.marks)
	}
	return found, nil
}

// tieFinder looks for ties in one partition after the other. Rows that may be tied stand
// next to each other, and most stand next to none.
type tieFinder struct {
	format     *store.Format
	members    Members
	duplicates spec.Duplicates
	ordered    bool
	rows       []tied
	marks      []int32 // lines that are tied
	about      []about
}

// tied is a row that may be tied with another.
type tied struct {
	of   int // its experiment, where rows are of several
	key  sums.Hash
	hash sums.Hash
	at   store.Place
	line *store.Line
	row  store.Packed
	n    int32 // number of the line
}

func (t *tieFinder) part(lines *store.Laid, units int) (out []Tie) {
	t.marks = t.marks[:0]
	for u := range uint32(units) {
		if u+1 < uint32(units) {
			fetchAlike(lines, lines.Unit(u+1))
		}
		rows, first := lines.Unit(u), lines.First(u)
		for from, to := 0, 1; to <= len(rows); to++ {
			if to < len(rows) && rows[to].TS == rows[from].TS && rows[to].Role() == rows[from].Role() {
				continue
			}
			if g := rows[from:to]; to-from > 1 && (t.follows(g[0].Role()) || t.duplicates != spec.Keep &&
				!(t.duplicates == spec.ByID && apart(g)) ||
				t.tangled(to-from, func(i int) (*store.Line, store.Packed) { return &g[i], lines.Row(&g[i]) })) {
				out = t.alike(out, lines, g, first+from)
			}
			from = to
		}
	}
	return out
}

// fetchAlike has the rows of lines brought near that part looks at: those of one time.
func fetchAlike(lines *store.Laid, rows []store.Line) {
	for i := 1; i < len(rows); i++ {
		if rows[i].TS == rows[i-1].TS {
			lines.FetchRow(&rows[i-1])
			lines.FetchRow(&rows[i])
		}
	}
}

// apart reports whether lines in order have ids of their own.
func apart(g []store.Line) bool {
	for i := range g {
		if g[i].EventID == 0 || i > 0 && g[i].EventID == g[i-1].EventID {
			return false
		}
	}
	return true
}

// alike adds the ties among lines of one unit, rank and time, of which the first has the
// number first.
func (t *tieFinder) alike(out []Tie, lines *store.Laid, alike []store.Line, first int) []Tie {
	d := repeats{byID: t.duplicates == spec.ByID}
	t.rows = t.rows[:0]
	for i := range alike {
		x := &alike[i]
		row := lines.Row(x)
		t.rows = append(t.rows, tied{t.of(x.Role(), row), d.key(&entry{id: x.EventID, row: row}), row.Hash(),
			lines.Place(x), x, row, int32(first + i)})
	}
	slices.SortStableFunc(t.rows, func(a, b tied) int { return cmp.Or(cmp.Compare(a.of, b.of), a.key.Compare(b.key)) })
	for rest := t.rows; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].of == rest[0].of {
			n++
		}
		out = t.group(out, rest[:n])
		rest = rest[n:]
	}
	return out
}

// follows reports whether rows of a role are ordered even where none is a copy.
func (t *tieFinder) follows(r store.Role) bool {
	return r == store.Exposure || t.format.HasSegments(r) || t.ordered && (r == store.Shown || r == store.Requested)
}

// of is the experiment that a row is of, 0 where it is of all: rows of two are never tied.
func (t *tieFinder) of(role store.Role, row store.Packed) int {
	if t.members.several() {
		if arm, has := t.format.ArmOf(role, row); has {
			return t.members.of(arm) + 1
		}
	}
	return 0
}

// group adds the ties among rows of one unit, rank and time, sorted by the key of copies.
func (t *tieFinder) group(out []Tie, g []tied) []Tie {
	if len(g) > 1 && t.orderMatters(g) {
		return t.inOrder(out, g)
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

// inOrder adds the ties among rows whose order is asked for: those whose event ids begin
// in different ways are in the order of these.
func (t *tieFinder) inOrder(out []Tie, g []tied) []Tie {
	lead := func(e *tied) uint64 { return t.format.LeadOf(e.line.Role(), e.row) }
	slices.SortStableFunc(g, func(a, b tied) int { return cmp.Compare(lead(&a), lead(&b)) })
	for len(g) > 0 {
		n := 1
		for n < len(g) && lead(&g[n]) == lead(&g[0]) {
			n++
		}
		if n > 1 {
			out = t.add(out, g[:n], differ(g[:n]))
		}
		g = g[n:]
	}
	return out
}

// add adds a tie, but of dated rows whose texts are one: nothing tells them apart.
func (t *tieFinder) add(out []Tie, g []tied, whole bool) []Tie {
	if !whole && g[0].line.TS != store.NoTime && oneText(g) {
		return out
	}
	for k, e := range g {
		t.marks = append(t.marks, e.n)
		out = append(out, Tie{e.at, whole, k == 0})
	}
	return out
}

func oneText(g []tied) bool {
	line := g[0].line.LineOf(g[0].row)
	return line != 0 && !slices.ContainsFunc(g, func(e tied) bool { return e.line.LineOf(e.row) != line })
}

func differ(g []tied) bool {
	return slices.ContainsFunc(g, func(e tied) bool { return e.hash != g[0].hash })
}

// orderMatters reports whether the order of rows that may be no copies of each
// other shows: in the suggestions, in the segments frozen, or in the arm of a unit that
// was exposed to two at once.
func (t *tieFinder) orderMatters(g []tied) bool {
	role := g[0].line.Role()
	tangled := t.tangled(len(g), func(i int) (*store.Line, store.Packed) { return g[i].line, g[i].row })
	if !t.follows(role) && !tangled || !differ(g) {
		return false
	}
	if t.ordered && (role == store.Shown || role == store.Requested) || tangled {
		return true
	}
	var first, row store.Row
	t.format.Unpack(g[0].line, g[0].row, &first)
	return slices.ContainsFunc(g[1:], func(e tied) bool {
		t.format.Unpack(e.line, e.row, &row)
		return row.Arm != first.Arm || !slices.Equal(row.Segments, first.Segments)
	})
}
