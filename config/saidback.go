package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/spec"
)

// saidOf are the sentences that the rows of one section of spec.Keys have for
// what the file gives.
func saidOf(e *spec.Experiment, section string) []string {
	var out []string
	for _, s := range spec.ExperimentKeys.Sections() {
		if s.Name != section {
			continue
		}
		for _, g := range e.Given {
			if slices.ContainsFunc(s.Keys, func(k spec.Key) bool { return k.Path == g.Key }) {
				out = append(out, saidBack(g, "")...)
			}
		}
	}
	return out
}

// gives reports whether the file says something under a key of a table.
func gives(e *spec.Experiment, table, name string) bool {
	t, _ := spec.GivenIn(e.Given, table)
	return slices.ContainsFunc(t.Tables, func(in []spec.Given) bool {
		_, ok := spec.GivenIn(in, name)
		return ok
	})
}

// saidBack says a key back, and what is inside; of is the place that it belongs to.
func saidBack(g spec.Given, of string) []string {
	k, _ := spec.FindKey(g.Key)
	var out []string
	if k.Said != "" {
		out = append(out, strings.NewReplacer("{value}", valueWords(g), "{quoted}", quotedWords(g.Texts), "{of}",
			cmp.Or(of, "the engine")).Replace(k.Said))
	}
	if k.Type != spec.TableKey && k.Type != spec.ListKey {
		return out
	}
	for _, t := range g.Tables {
		for _, key := range []string{"path", "name"} {
			if named, ok := spec.GivenIn(t, key); ok {
				of = valueWords(named)
				break
			}
		}
		for _, in := range t {
			out = append(out, saidBack(in, of)...)
		}
	}
	return out
}

// valueWords are the texts under a key, or its names with theirs.
func valueWords(g spec.Given) string {
	if len(g.Tables) == 0 {
		return list(g.Texts)
	}
	var out []string
	for _, n := range g.Tables[0] {
		out = append(out, n.Name+" = "+strings.Join(n.Texts, " or "))
	}
	return list(out)
}

func quotedWords(texts []string) string {
	var out []string
	for _, t := range texts {
		out = append(out, fmt.Sprintf("%q", t))
	}
	return list(out)
}

// list joins words by commas, the last two by and.
func list(words []string) string {
	switch len(words) {
	case 0:
		return "nothing"
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
