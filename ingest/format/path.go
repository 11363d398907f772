package format

import (
	"slices"
	"strconv"
	"strings"
)

// split is one way to read an asked name: a column, and the ways to read the
// rest of the name as a path into it, the one that counts first.
type split struct {
	column string
	paths  []trail // empty: the column itself
}

// trail leads from a value to one inside it.
type trail []step

// step goes into an object by a key, or into a list by a selector.
type step struct {
	key    string
	in     *selector // nil: by key
	quoted bool      // the key is one, whatever is around it
}

// plain says whether the step may be part of a longer key.
func (s step) plain() bool { return s.in == nil && !s.quoted }

// selector picks one element of a list: the first object whose field has a
// text, or the element at a place.
type selector struct {
	field, value string
	index        int // of an element, where field is empty
}

// maxDots is how many dots of a name are each tried as part of a key too; the
// ways double with every dot.
const maxDots = 7

// splits lists the ways to read a name, the one that counts first: the whole
// text as a column, then ever shorter columns with a path into them. In a path
// a dot parts keys or belongs to one, of which the longer counts first; a key
// in quotes (a."x.y") is one whatever it holds.
func splits(name string) []split {
	list := []split{{column: name}}
	steps, ok := steps(name)
	if !ok {
		steps, _ = plainSteps(name)
	}
	for _, p := range readings(steps) {
		if len(p) == 1 && p[0].key == name {
			continue
		}
		if last := &list[len(list)-1]; len(list) > 1 && last.column == p[0].key {
			last.paths = append(last.paths, p[1:])
			continue
		}
		s := split{column: p[0].key}
		if len(p) > 1 {
			s.paths = []trail{p[1:]}
		}
		list = append(list, s)
	}
	return list
}

// readings gives every way to join neighbouring keys by dots, longer first.
func readings(steps trail) []trail {
	if len(steps) == 0 {
		return []trail{nil}
	}
	most := 1 // steps that could be one key
	if steps[0].plain() {
		for most < len(steps) && steps[most].plain() {
			most++
		}
	}
	if most > maxDots+1 {
		return longReadings(steps)
	}
	var out []trail
	for n := most; n > 0; n-- {
		first := joined(steps[:n])
		for _, rest := range readings(steps[n:]) {
			out = append(out, append(trail{first}, rest...))
		}
	}
	return out
}

// longReadings joins only the first keys: of a name with very many dots not
// every way is tried.
func longReadings(steps trail) []trail {
	var out []trail
	for n := len(steps); n > 0; n-- {
		if n == 1 || !slices.ContainsFunc(steps[:n], func(s step) bool { return !s.plain() }) {
			out = append(out, append(trail{joined(steps[:n])}, steps[n:]...))
		}
	}
	return out
}

func joined(steps trail) step {
	if len(steps) == 1 {
		return steps[0]
	}
	var keys []string
	for _, s := range steps {
		keys = append(keys, s.key)
	}
	return step{key: strings.Join(keys, ".")}
}

// steps reads a.b, a."x.y", a[key=word].b and a[0].b.
func steps(name string) (trail, bool) {
	if !strings.ContainsAny(name, `"[`) {
		return plainSteps(name)
	}
	var out trail
	for rest := name; ; {
		key, after, ok := pathWord(rest, ".[")
		if !ok || key == "" {
			return nil, false
		}
		out, rest = append(out, step{key: key, quoted: rest[0] == '"'}), after
		for strings.HasPrefix(rest, "[") {
			in, after, ok := readSelector(rest[1:])
			if !ok {
				return nil, false
			}
			out, rest = append(out, step{in: in}), after
		}
		if rest == "" {
			return out, true
		}
		if rest[0] != '.' {
			return nil, false
		}
		rest = rest[1:]
	}
}

func plainSteps(name string) (trail, bool) {
	keys := strings.Split(name, ".")
	if slices.Contains(keys, "") { // a point at an end parts nothing
		return trail{{key: name}}, true
	}
	var out trail
	for _, k := range keys {
		out = append(out, step{key: k})
	}
	return out, true
}

// readSelector reads key=word] or 0] and gives what follows.
func readSelector(s string) (in *selector, rest string, ok bool) {
	field, rest, ok := pathWord(s, "=]")
	if !ok || field == "" || rest == "" {
		return nil, "", false
	}
	if rest[0] == ']' {
		n, err := strconv.Atoi(field)
		return &selector{index: n}, rest[1:], err == nil && n >= 0
	}
	value, rest, ok := pathWord(rest[1:], "]")
	if !ok || rest == "" {
		return nil, "", false
	}
	return &selector{field: field, value: value}, rest[1:], true
}

// pathWord reads text up to one of the stops, or text in quotes.
func pathWord(s, stops string) (word, rest string, ok bool) {
	if strings.HasPrefix(s, `"`) {
		end := strings.IndexByte(s[1:], '"')
		if end < 0 {
			return "", "", false
		}
		word, rest = s[1:1+end], s[end+2:]
		return word, rest, rest == "" || strings.ContainsRune(stops, rune(rest[0]))
	}
	end := strings.IndexAny(s, stops)
	if end < 0 {
		return s, "", true
	}
	return s[:end], s[end:], true
}
