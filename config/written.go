package config

import (
	"uptake/analysis/spec"
)

// written is what a table of the file says, in the order of spec.Keys.
func written(row string, m map[string]any) []spec.Given {
	var out []spec.Given
	for _, k := range spec.KeysOf(row) {
		_, name := k.Split()
		v, ok := m[name]
		if t, isText := v.(Text); !ok || isText && t.absent() && !k.Verbatim {
			continue
		}
		g := spec.Given{Name: name, Key: k.Path, Preset: presetOf(v), From: fileOf(v)}
		fill(&g, k, v)
		out = append(out, g)
	}
	return out
}

// fill puts what is written under a key into g.
func fill(g *spec.Given, k spec.Key, v any) {
	switch v := v.(type) {
	case Text:
		g.Texts = append(g.Texts, v.Value)
	case []any:
		g.Listed = true
		for _, e := range v {
			fill(g, k, e)
		}
	case map[string]any:
		if k.Type != spec.NamesKey && k.Type != spec.GroupsKey {
			g.Tables = append(g.Tables, written(k.Table(), v))
			return
		}
		names := []spec.Given{}
		for _, name := range namesIn(v, k.Choices) {
			if t, isText := v[name].(Text); isText && t.absent() {
				continue
			}
			n := spec.Given{Name: asWritten(name, v[name]), Preset: presetOf(v[name]), From: fileOf(v[name])}
			fill(&n, spec.Key{}, v[name])
			names = append(names, n)
		}
		g.Tables = append(g.Tables, names)
	}
}

// namesIn lists the names of a table in the order of the choices, if there are any.
func namesIn(m map[string]any, choices []string) []string {
	if choices == nil {
		return sortedKeys(m)
	}
	var out []string
	for _, name := range choices {
		if _, ok := m[name]; ok {
			out = append(out, name)
		}
	}
	return out
}
