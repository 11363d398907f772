package format

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
)

// jsonNames collects the paths to the values of objects.
type jsonNames struct {
	jsonText
	seen map[string]bool
	all  bool // of empty objects too
}

// maxNames bounds how many paths are listed: keys can be data.
const maxNames = 10_000

// Gatherer is a Reader of rows that tell their columns themselves, of whose Names later
// rows may have more.
type Gatherer interface {
	Reader
	// Gather has the paths of every block collected as it is decoded.
	Gather()
	// Gathered gives them, sorted; whole says that none was left out.
	Gathered() (paths []string, whole bool)
}

// Gather begins to collect.
func (r *ndjsonReader) Gather() { r.every = &jsonNames{seen: map[string]bool{}} }

// Gathered gives what was collected.
func (r *ndjsonReader) Gathered() ([]string, bool) {
	return r.every.sorted(), len(r.every.seen) < maxNames
}

// gather collects the paths of a block.
func (r *ndjsonReader) gather(t *text) {
	of := jsonNames{seen: map[string]bool{}, all: true}
	eachLine(t, func(line []byte) { of.add(line) })
	r.mu.Lock()
	defer r.mu.Unlock()
	for path := range of.seen {
		r.every.seen[path] = true
	}
}

func (n *jsonNames) sorted() []string { return slices.Sorted(maps.Keys(n.seen)) }

// add collects from one line; what is not an object gives nothing.
func (n *jsonNames) add(line []byte) {
	n.set(line)
	if p := n.space(0); n.b[p] == '{' {
		if n.skip(p, 0) > 0 { // checked first: then walking needs no errors
			n.walk(p, nil)
		}
	}
}

// walk collects from the checked object at p, reached by the path above.
func (n *jsonNames) walk(p int, above []byte) int {
	p = n.space(p + 1)
	for n.b[p] != '}' {
		end, isEscaped := n.str(p + 1)
		path := slices.Clip(above)
		if isEscaped {
			path = unescape(path, n.b[p+1:end])
		} else {
			path = append(path, n.b[p+1:end]...)
		}
		p = n.value(n.colon(end+1), path)
		if p = n.space(p); n.b[p] == ',' {
			p = n.space(p + 1)
		}
	}
	return p + 1
}

// value collects from the checked value at p, reached by path.
func (n *jsonNames) value(p int, path []byte) int {
	if n.b[p] == '{' && !(n.all && n.b[n.space(p+1)] == '}') {
		return n.walk(p, append(path, '.'))
	}
	if !n.seen[string(path)] && len(n.seen) < maxNames {
		n.seen[string(path)] = true
	}
	if n.b[p] == '[' {
		return n.list(p, path)
	}
	return n.skip(p, 0)
}

// list collects from the objects of the checked list at p: of a list of keys
// and values by key, else from the first, whose place is in the path.
func (n *jsonNames) list(p int, above []byte) int {
	p = n.space(p + 1)
	for i := 0; n.b[p] != ']'; i++ {
		path := slices.Clip(above)
		after := n.skip(p, 0)
		if n.b[p] == '{' {
			if key, ok := n.field(p, "key"); ok {
				n.walk(p, fmt.Appendf(path, "[key=%s].", selectable(key)))
			} else if i == 0 {
				n.walk(p, append(path, "[0]."...))
			}
		}
		if p = n.space(after); n.b[p] == ',' {
			p = n.space(p + 1)
		}
	}
	return p + 1
}

// selectable gives text as a selector may hold it.
func selectable(text []byte) string {
	if bytes.ContainsAny(text, "]") {
		return `"` + string(text) + `"`
	}
	return string(text)
}
