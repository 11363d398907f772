package nightly

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"uptake/analysis/spec"
)

// keysOf is what an experiment file says, by the path of each key: entries of lists go
// by their name, their path, else their number.
func keysOf(given []spec.Given) map[string]string {
	out := map[string]string{}
	flatten(out, "", given)
	return out
}

func flatten(out map[string]string, at string, table []spec.Given) {
	for _, g := range table {
		path := g.Name
		if at != "" {
			path = at + "." + g.Name
		}
		if len(g.Texts) > 0 || len(g.Tables) == 0 {
			out[path] = strings.Join(g.Texts, ", ")
		}
		for i, t := range g.Tables {
			to := path
			if g.Listed {
				to = fmt.Sprintf("%s[%s]", path, entryName(t, i))
				for n := 2; has(out, to); n++ { // two of one name
					to = fmt.Sprintf("%s[%s %d]", path, entryName(t, i), n)
				}
			}
			flatten(out, to, t)
		}
	}
}

// has reports whether something is said below a path already.
func has(out map[string]string, path string) bool {
	for k := range out {
		if strings.HasPrefix(k, path+".") {
			return true
		}
	}
	return false
}

func entryName(table []spec.Given, i int) string {
	for _, key := range []string{"name", "path"} {
		if g, ok := spec.GivenIn(table, key); ok && len(g.Texts) == 1 {
			return g.Texts[0]
		}
	}
	return fmt.Sprint(i + 1)
}

// most is how many keys a change names.
const most = 5

// difference says which keys are another, "" where none is: comments and layout of a
// file ask for nothing.
func difference(was, is map[string]string) string {
	all := map[string]string{}
	maps.Copy(all, was)
	maps.Copy(all, is)
	var out []string
	for _, k := range slices.Sorted(maps.Keys(all)) {
		a, before := was[k]
		b, after := is[k]
		switch {
		case !before:
			out = append(out, fmt.Sprintf("%s: %s is new", k, text(b)))
		case !after:
			out = append(out, fmt.Sprintf("%s: %s is gone", k, text(a)))
		case a != b:
			out = append(out, fmt.Sprintf("%s was %s, is %s", k, text(a), text(b)))
		}
	}
	if more := len(out) - most; more > 0 {
		out = append(out[:most], fmt.Sprintf("%d more", more))
	}
	return strings.Join(out, "; ")
}

// text is a value as a sentence can hold it.
func text(s string) string {
	r := []rune(s)
	switch {
	case len(r) == 0:
		return "empty"
	case len(r) > 60:
		return string(r[:60]) + "…"
	}
	return s
}
