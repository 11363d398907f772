package looks

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"uptake/analysis/spec"
)

// keysOf is what an experiment file says, by the path of each key, and from which file
// it has what it does not say itself.
func keysOf(given []spec.Given) (keys, from map[string]string) {
	keys = map[string]string{}
	for _, f := range spec.Flatten(given) {
		keys[f.Path] = f.Text
		if f.From != "" {
			if from == nil {
				from = map[string]string{}
			}
			from[f.Path] = f.From
		}
	}
	return keys, from
}

// most is how many keys a change names.
const most = 5

// difference says which keys are another, "" where none is: comments and layout of a
// file ask for nothing. From has the file that a key stands in, where another extends it.
func difference(was, is, from map[string]string) string {
	all := map[string]string{}
	maps.Copy(all, was)
	maps.Copy(all, is)
	var out []string
	for _, k := range slices.Sorted(maps.Keys(all)) {
		a, before := was[k]
		b, after := is[k]
		switch {
		case !before:
			out = append(out, fmt.Sprintf("%s: %s is new%s", k, text(b), in(from[k])))
		case !after:
			out = append(out, fmt.Sprintf("%s: %s is gone", k, text(a)))
		case a != b:
			out = append(out, fmt.Sprintf("%s was %s, is %s%s", k, text(a), text(b), in(from[k])))
		}
	}
	if more := len(out) - most; more > 0 {
		out = append(out[:most], fmt.Sprintf("%d more", more))
	}
	return strings.Join(out, "; ")
}

func in(file string) string {
	if file == "" {
		return ""
	}
	return " (in " + file + ")"
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
