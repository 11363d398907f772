package format

import (
	"bytes"
	"fmt"
)

// jsonForm is how a JSON file holds its rows.
type jsonForm int

const (
	oneALine jsonForm = iota // an object a line: the quick way, for newlines cannot stand within one
	oneArray                 // the elements of an array
	objects                  // one object after another, over several lines or several on one, perhaps parted by commas
)

// formOf judges by the beginning of a file, which ends in the middle of
// something unless it is the whole.
func formOf(head []byte) jsonForm {
	if startsArray(head) {
		return oneArray
	}
	if len(head) > 0 && head[0] == recordSeparator {
		return objects
	}
	var t jsonText
	b := append(bytes.Clone(head), '\n')
	b = append(b, make([]byte, slack)...)[:len(b)]
	for p := 0; ; {
		for p < len(b) && between(b[p]) {
			p++
		}
		if p == len(b) || b[p] != '{' {
			return oneALine
		}
		t.set(b)
		end := t.skip(p, 0)
		switch {
		case end < 0 && !t.cut: // broken: whatever it is, lines bound the damage
			return oneALine
		case end < 0:
			if bytes.IndexByte(bytes.TrimSpace(b[p:]), '\n') >= 0 {
				return objects
			}
			return oneALine
		case bytes.IndexByte(b[p:end], '\n') >= 0:
			return objects
		}
		for p = end; b[p] == ' ' || b[p] == '\t' || b[p] == ',' || b[p] == recordSeparator; {
			p++
		}
		if b[p] == '{' {
			return objects
		}
		if b[p] != '\n' && b[p] != '\r' {
			return oneALine // something else follows, which that row's fault will name
		}
	}
}

// recordSeparator stands before each text of a JSON text sequence (RFC 7464).
const recordSeparator = 0x1e

// between says whether a byte may stand between objects.
func between(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == recordSeparator
}

// objectFinder finds where the objects of a stream of them end.
type objectFinder struct {
	name     string
	forgiven int // objects that never closed
	stack    []byte
}

// find is a cutter's find.
func (f *objectFinder) find(b []byte, eof bool) (cut, error) {
	k := cut{spans: []span{}}
	for {
		for k.end < len(b) && between(b[k.end]) {
			k.end++
		}
		if k.end == len(b) {
			return k, nil
		}
		end := f.valueEnd(b, k.end)
		if end < 0 {
			if !eof {
				return k, nil
			}
			// An object that never closes would take the rest of the file with it.
			if f.forgiven++; f.forgiven > maxForgiven {
				return k, fmt.Errorf("%s has more than %d objects that open and never close; was the upload complete?",
					f.name, maxForgiven)
			}
			end = len(b) - 1
			if next := bytes.Index(b[k.end:], []byte("\n{")); next >= 0 {
				end = k.end + next
			}
		}
		k.spans = append(k.spans, span{uint32(k.end), uint32(end)})
		k.rows++
		k.end = end
	}
}

// valueEnd gives the place behind the object that begins at p, or -1 when b
// ends before it does. Anything else ends with its line or before the next
// object. An object on a new line where none can stand ends the one before it,
// which is broken.
func (f *objectFinder) valueEnd(b []byte, p int) int {
	start := p
	if b[p] != '{' && b[p] != '[' {
		for ; p < len(b) && b[p] != '\n' && b[p] != '{'; p++ {
		}
		if p == len(b) {
			return -1
		}
		return p
	}
	stack, last := f.stack[:0], byte(0)
	defer func() { f.stack = stack }()
	for ; p < len(b); p++ {
		c := b[p]
		switch c {
		case ' ', '\t', '\n', '\r':
			continue
		case '"':
			// A newline is no part of JSON text: a quote is missing.
			for p++; p < len(b) && b[p] != '"' && b[p] != '\n'; p++ {
				if b[p] == '\\' {
					p++
				}
			}
			if p >= len(b) {
				return -1
			}
		case '{', '[':
			if n := len(stack); n > 0 && c == '{' && stack[n-1] == '{' && last != ':' && p > start && b[p-1] == '\n' {
				return p
			}
			stack = append(stack, c)
		case '}', ']':
			if stack = stack[:len(stack)-1]; len(stack) == 0 {
				return p + 1
			}
		}
		last = c
	}
	return -1
}
