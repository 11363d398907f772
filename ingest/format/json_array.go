package format

import (
	"bytes"
	"fmt"
)

// startsArray says whether JSON text is one array of values rather than one
// value a line: a bracket with an object behind it, or the end.
func startsArray(head []byte) bool {
	depth := 0
	for _, c := range head {
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
		case c == '[' && depth == 0:
			depth++
		default:
			return depth == 1 && (c == '{' || c == ']')
		}
	}
	return depth == 1
}

// arrayFinder finds where the elements of a top-level array end, or of several
// one after another.
type arrayFinder struct {
	name   string
	inside bool
}

// find is a cutter's find. A block ends behind a comma or bracket of the top level.
func (f *arrayFinder) find(b []byte, eof bool) (cut, error) {
	k := cut{spans: []span{}}
	for p := 0; ; k.end = p {
		if !f.inside {
			for p < len(b) && between(b[p]) {
				p++
			}
			k.end = p
			if p == len(b) {
				return k, nil
			}
			if b[p] != '[' { // of the first, startsArray has seen it
				return k, fmt.Errorf("%s goes on behind the ] of its array (%q); write one object per line, or one "+
					"array alone", f.name, clip(b[p:], 40))
			}
			f.inside = true
			p++
			continue
		}
		start := p
		if p = elementEnd(b, p); p == len(b) {
			if eof {
				return k, fmt.Errorf("%s ends before the closing ] of its array; was the upload complete?", f.name)
			}
			return k, nil
		}
		f.inside = b[p] != ']'
		if f.inside || len(bytes.TrimSpace(b[start:p])) > 0 { // "[]", and a comma before the ]
			k.spans = append(k.spans, span{uint32(start), uint32(p)})
			k.rows++
		}
		p++
	}
}

// elementEnd gives the place of the comma or bracket that ends the element
// which begins at p, or len(b).
func elementEnd(b []byte, p int) int {
	depth := 0
	for ; p < len(b); p++ {
		switch b[p] {
		case '"':
			if p = stringEnd(b, p); p == len(b) {
				return p
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return p
			}
			depth--
		case ',':
			if depth == 0 {
				return p
			}
		}
	}
	return len(b)
}

// stringEnd gives the place of the quote that closes the one at p, or len(b).
func stringEnd(b []byte, p int) int {
	for p++; p < len(b) && b[p] != '"'; p++ {
		if b[p] == '\\' {
			p++
		}
	}
	return min(p, len(b))
}
