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
	name      string
	delimiter byte
	forgiven  int // quotes that never closed
}

// find is a cutter's find.
func (f *csvFinder) find(b []byte, eof bool) (cut, error) {
	if bytes.IndexByte(b, '"') < 0 {
		end := bytes.LastIndexByte(b, '\n') + 1
		return cut{end: end, rows: plainRows(b[:end])}, nil
	}
	var k cut
	for k.end < len(b) {
		next := recordEnd(b, k.end, f.delimiter)
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

// recordEnd gives the place behind the record that begins at p, or 0 when b
// ends before it does.
func recordEnd(b []byte, p int, delimiter byte) int {
	field := p // a quote here opens quoted text
	for {
		nl := bytes.IndexByte(b[p:], '\n')
		if nl < 0 {
			return 0
		}
		q := bytes.IndexByte(b[p:p+nl], '"')
		if q < 0 {
			return p + nl + 1
		}
		q += p
		if q != field && b[q-1] != delimiter {
			p = q + 1 // text, not a quote
			continue
		}
		after, ok := closing(b, uint32(q+1))
		if !ok {
			return 0
		}
		p = int(after)
		field = -1
	}
}
