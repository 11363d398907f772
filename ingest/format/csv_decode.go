package format

import (
	"bytes"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/zeebo/xxh3"
)

// csvPlan is what every block of one CSV file is decoded by.
type csvPlan struct {
	syntax
	fields  int // of the header
	columns []csvColumn
	lines   bool      // see Options.Lines
	scratch sync.Pool // of *csvScratch
}

// csvColumn is where an asked column is found.
type csvColumn struct {
	name    string
	field   int       // -1: not in the file
	path    *jsonTree // nil, or the field holds JSON and the column is in it
	repeats bool
	numbers bool
	hash    *hashing // nil where the texts are asked for
}

// csvScratch is the working memory of one decoding.
type csvScratch struct {
	index
	marks        marks
	places       []uint32      // where fields end, of a block that is even
	columns      []*textColumn // nil where the file has no such column
	unquotedText []byte
	json         []jsonScratch // by column
}

func (p *csvPlan) newScratch() *csvScratch {
	s := &csvScratch{columns: make([]*textColumn, len(p.columns)), json: make([]jsonScratch, len(p.columns))}
	for i, c := range p.columns {
		if c.field >= 0 {
			s.columns[i] = newTextColumn(c.repeats)
		}
	}
	return s
}

// decode gives the rows of a block.
func (p *csvPlan) decode(t *text) *Batch {
	if t.broken != "" {
		return brokenBatch(t, len(p.columns))
	}
	s, _ := p.scratch.Get().(*csvScratch)
	if s == nil {
		s = p.newScratch()
	}
	defer p.scratch.Put(s)
	if e, ok := p.even(s, t); ok {
		return p.decodeEven(s, t, e)
	}
	return p.decodeAny(s, t)
}

// decodeAny gives the rows of any block.
func (p *csvPlan) decodeAny(s *csvScratch, t *text) *Batch {
	s.reset()
	s.scan(t.buf, &p.syntax, p.fields)
	broken := len(s.bad)
	if !utf8.Valid(t.buf) {
		p.dropInvalid(s, t.buf)
	}
	batch := &Batch{Columns: make([]arrow.Array, len(p.columns)), Rows: len(s.starts), FirstRow: t.firstRow,
		Hangs: len(s.bad) > broken}
	if len(s.bad) > 0 {
		slices.SortFunc(s.bad, func(a, b BadRow) int { return int(a.Row - b.Row) })
		for i := range s.bad {
			s.bad[i].Row = t.firstRow + t.row(int(s.bad[i].Row)) + 1
		}
		batch.Bad = s.bad
	}
	batch.RowIndex = t.rowIndex(s.rowOf, len(s.bad) > 0)
	backslash := bytes.Contains(t.buf, missingCell) || p.letters() && bytes.IndexByte(t.buf, '\\') >= 0
	for i, c := range p.columns {
		if c.field < 0 {
			continue
		}
		col := s.columns[i]
		col.begin(&batch.loan, len(s.starts))
		if c.path == nil && !backslash {
			p.fill(s, t.buf, c.field, col)
		} else if c.path == nil {
			p.fillCells(s, t.buf, c.field, col)
		} else {
			p.fillPath(s, t.buf, i, col)
		}
		batch.Columns[i] = col.array()
	}
	if p.lines {
		batch.Lines = make([]uint64, 0, batch.Rows)
		for row, start := range s.starts {
			batch.Lines = append(batch.Lines, xxh3.Hash(t.buf[start:s.ends[row*p.fields+p.fields-1]]))
		}
	}
	return batch
}

// fill puts one field of every row into col, which is empty.
func (p *csvPlan) fill(s *csvScratch, b []byte, field int, col *textColumn) {
	last := field == p.fields-1
	// Local slices stay in registers.
	codes, bytes, ends := col.codes, col.bytes, col.ends
	var before []byte // the cell above, which often has the same text
	code := int32(-1)
	for row, at := 0, field; row < len(s.starts); row, at = row+1, at+p.fields {
		start := s.starts[row]
		if field > 0 {
			start = s.ends[at-1] + 1
		}
		cell := b[start:s.ends[at]]
		if last && len(cell) > 0 && cell[len(cell)-1] == '\r' {
			cell = cell[:len(cell)-1]
		}
		if col.repeats {
			if code < 0 || string(cell) != string(before) {
				before = cell
				if len(cell) > 0 && cell[0] == p.quote {
					cell = p.unquoted(s, cell)
				}
				code = col.words.code(cell)
			}
			codes = append(codes, code)
			continue
		}
		if len(cell) > 0 && cell[0] == p.quote {
			cell = p.unquoted(s, cell)
		}
		bytes = appendText(bytes, cell)
		ends = append(ends, int32(len(bytes)))
	}
	col.any = true
	col.codes, col.bytes, col.ends = codes, bytes, ends
}

