package format

import (
	"maps"
	"slices"
)

// jsonNames collects the paths to the values of objects.
type jsonNames struct {
	jsonText
	seen map[string]bool
}

// maxNames bounds how many paths are listed: keys can be data.
const maxNames = 10_000

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
		if p = n.colon(end + 1); n.b[p] == '{' {
			p = n.walk(p, append(path, '.'))
		} else {
			if !n.seen[string(path)] && len(n.seen) < maxNames {
				n.seen[string(path)] = true
			}
			p = n.skip(p, 0)
		}
		if p = n.space(p); n.b[p] == ',' {
			p = n.space(p + 1)
		}
	}
	return p + 1
}
