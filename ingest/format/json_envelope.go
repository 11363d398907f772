package format

import (
	"fmt"
	"slices"
	"strings"
)

// envelopeFinder finds the elements of the lists at one path, in whatever
// values the file is made of: one envelope, or one after another. A list on the
// way is gone through element by element. Of what is beside the lists nothing
// is kept.
type envelopeFinder struct {
	name, rows string   // rows: the keys on the way, joined by points
	open       []opened // from the outside in
	key        string   // of the value that comes next, in the innermost object
	found      bool
	values     int    // of the top level, begun
	here       bool   // the last of them has such a list, or a null there
	without    int    // the first that has not, by its number
	other      string // what was found at the path in place of a list
	lists      []string
	objects    objectFinder
}

// opened is an object or list that has begun and not ended.
type opened struct {
	path   string
	object bool
	named  bool // of an object: its next text is a value, not a key
	rows   bool // its elements are the rows
}

func newEnvelopeFinder(name, rows string) *envelopeFinder {
	var keys []string
	for _, s := range keysOf(rows) {
		keys = append(keys, s.key)
	}
	return &envelopeFinder{name: name, rows: strings.Join(keys, "."), objects: objectFinder{name: name}}
}

// keysOf gives the keys of a path, of which quotes are only around some.
func keysOf(path string) trail {
	if steps, ok := steps(path); ok {
		return steps
	}
	return trail{{key: path}}
}

// find is a cutter's find.
func (f *envelopeFinder) find(b []byte, eof bool) (cut, error) {
	k := cut{spans: []span{}}
	for {
		for k.end < len(b) && (between(b[k.end]) || b[k.end] == ':') {
			if n := len(f.open); n > 0 && b[k.end] == ',' {
				f.open[n-1].named = false
			}
			k.end++
		}
		if k.end == len(b) {
			break
		}
		end, err := f.token(b, k.end, &k)
		if err != nil {
			return k, err
		}
		if end < 0 {
			break // it ends with more of the file
		}
		k.end = end
	}
	if !eof {
		return k, nil
	}
	if len(f.open) > 0 || k.end < len(b) {
		return k, fmt.Errorf("%s ends before the closing bracket of its JSON; was the upload complete?", f.name)
	}
	if !f.found {
		return k, f.missing()
	}
	if f.without > 0 {
		return k, fmt.Errorf("document %d of the %d in %s has no list at rows: %s, as others have; was it answered "+
			"with an error? Fetch it again, or take it out of the file", f.without, f.values, f.name, f.rows)
	}
	return k, nil
}

// token takes the token at p and gives the place behind it, or -1 where b ends
// within it.
func (f *envelopeFinder) token(b []byte, p int, k *cut) (int, error) {
	var in *opened
	if n := len(f.open); n > 0 {
		in = &f.open[n-1]
	}
	c := b[p]
	if in != nil && in.rows && c != ']' && c != '}' {
		end := f.objects.elementEnd(b, p)
		if end >= 0 {
			k.spans = append(k.spans, span{uint32(p), uint32(end)})
			k.rows++
		}
		return end, nil
	}
	switch c {
	case '{', '[':
		if in == nil {
			f.values, f.here = f.values+1, false
		}
		o := opened{path: f.path(in), object: c == '{'}
		if c == '[' && o.path == f.rows {
			o.rows, f.found, f.here = true, true, true
		} else if o.path == f.rows {
			f.other = "an object"
		}
		if c == '{' && in != nil && !in.object && !slices.Contains(f.lists, in.path) && in.path != "" {
			f.lists = append(f.lists, in.path)
		}
		f.open = append(f.open, o)
		return p + 1, nil
	case '}', ']':
		if in == nil || in.object != (c == '}') {
			return 0, fmt.Errorf("%s is no JSON: a %q closes what is not open (%q)", f.name, string(c), clip(b[p:], 40))
		}
		f.open = f.open[:len(f.open)-1]
		if len(f.open) == 0 && !f.here && f.without == 0 {
			f.without = f.values
		}
		return p + 1, nil
	case '"':
		end := stringEnd(b, p)
		if end == len(b) {
			return -1, nil
		}
		if in != nil && in.object && !in.named {
			f.key, in.named = string(unescape(nil, b[p+1:end])), true
		} else if f.path(in) == f.rows {
			f.other = "text"
		}
		return end + 1, nil
	}
	if in == nil {
		return 0, fmt.Errorf("%s is no JSON: it has %q where an object is expected", f.name, clip(b[p:], 40))
	}
	end := p
	for end < len(b) && !between(b[end]) && b[end] != '}' && b[end] != ']' {
		end++
	}
	if end == len(b) {
		return -1, nil
	}
	if string(b[p:end]) == "null" && f.path(in) == f.rows { // a page without rows
		f.here = true
	}
	return end, nil
}

// path gives the keys on the way to the value that comes next.
func (f *envelopeFinder) path(in *opened) string {
	switch {
	case in == nil:
		return ""
	case !in.object:
		return in.path
	case in.path == "":
		return f.key
	}
	return in.path + "." + f.key
}

func (f *envelopeFinder) missing() error {
	what := "nothing is there"
	if f.other != "" {
		what = f.other + " is there"
	}
	if len(f.lists) == 0 {
		return fmt.Errorf("%s has no list at rows: %s: %s, and no list of objects is anywhere in it", f.name, f.rows,
			what)
	}
	return fmt.Errorf("%s has no list at rows: %s: %s. Lists of objects are at %s; name one of these, or leave rows "+
		"out if each object of the file is a row",
		f.name, f.rows, what, strings.Join(f.lists, ", "))
}

// elementEnd gives the place behind the element of a list that begins at p, or
// -1 when b ends before it does.
func (f *objectFinder) elementEnd(b []byte, p int) int {
	if b[p] == '{' || b[p] == '[' {
		return f.valueEnd(b, p)
	}
	if end := elementEnd(b, p); end < len(b) {
		return end
	}
	return -1
}
