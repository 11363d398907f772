package format

import "fmt"

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

// arrayFinder finds where the elements of one top-level array end.
type arrayFinder struct {
	name    string
	started bool
	done    bool
}

// find is a cutter's find. A block ends behind a comma of the top level.
func (f *arrayFinder) find(b []byte, eof bool) (cut, error) {
	k := cut{ends: []uint32{}}
	p := 0
	if !f.started {
		for p < len(b) && b[p] != '[' { // startsArray has seen it
			p++
		}
		if p == len(b) {
			return k, nil
		}
		b[p] = ' '
		f.started = true
	}
	for !f.done {
		start := p
		p = elementEnd(b, p)
		if p == len(b) {
			break
		}
		f.done = b[p] == ']'
		if !f.done || !emptyElement(b[start:p]) { // "[]", and a comma before the ]
			k.ends = append(k.ends, uint32(p))
			k.rows++
		}
		p++
		k.end = p
	}
	if f.done {
		if rest := b[k.end:]; !emptyElement(rest) {
			return k, fmt.Errorf("%s goes on behind the ] of its array (%q); write one object per line, or one array alone", f.name, clip(rest, 40))
		}
		k.end = len(b)
		return k, nil
	}
	if eof {
		return k, fmt.Errorf("%s ends before the closing ] of its array; was the upload complete?", f.name)
	}
	return k, nil
}

// elementEnd gives the place of the comma or bracket that ends the element
// which begins at p, or len(b).
func elementEnd(b []byte, p int) int {
	depth := 0
	for ; p < len(b); p++ {
		switch b[p] {
		case '"':
			for p++; p < len(b) && b[p] != '"'; p++ {
				if b[p] == '\\' {
					p++
				}
			}
			if p >= len(b) {
				return len(b)
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

func emptyElement(b []byte) bool {
	for _, c := range b {
		if c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return false
		}
	}
	return true
}
