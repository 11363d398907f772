package table

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
	"uptake/ingest/event"
	"uptake/ingest/format"
	"uptake/ingest/phrase"
)

// partners are the rows of another table that rows of a source are joined to, by an id
// that both have. All of them are in memory.
type partners struct {
	once   sync.Once
	err    error
	join   *spec.Join
	took   []string       // names that rows get, sorted
	byID   map[string]int // place in values
	values [][]string     // by place, then as in took
	rows   []int          // by place: how many partners bear the id
	apart  []bool         // by place: they say different things, so that nothing is taken of them
	first  string         // the first id, for messages
	names  string         // of the files
}

// joining counts what a reading joined.
type joining struct {
	rows, alone atomic.Int64
	begin       sync.Once
	met         []atomic.Bool // by place of a partner
	example     atomic.Pointer[string]
	whole       bool // all rows were read
}

// mostPartners is how many ids a table may have that rows are joined to.
const mostPartners = 1 << 24

// takes reports whether rows of the table get a name by a join, and its place.
func (in *Input) takes(name string) (int, bool) {
	if in.partners == nil {
		return 0, false
	}
	return slices.BinarySearch(in.partners.took, in.Path(name))
}

// join readies a table whose rows are joined to others.
func (s *Set) join(in *Input) {
	if j := in.Source.Join; j != nil && in.partners == nil {
		in.partners = &partners{join: j, took: slices.Sorted(maps.Keys(j.Columns)), byID: map[string]int{}}
	}
	if in.partners != nil {
		s.Wants.Aside(in.Source.Join.By, false)
		if s.joins == nil {
			s.joins = map[int]*joining{}
		}
		s.joins[in.Number] = &joining{}
	}
}

// load reads the partners, once.
func (p *partners) load(s *Set, of *Input) error {
	p.once.Do(func() { p.err = p.read(s, of) })
	return p.err
}

func (p *partners) read(s *Set, of *Input) error {
	set := New(s.opener)
	defer set.Close()
	from := newInput(spec.Source{Table: p.join.Table}, "join", map[string]string{}, nil, nil)
	from.Style, from.Derived = of.Style, of.Derived
	set.Add(from)
	id := set.Wants.Add(p.join.ID, false, false)
	var take []int
	for _, n := range p.took {
		take = append(take, set.Wants.Add(p.join.Columns[n], false, false))
	}
	pass := set.Wants.Filters(p.join.Where)
	if err := set.Find(); err != nil {
		return err
	}
	p.names = set.FileNames()
	has := map[string]bool{}
	for f := range set.Files {
		names, err := set.NamesIn(f)
		if err != nil {
			return err
		}
		for _, n := range slices.Concat([]string{p.join.ID}, slices.Collect(maps.Values(p.join.Columns))) {
			has[n] = has[n] || format.Has(names, n)
		}
		if !format.Has(names, p.join.ID) {
			return fmt.Errorf("%s has no column %q, by whose values %s is joined to it (join: {id: %s}); it has %s",
				set.Files[f].Name, p.join.ID, of.Source.Written, p.join.ID, phrase.Columns(names))
		}
	}
	for _, n := range p.took {
		if c := p.join.Columns[n]; !has[c] {
			return fmt.Errorf("%s has no column %q, which join: {columns: {%s: %s}} of %s names", p.names, c, n, c,
				of.Source.Written)
		}
	}
	return set.Each(context.Background(), func(b *Batch) error {
		sieve := event.NewSieve(p.join.Where, b.Pick(pass))
		ids, values := b.Columns[id], b.Pick(take)
		for i := range b.Rows {
			if ok, _, _ := sieve.Pass(i); !ok {
				continue
			}
			key := strings.Clone(ids.ID(i))
			if key == "" {
				continue
			}
			row := make([]string, len(values))
			for k, v := range values {
				row[k] = strings.Clone(v.Value(i))
			}
			at, known := p.byID[key]
			if !known {
				if len(p.byID) == mostPartners {
					return counted.Errorf("%s has more than %d ids to join %s to; join them in the export", p.names,
						mostPartners, of.Source.Written)
				}
				if p.first == "" {
					p.first = key
				}
				p.byID[key] = len(p.values)
				p.values, p.rows, p.apart = append(p.values, row), append(p.rows, 1), append(p.apart, false)
				continue
			}
			p.rows[at]++
			p.apart[at] = p.apart[at] || !slices.Equal(p.values[at], row)
		}
		return nil
	})
}

