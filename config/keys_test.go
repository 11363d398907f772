package config

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/spec"
)

// layouts lists the layouts in which a key has a meaning.
func layouts(k spec.Key) []spec.Layout {
	if k.Layouts == nil {
		return []spec.Layout{spec.Events, spec.Suggestions, spec.Units, spec.Summary}
	}
	return k.Layouts
}

// exampleTree is a whole file of a layout around a key's example.
func exampleTree(t *testing.T, k spec.Key, layout spec.Layout) map[string]any {
	t.Helper()
	text := "experiment: example\nlayout: " + string(layout) + "\nsources: [{path: export.csv}]\narms: [{name: " +
		"control, control: true}, {name: treatment}]\n"
	if layout == spec.Units || layout == spec.Summary {
		text += "metrics: [{name: tasks, kind: mean}]\n"
	}
	base, err := tree([]byte(text), "x.yaml")
	if err != nil {
		t.Fatal(err)
	}
	example, err := tree([]byte(k.Example+"\n"), "x.yaml")
	if err != nil {
		t.Fatalf("%s: the example cannot be read: %v", k.Path, err)
	}
	maps.Copy(base, example)
	return base
}

// remove takes a key out of every table that has it, and reports whether one had.
func remove(m map[string]any, path string) (found bool) {
	first, rest, deeper := strings.Cut(path, ".")
	name := strings.TrimSuffix(first, "[]")
	if !deeper {
		_, found = m[name]
		delete(m, name)
		return found
	}
	switch v := m[name].(type) {
	case map[string]any:
		return remove(v, rest)
	case []any:
		for _, e := range v {
			if t, ok := e.(map[string]any); ok && remove(t, rest) {
				found = true
			}
		}
	}
	return found
}

func read(m map[string]any) (*spec.Experiment, *Problems) {
	p := &Problems{File: "x.yaml"}
	return experiment(newObject(m, p), "/"), p
}

var numbered = regexp.MustCompile(`\[\d+\]`)

// Every key of the table is read: its example loads, and says something that the
// file without it does not. What is not built is refused by name, and so is a
// key in a layout where it has no meaning.
func TestKeysAreRead(t *testing.T) {
	for _, k := range spec.ExperimentKeys.List() {
		layout := layouts(k)[0]
		full := exampleTree(t, k, layout)
		with, p := read(full)
		if !k.Built() {
			if len(p.List) != 1 || numbered.ReplaceAllString(p.List[0].Key, "[]") != k.Path ||
				!strings.Contains(p.List[0].Sentence, "not built yet in this version: "+k.NotBuilt) {
				t.Errorf("%s is not built, and its example gives %v", k.Path, p.List)
			}
			continue
		}
		if len(p.List) > 0 {
			t.Errorf("%s: the example %q is refused: %v", k.Path, k.Example, p.List)
			continue
		}
		if !remove(full, k.Path) {
			t.Errorf("%s is not in its example %q", k.Path, k.Example)
		}
		without, p := read(full)
		if refused := len(p.List) > 0; k.Required && !refused || !refused && reflect.DeepEqual(with, without) {
			t.Errorf("%s: the example %q says the same without it", k.Path, k.Example)
		}
		for _, other := range []spec.Layout{spec.Events, spec.Suggestions, spec.Units, spec.Summary} {
			if slices.Contains(layouts(k), other) {
				continue
			}
			_, p := read(exampleTree(t, k, other))
			if !slices.ContainsFunc(p.List, func(q Problem) bool {
				at := numbered.ReplaceAllString(q.Key, "[]")
				return at == k.Path || strings.HasPrefix(k.Path, at+".") || strings.HasPrefix(k.Path, at+"[") ||
					at == "metrics[].kind" && strings.HasPrefix(k.Path, "metrics[].")
			}) {
				t.Errorf("%s has no meaning in layout %s, and its example gives %v", k.Path, other, p.List)
			}
		}
	}
}

