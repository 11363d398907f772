package format

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow"
)

// evenRows is the quick way through a block in which nothing is quoted or
// escaped and every line has the header's fields: places[i]+1 to places[i+1] is
// a cell, one row after another.
type evenRows struct {
	b      []byte
	places []uint32
	fields int
	rows   int
}

// even looks whether a block is such a one.
func (p *csvPlan) even(s *csvScratch, b []byte) (e evenRows, ok bool) {
	if p.fields < 2 { // an empty line is no row then, and looks like one
		return e, false
	}
	quote := p.quote
	if quote == noQuote {
		quote = 0xff // which no text has, for it is to be UTF-8
	}
	s.marks.of(b, p.delimiter, '\n', quote)
	if s.marks.backslash || s.marks.quoted() {
		return e, false
	}
	n := s.marks.count()
	if cap(s.places) < n+1+64 {
		s.places = make([]uint32, 0, n+n/8+1+64)
	}
	s.places = s.marks.places(append(s.places[:0], ^uint32(0)))
	e = evenRows{b: b, places: s.places, fields: p.fields, rows: n / p.fields}
	if n%p.fields != 0 || bytes.Count(b, []byte{'\n'}) != e.rows {
		return e, false
	}
	for i := p.fields; i < len(e.places); i += p.fields {
		if b[e.places[i]] != '\n' {
			return e, false
		}
	}
	return e, !s.marks.high || utf8.Valid(b)
}

// evenStretch is how many rows are gone through column by column: few enough to
// stay in the nearest cache.
const evenStretch = 64

// decodeEven gives the rows of such a block.
func (p *csvPlan) decodeEven(s *csvScratch, t *text, e evenRows) *Batch {
	batch := &Batch{Columns: make([]arrow.Array, len(p.columns)), Rows: e.rows, FirstRow: t.firstRow, RowIndex: slices.Clone(t.only)}
	for i, c := range p.columns {
		if c.field >= 0 {
			s.columns[i].begin(&batch.loan, e.rows)
			s.columns[i].any = true
		}
	}
	for from := 0; from < e.rows; from += evenStretch {
		part := e.stretch(from, min(from+evenStretch, e.rows))
		for i, c := range p.columns {
			switch col := s.columns[i]; {
			case c.field < 0:
			case c.path != nil:
				for at := c.field; at < len(part.places)-1; at += part.fields {
					s.json[i].addPath(c.path, part.cell(at), col)
				}
			case c.repeats:
				part.codes(col, c.field)
			default:
				part.texts(col, c.field, &batch.loan)
			}
		}
	}
	for i, c := range p.columns {
		if c.field >= 0 {
			batch.Columns[i] = s.columns[i].array()
		}
	}
	return batch
}

// stretch gives some of the rows.
func (e evenRows) stretch(from, to int) evenRows {
	e.places, e.rows = e.places[from*e.fields:to*e.fields+1], to-from
	return e
}

// cell gives a cell by its number.
func (e *evenRows) cell(at int) []byte {
	cell := e.b[e.places[at]+1 : e.places[at+1]]
	if (at+1)%e.fields == 0 {
		cell = trimEnd(cell)
	}
	return cell
}

// codes adds a field of all rows to a column of codes.
func (e *evenRows) codes(col *textColumn, field int) {
	last := field == e.fields-1
	w := col.words
	slots := w.slots
	src := e.b[:len(e.b)+slack]
	at := field
	codes := col.codes
	for range e.rows {
		start, end := e.places[at]+1, e.places[at+1]
		at += e.fields
		if last && end > start && src[end-1] == '\r' {
			end--
		}
		// What most cells are: short, and where the table has it at once.
		n := int(end - start)
		cell := src[start:]
		p := shortPrint(cell, min(n, 16))
		s := &slots[p.hash(int32(n))&uint32(len(slots)-1)]
		code := s.code - 1
		if n > 16 || s.print != p || s.size != int32(n) || code < 0 {
			code = w.code(cell[:n])
			slots = w.slots
		}
		codes = append(codes, code)
	}
	col.codes = codes
}

// texts adds a field of all rows to a column of texts.
func (e *evenRows) texts(col *textColumn, field int, l *loan) {
	last := field == e.fields-1
	most := int(e.places[len(e.places)-1] - e.places[0])
	to := len(col.bytes)
	bytes := l.more(col.bytes, most)
	bytes = bytes[:cap(bytes)]
	src := e.b[:len(e.b)+slack]
	ends := col.ends
	at := field
	for range e.rows {
		start, end := e.places[at]+1, e.places[at+1]
		at += e.fields
		if last && end > start && e.b[end-1] == '\r' {
			end--
		}
		n := int(end - start)
		moveText(bytes[to:], src[start:], n)
		to += n
		ends = append(ends, int32(to))
	}
	col.bytes, col.ends = bytes[:to], ends
}