// joined puts what partners say into the columns of a batch that a join gives.
func (s *Set) joined(b *Batch, at map[int]int) error {
	p, n := b.In.partners, s.joins[b.In.Number]
	if p == nil {
		return nil
	}
	if err := p.load(s, b.In); err != nil {
		return err
	}
	n.begin.Do(func() { n.met = make([]atomic.Bool, len(p.values)) })
	place := make([]int, b.Rows)
	ids := b.Columns[s.Wants.Place(p.join.By)]
	counts := s.passing(b)
	for i := range place {
		place[i] = -1
		id := ids.ID(i)
		k, ok := p.byID[id]
		if ok && !p.apart[k] {
			place[i] = k
		}
		if s.rows != nil || !counts(i) {
			continue
		}
		n.rows.Add(1)
		if ok {
			if !n.met[k].Load() {
				n.met[k].Store(true)
			}
			continue
		}
		n.alone.Add(1)
		// the least, whoever comes first
		for old := n.example.Load(); id != "" && (old == nil || id < *old); old = n.example.Load() {
			if text := strings.Clone(id); n.example.CompareAndSwap(old, &text) {
				break
			}
		}
	}
	b.partner = place
	for want, k := range at {
		texts := array.NewStringBuilder(memory.DefaultAllocator)
		texts.Reserve(b.Rows)
		for _, row := range place {
			if row < 0 || p.values[row][k] == "" {
				texts.AppendNull()
			} else {
				texts.Append(p.values[row][k])
			}
		}
		b.Columns[want] = b.In.Style.Text(texts.NewArray())
	}
	return nil
}

// passing says which rows pass the filters of their source, as far as these look at what
// is wanted.
func (s *Set) passing(b *Batch) func(int) bool {
	var filters []spec.Filter
	var columns []*event.Text
	for _, f := range b.In.Source.Where {
		if k := s.Wants.Place(f.Column); k >= 0 && b.Columns[k] != nil {
			filters, columns = append(filters, f), append(columns, b.Columns[k])
		}
	}
	sieve := event.NewSieve(filters, columns)
	return func(i int) bool {
		ok, _, _ := sieve.Pass(i)
		return ok
	}
}

// counting begins the counts of joins anew.
func (s *Set) counting() {
	for k := range s.joins {
		s.joins[k] = &joining{}
	}
}

// allJoined takes in that all rows were read: nothing joined at all is no reading.
func (s *Set) allJoined() error {
	for _, in := range s.Inputs {
		n := s.joins[in.Number]
		if n == nil || in.partners.err != nil {
			continue
		}
		n.whole = true
		p := in.partners
		if n.rows.Load() == 0 || n.alone.Load() < n.rows.Load() || s.rows != nil {
			continue
		}
		here := "none"
		if text := n.example.Load(); text != nil {
			here = *text
		}
		return fmt.Errorf("no row of %s finds a partner in %s: %s is such as %q there, and %s such as %q%s",
			in.Source.Written, p.names, p.join.By, phrase.Cut(here), p.join.ID, phrase.Cut(p.first),
			unlike(here, p.first))
	}
	return nil
}

// hashLike are texts that a hash is written as.
var hashLike = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(
		`^([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9A-F]{32}|[0-9A-F]{40}|[0-9A-F]{64}|[A-Za-z0-9_-]{22}|[A-Za-z0-9+/]{22}==|[A-Za-z0-9_-]{43}|[A-Za-z0-9+/]{43}=)$`)
})

// unlike says what tells two ids apart that are to be one.
func unlike(a, b string) string {
	if hashed := hashLike(); hashed.MatchString(a) != hashed.MatchString(b) {
		return ". One of them seems to be a hash of the other, which cannot be undone; export the same id on both sides"
	}
	return "; name the columns that hold the same id with join: {by: …, id: …}"
}

// notes says what was joined.
func (s *Set) joinNotes() (out []string) {
	for _, in := range s.Inputs {
		n, p := s.joins[in.Number], in.partners
		if n == nil || !n.whole || p.err != nil || len(p.rows) == 0 {
			continue
		}
		lonely, several, apart := 0, 0, 0
		for k := range p.rows {
			if n.met == nil || !n.met[k].Load() {
				lonely++
			}
			switch {
			case p.apart[k]:
				apart++
			case p.rows[k] > 1:
				several++
			}
		}
		text := counted.Sprintf("Rows of %s are joined to %s by %s: %d of %d find a partner", in.Source.Written,
			p.names,
			p.join.By, n.rows.Load()-n.alone.Load(), n.rows.Load())
		if lonely > 0 {
			text += counted.Sprintf("; %d of %d partners have no row", lonely, len(p.rows))
		}
		if several > 0 {
			text += fmt.Sprintf("; %s several partners that say the same", counted.Sprintf("%d ids have", several))
		}
		if apart > 0 {
			text += fmt.Sprintf("; %s several partners that contradict each other, of which nothing is taken",
				counted.Sprintf("%d ids have", apart))
		}
		out = append(out, text+".")
	}
	return out
}
