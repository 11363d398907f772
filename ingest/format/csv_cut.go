package format

import (
	"bytes"
	"math/bits"

	"uptake/analysis/counted"
)

// maxForgiven is how many quotes that never close one file may have; looking
// for the end of each means reading up to maxRecord bytes.
const maxForgiven = 100

// csvFinder finds where the last whole record of a buffer ends.
type csvFinder struct {
	name string
	syntax
	landmarks bool // are asked for
	forgiven  int  // quotes that never closed
}

// find is a cutter's find.
func (f *csvFinder) find(b []byte, eof bool) (cut, error) {
	k, ok := f.quick(b)
	if ok && (k.end > 0 || !eof) {
		return k, nil
	}
	k.marks.release()
	k = cut{}
	for k.end < len(b) {
		next := f.recordEnd(b, k.end)
		if next > 0 {
			if !blank(b[k.end : next-1]) {
				k.rows++
			}
			k.end = next
			continue
		}
		if !eof || k.end > 0 {
			break // the rest comes with more of the file, or by itself
		}
		// A quote that opens and never closes would take the rest of the file
		// with it. Its line alone is given up.
		if f.forgiven++; f.forgiven > maxForgiven {
			return k, counted.Errorf("%s has more than %d rows in which a quote opens and never closes; is it written "+
				"without quoting?", f.name, maxForgiven)
		}
		k.end = bytes.IndexByte(b, '\n') + 1
		k.rows, k.broken = 1, unclosed
		break
	}
	return k, nil
}

// quick cuts a buffer in which nothing is escaped and quotes are in their places:
// every newline that is not in quotes ends a record.
func (f *csvFinder) quick(b []byte) (k cut, ok bool) {
	m := newMarks()
	m.of(b, f.delimiter, '\n', f.quote)
	if f.escape && m.backslash && (f.quote != noQuote || bytes.Contains(b, []byte("\\\n"))) ||
		f.quote != noQuote && !m.unquote(b) {
		m.release()
		return k, false
	}
	if !m.quotes.any {
		k.empty = blank
	}
	_, rows := m.count()
	blanks := m.blankLines(b)
	k.end, k.rows, k.marks = m.lastLine(), rows-blanks, m
	if f.landmarks && blanks == 0 {
		k.within = m.within()
	}
	return k, true
}

// lastLine gives the place behind the last y.
func (m *marks) lastLine() int {
	for i := len(m.words) - 1; i >= 0; i-- {
		if w := m.words[i].y; w != 0 {
			return 64*i + bits.Len64(w)
		}
	}
	return 0
}

// blankLines counts the lines without anything in them, where newlines are y.
func (m *marks) blankLines(b []byte) (n int) {
	before := uint64(1) << 63 // a line begins where the text does
	for i := range m.words {
		w := m.words[i].y
		n += bits.OnesCount64(w & (w<<1 | before>>63))
		for near := w & (w<<2 | before>>62); near != 0; near &= near - 1 { // one byte between
			if at := 64*i + bits.TrailingZeros64(near); at > 0 && b[at-1] == '\r' {
				n++
			}
		}
		before = w
	}
	return n
}
