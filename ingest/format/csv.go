package format

import (
	"bytes"
	"io"
	"slices"
)

// csvReader reads CSV and TSV by their dialect, bound by the header's names.
// Space around a value is part of it; an empty cell is the empty text, \N
// without quotes a missing one; empty lines are no rows.
type csvReader struct {
	names  []string
	plan   *csvPlan
	cutter *cutter
	closer io.Closer
	top    *Top // nil where the names are given
}

func openCSVSource(s source, columns []Column, o Options) (Reader, error) {
	return openCSV(s, columns, o, false)
}

func openTSVSource(s source, columns []Column, o Options) (Reader, error) {
	return openCSV(s, columns, o, true)
}

func openCSV(s source, columns []Column, o Options, tsv bool) (Reader, error) {
	name, src := s.name, s.text
	head, err := src.firstBytes()
	if err != nil {
		return nil, err
	}
	if err := textOnly(name, bytesBut(head, o.CSV.Delimiter), "csv"); err != nil {
		return nil, err
	}
	h, err := readHead(name, src, columns, o, tsv)
	if err != nil {
		return nil, err
	}
	if head, err = src.firstBytes(); err != nil {
		return nil, readError(name, err)
	}
	if o.CSV.Quote == "" && h.quote == noQuote && h.encloses(head, len(h.names)) {
		h.quote, h.escape = '"', o.CSV.Escape == Backslash
		o.note("has quotes around fields with line ends or delimiters in them, so quotes enclose its fields")
	}
	if o.CSV.Escape == "" && h.quote != noQuote && h.backslashes(head, len(h.names)) {
		h.escape = true
		o.note("escapes quotes within quotes by a backslash, and is read so")
	}
	if columns, err = renamed(name, h.names, columns, o); err != nil {
		return nil, err
	}
	plan := &csvPlan{syntax: h.syntax, fields: len(h.names), lines: o.Lines}
	for k, c := range columns {
		col := csvColumn{name: c.Name, field: -1, repeats: c.Repeats, numbers: c.Numbers}
		for _, s := range splits(c.Name) {
			i := slices.Index(h.names, s.column)
			if i < 0 {
				continue
			}
			if slices.Contains(h.names[i+1:], s.column) {
				if c.Optional {
					break
				}
				return nil, twice(name, s.column)
			}
			col.field = i
			if s.paths != nil {
				col.path = jsonPath(s.paths)
			}
			break
		}
		if col.path == nil && !col.numbers {
			col.hash = o.hashing(k)
		}
		plan.columns = append(plan.columns, col)
	}
	cutter := newCutter(name, src, o)
	cutter.find = (&csvFinder{name: name, syntax: h.syntax, landmarks: cutter.goes(s, o.Landmarks)}).find
	return &csvReader{names: h.names, plan: plan, cutter: cutter, closer: src, top: h.top}, nil
}

// backslashes says whether quotes within quotes are escaped by a backslash:
// rows of the beginning of the file are broken without that, and none with.
func (s *syntax) backslashes(head []byte, fields int) bool {
	with := *s
	with.escape = true
	return bytes.Contains(head, []byte{'\\', s.quote}) && s.mended(with, head, fields)
}

// encloses says whether quotes enclose fields in a file whose format has none: rows of the beginning of
// the file, with line ends or delimiters in quotes, are broken without that, and none with.
func (s *syntax) encloses(head []byte, fields int) bool {
	with := *s
	with.quote, with.escape = '"', false
	return bytes.IndexByte(head, '"') >= 0 && s.mended(with, head, fields)
}

// mended says whether rows of the beginning of a file are broken as s reads it, and none with another syntax.
func (s *syntax) mended(with syntax, head []byte, fields int) bool {
	if _, bad := s.rowsOf(head, fields); bad == 0 {
		return false
	}
	rows, bad := with.rowsOf(head, fields)
	return rows > 0 && bad == 0
}

// rowsOf counts the whole rows of a text, and those that have not so many fields or a quote out of place.
func (s *syntax) rowsOf(head []byte, fields int) (rows, bad int) {
	for p := 0; p < len(head); {
		end := s.recordEnd(head, p)
		if end == 0 {
			return rows, bad
		}
		if !blank(head[p : end-1]) {
			texts, _, ok := s.fields(trimEnd(head[p : end-1]))
			if rows++; !ok || len(texts) != fields {
				bad++
			}
		}
		p = end
	}
	return rows, bad
}

func (r *csvReader) Names() []string { return r.names }

func (r *csvReader) Close() error { return r.closer.Close() }

func (r *csvReader) Next() (Block, error) {
	t, err := r.cutter.next()
	if err != nil {
		return nil, err
	}
	return &csvBlock{r, t}, nil
}

type csvBlock struct {
	r *csvReader
	t *text
}

func (b *csvBlock) Decode() (batch *Batch, err error) {
	defer recoverTo(&err, b.r.cutter.name, b.t.firstRow)
	batch = b.r.plan.decode(b.t)
	b.t.unmark()
	b.r.cutter.release(b.t.buf)
	return batch, nil
}

// Top is the beginning of delimited text, in which what is asked for can tell the header
// from lines before it.
type Top struct {
	Text             []byte
	Delimiter, Quote byte // as far as they are given
	Escape           bool
	Before           int // lines that were taken to stand before the header
}

// Same reports whether whoever asks for columns takes the same line for the header.
func (t *Top) Same(columns []Column) bool {
	n, _ := titleLines(t.Text, syntax{t.Delimiter, t.Quote, t.Escape}, columns)
	return n == t.Before
}

// TopOf gives the beginning of a file where what is asked for tells its header, else nil.
func TopOf(r Reader) *Top {
	if c, ok := r.(*csvReader); ok {
		return c.top
	}
	return nil
}
