package config

import (
	"slices"
	"strconv"
	"strings"

	"uptake/analysis/spec"
)

// object reads a table; ok is false, and the table empty, where there is none.
func (o *object) object(key string) (t *object, ok bool) {
	k := o.key(key, spec.TableKey)
	m := map[string]any{}
	v, ok := o.get(k)
	if ok {
		if m, ok = v.(map[string]any); !ok {
			o.bad(key, "expected a table of keys, such as {%s}", "key: value")
		}
	}
	return o.inside(o.at(key), k.Table(), m), ok
}

// objects reads a list of tables; a lone table counts as a list of one.
func (o *object) objects(key string) []*object {
	k := o.key(key, spec.ListKey)
	v, ok := o.get(k)
	if !ok {
		return nil
	}
	if m, ok := v.(map[string]any); ok {
		v = []any{m}
	}
	list, ok := v.([]any)
	if !ok {
		o.bad(key, "expected a list of tables, each line beginning with a dash")
		return nil
	}
	var out []*object
	for i, e := range list {
		path := o.at(key) + "[" + strconv.Itoa(i+1) + "]"
		m, ok := e.(map[string]any)
		if !ok {
			o.p.add(path, placeOf(e), "expected a table of keys, such as {name: …}")
			continue
		}
		out = append(out, o.inside(path, k.Table(), m))
	}
	return out
}

// written counts the entries of a list of tables as it stands, those that cannot be read too.
func (o *object) written(key string) int {
	switch v := o.m[key].(type) {
	case []any:
		return len(v)
	case nil:
		return 0
	}
	return 1
}

// names reads a table whose values are one text each.
func (o *object) names(key string) map[string]string {
	k := o.key(key, spec.NamesKey)
	m, ok := o.named(k)
	if !ok {
		return nil
	}
	t := o.inside(o.at(key), k.Path, m)
	out := map[string]string{}
	for _, name := range sortedKeys(m) {
		v, isText := m[name].(Text)
		later, known := o.keys.Find(join(k.Path, name))
		switch {
		case known:
			t.get(later)
		case k.Choices != nil && !slices.Contains(k.Choices, name):
			switch n := nearest(name, k.Choices); {
			case len(k.Choices) < 9: // Instead lists them
				t.bad(name, "%s", k.Instead)
			case n != "":
				t.bad(name, "%s; did you mean %s? Known: %s", k.Instead, n, strings.Join(k.Choices, " "))
			default:
				t.bad(name, "%s. Known: %s", k.Instead, strings.Join(k.Choices, " "))
			}
		case !isText:
			t.bad(name, "expected one value, found a list or table")
		case !v.absent():
			out[name] = v.Value
		}
	}
	return out
}

// group is a name of the file's own, as written, and the texts under it.
type group struct {
	name   string
	values []string
}

// groups reads a table whose values are one text or several, by name.
func (o *object) groups(key string) []group {
	k := o.key(key, spec.GroupsKey)
	m, ok := o.named(k)
	if !ok {
		return nil
	}
	t := o.inside(o.at(key), k.Path, m)
	var out []group
	for _, name := range sortedKeys(m) {
		if k.Choices != nil && !slices.Contains(k.Choices, name) {
			if n := nearest(name, k.Choices); n != "" {
				t.bad(name, "there is no such key; did you mean %s?", n)
			} else {
				t.bad(name, "there is no such key; known here: %s", strings.Join(k.Choices, ", "))
			}
			continue
		}
		if v, isText := m[name].(Text); isText && v.absent() {
			continue
		}
		list, ok := textsOf(m[name])
		if !ok {
			t.bad(name, "expected a value or a list of values")
		}
		out = append(out, group{asWritten(name, m[name]), list})
	}
	return out
}

// named is the table under a key whose names are not keys.
func (o *object) named(k spec.Key) (map[string]any, bool) {
	_, name := k.Split()
	v, ok := o.get(k)
	if !ok {
		return nil, false
	}
	m, ok := v.(map[string]any)
	if !ok {
		o.bad(name, "expected a table of keys, such as {%s}", "key: value")
	}
	return m, ok
}
