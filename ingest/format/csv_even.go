package format

import (
	"bytes"
	"math/bits"
	"slices"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/zeebo/xxh3"

	"uptake/ingest/event"
)

// evenRows is the quick way through a block in which nothing is escaped, quotes
// are in their places and every line has the header's fields: places[i]+1 to
// places[i+1] is a cell, one row after another.
type evenRows struct {
	b      []byte
	places []uint32
	fields int
	rows   int
	quotes quotes
	syntax *syntax
}

// even looks whether a block is such a one.
func (p *csvPlan) even(s *csvScratch, t *text) (e evenRows, ok bool) {
	if p.fields < 2 { // an empty line is no row then, and looks like one
		return e, false
	}
	b, m := t.buf, t.marks
	if m != nil {
		m.upTo(len(b))
	} else if m = &s.marks; !p.mark(m, b) {
		return e, false
	}
	if m.backslash {
		return e, false
	}
	delimiters, rows := m.count()
	if delimiters+rows != rows*p.fields {
		return e, false
	}
	if n := rows * p.fields; cap(s.places) < n+1+64 {
		s.places = make([]uint32, 0, n+n/8+1+64)
	}
	s.places = m.places(append(s.places[:0], ^uint32(0)))
	e = evenRows{b: b, places: s.places, fields: p.fields, rows: rows, quotes: m.quotes, syntax: &p.syntax}
	for i := p.fields; i < len(e.places); i += p.fields {
		if b[e.places[i]] != '\n' {
			return e, false
		}
	}
	return e, !m.high || utf8.Valid(b)
}

// mark marks a block; false where a quote is out of its place.
func (s *syntax) mark(m *marks, b []byte) bool {
	m.of(b, s.delimiter, '\n', s.quote)
	return s.quote == noQuote || m.unquote(b) && !m.quotes.open
}

// evenStretch is how many rows are gone through column by column: few enough to
// stay in the nearest cache.
const evenStretch = 64

// decodeEven gives the rows of such a block.
func (p *csvPlan) decodeEven(s *csvScratch, t *text, e evenRows) *Batch {
	batch := &Batch{Columns: make([]arrow.Array, len(p.columns)), Rows: e.rows, FirstRow: t.firstRow,
		RowIndex: slices.Clone(t.only)}
	for i, c := range p.columns {
		switch col := s.columns[i]; {
		case c.field < 0:
		case c.hash.wanted():
			col.beginHashes(&batch.loan, e.rows)
		default:
			col.begin(&batch.loan, e.rows)
			col.any = true
			if c.numbers && c.path == nil && !c.repeats && e.rows > 0 {
				col.numbers = batch.loan.float64s(e.rows)[:0]
			}
		}
	}
	if p.lines {
		batch.Lines = make([]uint64, 0, e.rows)
		for at := 0; at < len(e.places)-1; at += e.fields {
			batch.Lines = append(batch.Lines, xxh3.Hash(e.b[e.places[at]+1:e.places[at+e.fields]]))
		}
	}
	for from := 0; from < e.rows; from += evenStretch {
		to := min(from+evenStretch, e.rows)
		part := e.stretch(from, to)
		for i, c := range p.columns {
			switch col := s.columns[i]; {
			case c.field < 0:
			case c.path != nil:
				for at := c.field; at < len(part.places)-1; at += part.fields {
					s.json[i].addPath(c.path, part.cell(at, c.field == e.fields-1, &s.unquotedText), col)
				}
			case col.numbers != nil:
				if !part.numbers(col, c.field) { // what went before is text too
					col.numbers, col.validity = nil, validity{}
					part := e.stretch(0, to)
					part.texts(col, c.field, &batch.loan, &s.unquotedText)
				}
			case col.hashes != nil:
				if !part.hashes(col, c.field, c.hash, &s.unquotedText) { // what went before is text too
					c.hash.vain.Store(true)
					col.begin(&batch.loan, e.rows)
					part := e.stretch(0, to)
					part.fill(col, c.field, &batch.loan, &s.unquotedText)
				}
			default:
				part.fill(col, c.field, &batch.loan, &s.unquotedText)
			}
		}
	}
	for i, c := range p.columns {
		if c.field >= 0 {
			batch.take(i, s.columns[i])
		}
	}
	return batch
}

// fill adds a field of all rows to a column.
func (e *evenRows) fill(col *textColumn, field int, l *loan, memory *[]byte) {
	if col.repeats {
		e.codes(col, field, memory)
	} else {
		e.texts(col, field, l, memory)
	}
}

