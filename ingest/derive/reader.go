package derive

import (
	"slices"

	"github.com/apache/arrow/go/v15/arrow"

	"uptake/analysis/spec"
	"uptake/ingest/event"
	"uptake/ingest/format"
)

// Columns are the derived columns of an experiment, with how the cells of the table at
// hand are written.
type Columns struct {
	List  []spec.Derived
	Style *event.Style
	Clock *event.Clock // of epochs
}

// Open opens a file for columns, of which some are derived: open is given those that
// the file itself is to be asked for.
func (c Columns) Open(ask []format.Column, open func([]format.Column) (format.Reader, error)) (format.Reader, error) {
	c.List = c.withPaths(ask)
	r := &reader{columns: c}
	place := map[string]int{}
	base := func(x format.Column) int {
		i, known := place[x.Name]
		if !known {
			i = len(r.base)
			place[x.Name], r.base = i, append(r.base, x)
		} else if !x.Optional {
			r.base[i].Optional = false
		}
		return i
	}
	any := false
	for _, x := range ask {
		k := spec.DerivedPlace(c.List, x.Name)
		if k < 0 {
			r.out = append(r.out, pick{base(x), -1, x.Repeats})
			continue
		}
		any = true
		r.out = append(r.out, pick{-1, k, x.Repeats})
		c.needs(k, func(name string) { base(format.Column{Name: name, Repeats: x.Repeats, Optional: x.Optional}) })
	}
	if !any {
		return open(ask)
	}
	below, err := open(r.base)
	if err != nil || below == nil {
		return below, err
	}
	r.Reader, r.place = below, place
	return r, nil
}

// withPaths are the derived columns, and those that paths into the JSON of one of them lead to:
// payload.id is what stands at id in payload.
func (c Columns) withPaths(ask []format.Column) []spec.Derived {
	var out []spec.Derived
	add := func(path string) {
		if spec.DerivedPlace(out, path) >= 0 {
			return
		}
		if k, rest := spec.DerivedAbove(out, path); k >= 0 {
			out = append(out, spec.Derived{Name: path, From: []string{out[k].Name}, At: rest})
		}
	}
	for _, d := range c.List {
		for _, name := range d.From {
			add(name)
		}
		for _, f := range d.Where {
			add(f.Column)
		}
		out = append(out, d)
	}
	for _, x := range ask {
		add(x.Name)
	}
	return out
}

// needs tells the columns of the file that a derived one is made of, however far below.
func (c Columns) needs(k int, tell func(string)) {
	d := &c.List[k]
	from := slices.Clone(d.From)
	for _, f := range d.Where {
		from = append(from, f.Column)
	}
	for _, name := range from {
		if below := spec.DerivedPlace(c.List[:k], name); below >= 0 {
			c.needs(below, tell)
		} else {
			tell(name)
		}
	}
}

// reader is a file's with derived columns.
type reader struct {
	format.Reader
	columns Columns
	base    []format.Column // that the file is asked for
	place   map[string]int  // of these
	out     []pick          // by asked column
}

// pick is an asked column: one of the file, or a derived one.
type pick struct {
	base, derived int
	repeats       bool
}

// Names lists the file's columns and those derived that it has something for.
func (r *reader) Names() []string { return r.columns.Names(r.Reader.Names()) }

// Names adds to a file's columns those derived that it has something for.
func (c Columns) Names(names []string) []string {
	out := slices.Clip(names)
	for k, d := range c.List {
		there := len(d.From) == 0
		c.needs(k, func(name string) { there = there || slices.Contains(d.From, name) && format.Has(names, name) })
		for _, name := range d.From {
			there = there || spec.DerivedPlace(c.List[:k], name) >= 0 && slices.Contains(out, name)
		}
		if there && !slices.Contains(out, d.Name) {
			out = append(out, d.Name)
		}
	}
	return out
}

func (r *reader) Next() (format.Block, error) {
	b, err := r.Reader.Next()
	if err != nil {
		return nil, err
	}
	return block{b, r}, nil
}

type block struct {
	format.Block
	r *reader
}

func (b block) Decode() (*format.Batch, error) {
	batch, err := b.Block.Decode()
	if err != nil {
		return nil, err
	}
	m := maker{r: b.r, batch: batch, made: make([]arrow.Array, len(b.r.columns.List)),
		done: make([]bool, len(b.r.columns.List))}
	out := make([]arrow.Array, len(b.r.out))
	for i, p := range b.r.out {
		if p.derived < 0 {
			out[i] = batch.Columns[p.base]
		} else if out[i], err = m.column(p.derived); err != nil {
			return nil, err
		}
	}
	batch.Columns = out
	return batch, nil
}
