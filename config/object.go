package config

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"

	"uptake/analysis/spec"
)

// object is a table of the file being read: it hands out values by key, as
// spec.Keys says what each key is, and writes down what is wrong with them.
type object struct {
	path string // as problems name it: metrics[2].winsorize
	row  string // as spec.Keys has it: metrics[].winsorize
	m    map[string]any
	seen map[string]bool // keys asked for or refused: true where there is a value to read
	p    *Problems
	file *about
	keys *spec.KeySet // of the kind of file that it is in
	kind string       // of the metric that the table belongs to, as the file writes it
}

// about is what the whole file says of itself and the reading of a key depends on.
type about struct{ layout spec.Layout }

// newObject is an experiment file itself.
func newObject(m map[string]any, p *Problems) *object {
	return &object{m: m, seen: map[string]bool{}, p: p, file: &about{spec.Events}, keys: spec.ExperimentKeys}
}

// inside is a table within this one.
func (o *object) inside(path, row string, m map[string]any) *object {
	return &object{path, row, m, map[string]bool{}, o.p, o.file, o.keys, o.kind}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func (o *object) at(key string) string { return join(o.path, key) }

func (o *object) bad(key, format string, args ...any) {
	at := placeOf(o.m[key])
	if at.line == 0 && o.path != "" { // the key is missing: the table's own line
		at = placeOf(o.m)
	}
	o.p.add(o.at(key), at, format, args...)
}

// key is the row of a key. Asking for one that spec.Keys lacks, or as what it
// is not, is a fault of this package.
func (o *object) key(key string, types ...spec.KeyType) spec.Key {
	k, ok := o.keys.Find(join(o.row, key))
	if !ok {
		panic(fmt.Sprintf("config asks for the key %s, which spec.Keys lacks", join(o.row, key)))
	}
	if len(types) > 0 && !slices.Contains(types, k.Type) && !slices.Contains(types, k.Short) {
		panic(fmt.Sprintf("config asks for %s as %s; spec.Keys has it as %s", k.Path, types[0], k.Type))
	}
	return k
}

// get is what is written under a key, unless the key is refused.
func (o *object) get(k spec.Key) (any, bool) {
	_, name := k.Split()
	v, ok := o.m[name], !o.missing(name)
	there, asked := o.seen[name]
	if !asked {
		there = ok && !o.refused(k)
		o.seen[name] = there
	}
	return v, there
}

// missing reports whether the file says nothing under a key.
func (o *object) missing(name string) bool {
	v, ok := o.m[name]
	t, isText := v.(Text)
	return !ok || isText && t.absent()
}

// refused writes down why a key that the file gives cannot be read.
func (o *object) refused(k spec.Key) bool {
	_, name := k.Split()
	switch {
	case !k.Built():
		o.bad(name, "not built yet in this version: %s; remove the key to go on without it", k.NotBuilt)
	case k.Layouts != nil && !slices.Contains(k.Layouts, o.file.layout):
		o.bad(name, "%s", o.meaning(cmp.Or(k.Instead, "has no meaning in layout {layout}; it has one in "+
			either(words(k.Layouts)))))
	case k.Kinds != nil && o.kind != "" && !slices.Contains(k.Kinds, o.kind):
		o.bad(name, "%s", o.meaning(cmp.Or(k.Unlike, "has no meaning for a metric of kind {kind}; it has one for "+
			either(k.Kinds))))
	default:
		return false
	}
	return true
}

// meaning fills in what the file says of itself.
func (o *object) meaning(sentence string) string {
	return strings.NewReplacer("{layout}", string(o.file.layout), "{kind}", o.kind).Replace(sentence)
}

func words[T ~string](list []T) []string {
	var out []string
	for _, w := range list {
		out = append(out, string(w))
	}
	return out
}

// either lists choices: a, b or c.
func either(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " or " + list[len(list)-1]
}

// known lists the keys that the table can have.
func (o *object) known() []string {
	var out []string
	for _, k := range o.keys.Of(o.row) {
		_, name := k.Split()
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

// done reports the keys that there are not, and those that nobody asked for.
func (o *object) done() {
	for _, name := range sortedKeys(o.m) {
		if _, asked := o.seen[name]; asked {
			continue
		}
		k, ok := o.keys.Find(join(o.row, name))
		switch near := nearest(name, o.known()); {
		case ok:
			if _, there := o.get(k); there {
				o.bad(name, "has no meaning beside the other keys here; remove it")
			}
		case o.elsewhere(name) != "":
			o.bad(name, "there is no such key here; it stands %s", o.elsewhere(name))
		case near != "":
			o.bad(name, "there is no such key; did you mean %s?", near)
		default:
			o.bad(name, "there is no such key; known here: %s", strings.Join(o.known(), ", "))
		}
	}
}

// elsewhere says where a key of that name stands, "" where none does.
func (o *object) elsewhere(name string) string {
	for _, k := range o.keys.List() {
		if table, own := k.Split(); own == name && table == "" {
			return "at the top of the file"
		} else if own == name && k.Built() {
			return "under " + table
		}
	}
	return ""
}

func sortedKeys(m map[string]any) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// skip takes every key that there is as read: a problem hides what they mean.
func (o *object) skip() {
	for _, name := range o.known() {
		o.seen[name] = false
	}
}