// stretch gives some of the rows.
func (e evenRows) stretch(from, to int) evenRows {
	e.places, e.rows = e.places[from*e.fields:to*e.fields+1], to-from
	return e
}

// cell gives a field's cell by its number, valid until the next call with the
// same memory.
func (e *evenRows) cell(at int, last bool, memory *[]byte) []byte {
	start, end, rest := e.within(at, last)
	if rest {
		return e.unquoted(start, end, memory)
	}
	return e.b[start:end]
}

// within gives where the text of a cell is: without its quotes, and the last
// of a row without a carriage return. The rest is still to be done where quotes
// in it may be doubled.
func (e *evenRows) within(at int, last bool) (start, end uint32, rest bool) {
	start, end = e.places[at]+1, e.places[at+1]
	if last && end > start && e.b[end-1] == '\r' {
		end--
	}
	if e.quotes.any && e.b[start] == e.syntax.quote {
		return start + 1, end - 1, e.quotes.doubled
	}
	return start, end, false
}

// unquoted gives the text within quotes.
func (e *evenRows) unquoted(start, end uint32, memory *[]byte) []byte {
	inner := e.b[start:end]
	if bytes.IndexByte(inner, e.syntax.quote) < 0 {
		return inner
	}
	*memory = e.syntax.unquote((*memory)[:0], e.b[start-1:end+1])
	return *memory
}

// codes adds a field of all rows to a column of codes.
func (e *evenRows) codes(col *textColumn, field int, memory *[]byte) {
	last := field == e.fields-1
	src := e.b[:len(e.b)+slack]
	for from := 0; from < e.rows; from += evenStretch {
		var cells [evenStretch]span
		rows := min(e.rows-from, evenStretch)
		for k, at := 0, field+from*e.fields; k < rows; k, at = k+1, at+e.fields {
			start, end, rest := e.within(at, last)
			if cells[k&(evenStretch-1)] = (span{start, end}); rest {
				cells[k&(evenStretch-1)] = tooLong
			}
		}
		codes := col.moreCodes(rows)
		for missed := col.words.find(src, cells[:rows], codes); missed != 0; missed &= missed - 1 {
			k := bits.TrailingZeros64(missed)
			codes[k] = col.words.code(e.cell(field+(from+k)*e.fields, last, memory))
		}
	}
}

// hashes adds the hashes of a field of all rows to a column; false where one of them does not do.
func (e *evenRows) hashes(col *textColumn, field int, of *hashing, memory *[]byte) bool {
	last := field == e.fields-1
	hashes := col.hashes
	for at := field; at < len(e.places)-1; at += e.fields {
		start, end, rest := e.within(at, last)
		hash := of.empty
		if start < end {
			text, ok := e.b[start:end], true
			if rest {
				text = e.unquoted(start, end, memory)
			}
			if hash, ok = of.of(text); !ok {
				return false
			}
		}
		hashes = append(hashes, hash)
	}
	col.hashes = hashes
	return true
}

// numbers adds a field of all rows to a column of numbers; false where a cell is none.
func (e *evenRows) numbers(col *textColumn, field int) bool {
	last := field == e.fields-1
	valid := uint64(0)
	for at, row := field, 0; at < len(e.places)-1; at, row = at+e.fields, row+1 {
		start, end, rest := e.within(at, last)
		v := 0.0
		if start < end {
			var ok bool
			if v, ok = event.ShortNumber(e.b[start:end]); !ok || rest {
				return false
			}
			valid |= 1 << row
		}
		col.numbers = append(col.numbers, v)
	}
	col.addWord(valid, e.rows)
	return true
}

// texts adds a field of all rows to a column of texts.
func (e *evenRows) texts(col *textColumn, field int, l *loan, memory *[]byte) {
	last := field == e.fields-1
	most := int(e.places[len(e.places)-1] - e.places[0])
	to := len(col.bytes)
	bytes := l.more(col.bytes, most)
	bytes = bytes[:cap(bytes)]
	src := e.b[:len(e.b)+slack]
	ends := col.ends
	for at := field; at < len(e.places)-1; at += e.fields {
		start, end, rest := e.within(at, last)
		if rest {
			to += copy(bytes[to:], e.unquoted(start, end, memory))
		} else {
			n := int(end - start)
			moveText(bytes[to:], src[start:], n)
			to += n
		}
		ends = append(ends, int32(to))
	}
	col.bytes, col.ends = bytes[:to], ends
}