// Words that are not built are refused, and the rest of the table is as plain as
// its columns say.
func TestKeysAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range spec.ExperimentKeys.List() {
		if seen[k.Path] || k.About == "" || !strings.HasSuffix(k.About, ".") || k.Example == "" {
			t.Errorf("%+v is a key twice, or lacks its sentence or example", k)
		}
		seen[k.Path] = true
		table, _ := k.Split()
		if parent, ok := spec.FindKey(strings.TrimSuffix(table, "[]")); table != "" &&
			(!ok || parent.Table() != table && parent.Type != spec.NamesKey) {
			t.Errorf("%s stands in the table %s, which has no row", k.Path, table)
		}
	}
}

// set puts a value under a key in every table that has it.
func set(m map[string]any, path string, v any) {
	first, rest, deeper := strings.Cut(path, ".")
	name := strings.TrimSuffix(first, "[]")
	if !deeper {
		m[name] = v
		return
	}
	switch t := m[name].(type) {
	case map[string]any:
		set(t, rest, v)
	case []any:
		for _, e := range t {
			if t, ok := e.(map[string]any); ok {
				set(t, rest, v)
			}
		}
	}
}

// A key that the table lacks, and one asked for as what it is not, are faults.
func TestKeysAskedWrong(t *testing.T) {
	for name, ask := range map[string]func(*object){
		"lacks": func(o *object) { o.text("windw") }, "spec.Keys has it as list": func(o *object) { o.text("sources") },
		"spec.Keys has it as length of time": func(o *object) { o.share("window") },
	} {
		func() {
			defer func() {
				if r, _ := recover().(string); !strings.Contains(r, name) {
					t.Errorf("%s: %q", name, r)
				}
			}()
			ask(newObject(map[string]any{}, &Problems{}))
		}()
	}
}

// Every key that a file gives is said back by check.
func TestKeysAreSaidBack(t *testing.T) {
	say := func(m map[string]any) (string, bool) {
		e, p := read(m)
		e.Given = written("", m)
		return strings.Join(Explain(e), "\n"), len(p.List) == 0
	}
	for _, k := range spec.ExperimentKeys.List() {
		if !k.Built() || k.Required {
			continue
		}
		full := exampleTree(t, k, layouts(k)[0])
		with, _ := say(full)
		remove(full, k.Path)
		if without, reads := say(full); reads && with == without {
			t.Errorf("%s is not said back: the sentences are the same without %q", k.Path, k.Example)
		}
	}
}

// Every key that is carried over stands in the draft of a next experiment, and
// means there what it meant.
func TestKeysAreCarried(t *testing.T) {
	for _, k := range spec.ExperimentKeys.List() {
		layout := layouts(k)[0]
		if !k.Carried || layout == spec.Units || layout == spec.Summary {
			continue // a draft is of suggestions
		}
		m := exampleTree(t, k, layout)
		was, p := read(m)
		if was.Given = written("", m); len(p.List) > 0 {
			t.Fatal(p)
		}
		draft := Draft{ID: "next", Hypothesis: "why", Primary: "acceptance_rate", Effect: "2pp"}.File(was)
		got, err := parse(draft, "next.yaml", "/", nil)
		if err != nil {
			t.Errorf("%s: %v\n%s", k.Path, err, draft)
			continue
		}
		if a, b := lasting(got), lasting(was); !reflect.DeepEqual(a, b) {
			t.Errorf("%s comes back as %+v, was %+v, in\n%s", k.Path, a, b, draft)
		}
		without := exampleTree(t, k, layout)
		remove(without, k.Path)
		if e, p := read(without); len(p.List) == 0 && reflect.DeepEqual(lasting(e), lasting(got)) {
			t.Errorf("%s is not carried over:\n%s", k.Path, draft)
		}
	}
}

// lasting is what of an experiment a draft keeps.
func lasting(e *spec.Experiment) spec.Experiment {
	x := *e
	x.ID, x.Slug, x.Hypothesis, x.Arms, x.Metrics, x.Given, x.Set = "", "", "", nil, nil, nil, nil
	x.Sources = slices.Clone(x.Sources)
	for i := range x.Sources {
		x.Sources[i].Path, x.Sources[i].Written = "", ""
		if x.Sources[i].Join != nil {
			j := *x.Sources[i].Join
			j.Path, j.Written = "", ""
			x.Sources[i].Join = &j
		}
	}
	if x.Assignments != nil {
		a := *x.Assignments
		a.Path, a.Written = "", ""
		x.Assignments = &a
	}
	return x
}
