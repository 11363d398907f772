package ingest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"uptake/analysis/spec"
	"uptake/ingest/event"
	"uptake/ingest/table"
)

// Sampled is what the first rows of an export have in a column.
type Sampled struct {
	Name    string
	Rows    int       // looked at
	Missing int       // of these, without a value
	Words   int       // values that are words for no value where ids, times and numbers stand, such as NA
	Values  []Counted // the most frequent first, equals by their text; at most mostSampled are told apart
	Many    bool      // there are more values than are told apart
	Times   int       // values that read as times
	Form    event.Form
	Layouts []string // that read what is no time: of day and month either may be first
	Numbers int      // values that read as numbers
	Binary  int      // values that read as yes or no
}

// Counted is a value with how many rows have it.
type Counted struct {
	Value string
	Rows  int
}

// Present is how many rows have a value.
func (s *Sampled) Present() int { return s.Rows - s.Missing }

// Pairs counts in how many rows values of two columns stand together.
type Pairs map[[2]string]int

const (
	mostSampled  = 20_000 // values of a column, and rows of a file
	sampledFiles = 20
	sampledWidth = 300 // columns
)

// Sample is the first rows of an export.
type Sample struct {
	Columns []*Sampled // in the order of the export
	rows    [][]string
	places  []place
}

// place is where a row stands.
type place struct {
	file string
	row  int64
}

// Len is how many rows were looked at.
func (s *Sample) Len() int { return len(s.rows) }

// At is where row i stands: the file, and its 1-based row there.
func (s *Sample) At(i int) (file string, row int64) { return s.places[i].file, s.places[i].row }

// Texts are the values of a column by row, empty where it has none.
func (s *Sample) Texts(c *Sampled) []string {
	k, out := slices.Index(s.Columns, c), make([]string, len(s.rows))
	for i, r := range s.rows {
		out[i] = r[k]
	}
	return out
}

// Column finds a column, nil where the export has none of that name.
func (s *Sample) Column(name string) *Sampled {
	i := slices.IndexFunc(s.Columns, func(c *Sampled) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return s.Columns[i]
}

// Together counts the values of two columns that stand in one row.
func (s *Sample) Together(a, b *Sampled) Pairs {
	out := Pairs{}
	i, k := slices.Index(s.Columns, a), slices.Index(s.Columns, b)
	for _, r := range s.rows {
		out[[2]string{r[i], r[k]}]++
	}
	return out
}

// SampleOf looks at the first rows of up to twenty files of an export, the first, the last
// and those spread between them.
func SampleOf(ctx context.Context, x spec.Source, names []string, open Opener) (*Sample, error) {
	names = names[:min(len(names), sampledWidth)]
	set := table.New(open)
	defer set.Close()
	in := table.Export(&spec.Experiment{}, x)
	for _, n := range names {
		set.Wants.Any(n)
	}
	set.Add(in)
	if err := set.Find(); err != nil {
		return nil, err
	}
	s := &sampler{clock: event.NewClock(nil, x.Time), seen: make([]map[string]*read, len(names)),
		layouts: make([]event.KnownLayouts, len(names))}
	for i, n := range names {
		s.columns = append(s.columns, &Sampled{Name: n})
		s.seen[i] = map[string]*read{}
	}
	files := spread(len(set.Files))
	each := mostSampled / max(len(files), 1)
	for _, f := range files {
		s.left = each
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err := set.Head(f, each, s.take); err != nil {
			return nil, err
		}
	}
	return s.done(), nil
}

// spread are the places of up to twenty of so many files: the first, the last and those between.
func spread(files int) (out []int) {
	n := min(files, sampledFiles)
	for k := range n {
		f := 0
		if n > 1 {
			f = k * (files - 1) / (n - 1)
		}
		out = append(out, f)
	}
	return out
}

// read is what a value reads as, looked at once.
type read struct {
	rows                 int
	time, number, binary bool
	form                 event.Form
}

// sampler looks at rows.
type sampler struct {
	columns []*Sampled
	seen    []map[string]*read
	layouts []event.KnownLayouts
	clock   *event.Clock
	rows    [][]string
	places  []place
	left    int
}

func (s *sampler) take(b *table.Batch) error {
	n := min(b.Rows, s.left)
	s.left -= n
	from := len(s.rows)
	for i := range n {
		s.rows = append(s.rows, make([]string, len(s.columns)))
		s.places = append(s.places, place{b.Name(), b.Row(i)})
	}
	for k, c := range s.columns {
		column := b.Columns[k]
		c.Rows += n
		for i := range n {
			v := strings.Clone(column.Value(i))
			switch {
			case v == "":
				c.Missing++
				continue
			case b.In.Style.Blank(v):
				c.Words++
			}
			s.rows[from+i][k] = v
			x, known := s.seen[k][v]
			if !known {
				x = s.look(v, column)
				if c.Many = c.Many || len(s.seen[k]) >= mostSampled; len(s.seen[k]) < mostSampled {
					s.seen[k][v] = x
				}
			}
			x.rows++
			if x.time {
				c.Times++
				c.Form = max(c.Form, x.form)
			} else if c.Present() < 200 {
				s.layouts[k].See(v)
			}
			if x.number {
				c.Numbers++
			}
			if x.binary {
				c.Binary++
			}
		}
	}
	return nil
}

func (s *sampler) look(v string, column *event.Text) *read {
	_, form, time := s.clock.Parse(v)
	_, number := column.ParseNumber(v)
	_, binary := event.ParseBinary(v)
	return &read{time: time == event.Value, form: form, number: number == event.Value, binary: binary == event.Value}
}

func (s *sampler) done() *Sample {
	for k, c := range s.columns {
		for _, v := range slices.Sorted(maps.Keys(s.seen[k])) {
			c.Values = append(c.Values, Counted{v, s.seen[k][v].rows})
		}
		slices.SortStableFunc(c.Values, func(a, b Counted) int { return cmp.Compare(b.Rows, a.Rows) })
		c.Layouts = s.layouts[k].Best()
	}
	return &Sample{s.columns, s.rows, s.places}
}
