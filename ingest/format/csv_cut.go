package format

import (
	"bytes"
	"fmt"
)

// maxForgiven is how many quotes that never close one file may have; looking
// for the end of each means reading up to maxRecord bytes.
const maxForgiven = 100

// csvFinder finds where the last whole record of a buffer ends.
type csvFinder struct {
	name string
	syntax
	forgiven int // quotes that never closed
}

// find is a cutter's find.
func (f *csvFinder) find(b []byte, eof bool) (cut, error) {
	if f.simple(b) {
		end := bytes.LastIndexByte(b, '\n') + 1
		return cut{end: end, rows: plainRows(b[:end]), empty: blank}, nil
	}
	var k cut
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
			return k, fmt.Errorf("%s has more than %d rows in which a quote opens and never closes; is it written without quoting?", f.name, maxForgiven)
		}
		k.end = bytes.IndexByte(b, '\n') + 1
		k.rows, k.broken = 1, unclosed
		break
	}
	return k, nil
}

// simple says whether every newline of a buffer ends a record.
func (f *csvFinder) simple(b []byte) bool {
	if f.quote == noQuote {
		return !f.escape || !bytes.Contains(b, []byte("\\\n"))
	}
	return bytes.IndexByte(b, f.quote) < 0
}

// plainRows counts the lines that are not empty of a buffer without quotes.
func plainRows(b []byte) int {
	n := 0
	for len(b) > 0 {
		i := bytes.IndexByte(b, '\n')
		if i > 1 || i == 1 && b[0] != '\r' {
			n++
		}
		b = b[i+1:]
	}
	return n
}