// missingCell is what ClickHouse, MySQL, PostgreSQL and Snowflake write for no value.
var missingCell = []byte(`\N`)

// fillCells is fill for a block that has backslashes which mean something.
func (p *csvPlan) fillCells(s *csvScratch, b []byte, field int, col *textColumn) {
	for row := range s.starts {
		cell := p.raw(s, b, row, field)
		if bytes.Equal(cell, missingCell) {
			col.any = true
			col.addNull()
			continue
		}
		col.add(p.text(s, cell))
	}
	col.any = true
}

// fillPath puts what column i, a path, finds in its field of every row into col.
func (p *csvPlan) fillPath(s *csvScratch, b []byte, i int, col *textColumn) {
	c := p.columns[i]
	for row := range s.starts {
		s.json[i].addPath(c.path, p.cell(s, b, row, c.field), col)
	}
}

// raw gives one field of one row as written.
func (p *csvPlan) raw(s *csvScratch, b []byte, row, field int) []byte {
	at := row*p.fields + field
	start := s.starts[row]
	if field > 0 {
		start = s.ends[at-1] + 1
	}
	cell := b[start:s.ends[at]]
	if field == p.fields-1 {
		cell = trimEnd(cell)
	}
	return cell
}

// text gives what a field as written means, valid until the next call.
func (p *csvPlan) text(s *csvScratch, cell []byte) []byte {
	switch {
	case len(cell) > 0 && cell[0] == p.quote:
		return p.unquoted(s, cell)
	case p.letters() && bytes.IndexByte(cell, '\\') >= 0:
		s.unquotedText = unescapeLetters(s.unquotedText[:0], cell)
		return s.unquotedText
	}
	return cell
}

// cell gives one field of one row, valid until the next call.
func (p *csvPlan) cell(s *csvScratch, b []byte, row, field int) []byte {
	return p.text(s, p.raw(s, b, row, field))
}

// unquoted gives the text of a quoted field, valid until the next call. That
// nothing follows the closing quote is known from scan.
func (p *csvPlan) unquoted(s *csvScratch, cell []byte) []byte {
	inner := cell[1 : len(cell)-1]
	if bytes.IndexByte(inner, p.quote) < 0 && !(p.escape && bytes.IndexByte(inner, '\\') >= 0) {
		return inner
	}
	s.unquotedText = p.unquote(s.unquotedText[:0], cell)
	return s.unquotedText
}

// dropInvalid makes rows bad whose asked fields are not UTF-8. What nobody
// asked for may be in any encoding.
func (p *csvPlan) dropInvalid(s *csvScratch, b []byte) {
	kept := 0
	for row := range s.starts {
		bad := -1
		for i, c := range p.columns {
			if c.field >= 0 && !utf8.Valid(p.cell(s, b, row, c.field)) {
				bad = i
				break
			}
		}
		if bad >= 0 {
			end := s.ends[row*p.fields+p.fields-1]
			s.bad = append(s.bad, BadRow{Row: int64(s.rowOf[row]), Value: clip(b[s.starts[row]:end], 200),
				Why: notUTF8(p.columns[bad].name)})
			continue
		}
		s.starts[kept], s.rowOf[kept] = s.starts[row], s.rowOf[row]
		copy(s.ends[kept*p.fields:(kept+1)*p.fields], s.ends[row*p.fields:])
		kept++
	}
	s.starts, s.rowOf, s.ends = s.starts[:kept], s.rowOf[:kept], s.ends[:kept*p.fields]
}

func notUTF8(column string) string {
	return "column " + column + " is not UTF-8 text; " + asUTF8
}

const asUTF8 = "say what it is with csv: {encoding: windows-1252}, or write the file as UTF-8"

// brokenBatch is the batch of a block whose one row could not be cut.
func brokenBatch(t *text, columns int) *Batch {
	return &Batch{Columns: make([]arrow.Array, columns), FirstRow: t.firstRow, RowIndex: []int32{},
		Bad: []BadRow{{Row: t.firstRow + 1, Value: clip(t.buf, 200), Why: t.broken}}}
}
