package config

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"uptake/analysis/spec"
)

func compiled(t *testing.T) *jsonschema.Schema { return compiledOf(t, Schema()) }

func compiledOf(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("experiment.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("experiment.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plain is a tree as a JSON decoder gives it: bare numbers as numbers where
// typed is set, else every scalar as its text.
func plain(v any, typed bool) any {
	switch v := v.(type) {
	case Text:
		var n any
		switch {
		case v.absent():
			return nil
		case typed && !v.Quoted && json.Unmarshal([]byte(v.Value), &n) == nil:
			return n
		}
		return v.Value
	case []any:
		out := []any{}
		for _, e := range v {
			out = append(out, plain(e, typed))
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for k, e := range v {
			out[k] = plain(e, typed)
		}
		return out
	}
	return v
}

// The schema takes what the reader takes, every key's example among it, and
// refuses what it refuses: keys that there are not, that are not built, or that
// have no meaning in the layout or for the kind; other words; numbers out of bounds.
func TestSchemaAgrees(t *testing.T) {
	s := compiled(t)
	agree := func(what string, m map[string]any) {
		t.Helper()
		_, p := read(m)
		for _, typed := range []bool{false, true} {
			if err := s.Validate(plain(m, typed)); (err == nil) != (len(p.List) == 0) {
				t.Errorf("%s: the reader says %v, the schema %v", what, p.List, err)
			}
		}
	}
	for _, k := range spec.ExperimentKeys.List() {
		for _, layout := range []spec.Layout{spec.Events, spec.Suggestions, spec.Units, spec.Summary} {
			if k.Built() && slices.Contains(layouts(k), layout) && layout != layouts(k)[0] {
				continue // the example is of the first
			}
			agree(k.Path+" in layout "+string(layout), exampleTree(t, k, layout))
		}
		wrong := map[string]any{}
		switch k.Type {
		case spec.ChoiceKey, spec.ChoicesKey:
			wrong["another word"] = Text{Value: "another"}
		case spec.WholeKey, spec.ShareKey:
			wrong["a word"] = Text{Value: "many"}
		case spec.YesNoKey, spec.NumberKey, spec.SpanKey, spec.DayKey, spec.AmountKey:
			wrong["a word"] = Text{Value: "soon"}
		case spec.TableKey, spec.ListKey:
			wrong["a key that there is not"] = map[string]any{"xylophone": Text{Value: "1"}}
		}
		if k.Type.Scalar() {
			wrong["a list"] = []any{Text{Value: "a"}}
		}
		if k.Type == spec.SignKey {
			wrong["two characters"], wrong["a letter"], wrong["a digit"] = Text{Value: ";;"}, Text{Value: "x"},
				Text{Value: "0"}
		}
		for what, v := range wrong {
			m := exampleTree(t, k, layouts(k)[0])
			set(m, k.Path, v)
			agree(k.Path+" with "+what, m)
		}
		beyond := []float64{k.Least - 1}
		if k.Most > 0 {
			beyond = append(beyond, k.Most+1)
		}
		if k.Above {
			beyond = append(beyond, k.Least)
		}
		if k.Below {
			beyond = append(beyond, k.Most)
		}
		for _, v := range beyond {
			if k.Type != spec.WholeKey && k.Type != spec.ShareKey && k.Short != spec.ShareKey {
				continue
			}
			m := exampleTree(t, k, layouts(k)[0])
			set(m, k.Path, Text{Value: strconv.FormatFloat(v, 'g', -1, 64)})
			if _, p := read(m); len(p.List) == 0 || s.Validate(plain(m, true)) == nil {
				t.Errorf("%v is beyond the bounds of %s; the reader says %v, the schema may take it", v, k.Path, p.List)
			}
		}
	}
	for name, text := range map[string]string{"full.yaml": fullYAML, "full.toml": fullTOML, "full.json": fullJSON,
		"small.yaml": small} {
		m, err := tree([]byte(text), name)
		if err != nil {
			t.Fatal(err)
		}
		agree(name, m)
	}
}

// The schema takes an empty text, an empty list and a key without a value where
// the reader does, unless what is wrong depends on other keys.
func TestSchemaOfNothing(t *testing.T) {
	s := compiled(t)
	for _, k := range spec.ExperimentKeys.List() {
		if k.Type == spec.GroupsKey || k.Type == spec.NamesKey || k.Verbatim || !k.Built() {
			continue
		}
		for what, v := range map[string]any{"an empty text": Text{Quoted: true}, "an empty list": []any{},
			"a list of an empty text": []any{Text{Quoted: true}}, "no value": Text{}} {
			m := exampleTree(t, k, layouts(k)[0])
			set(m, k.Path, v)
			_, p := read(m)
			own := slices.ContainsFunc(p.List, func(p Problem) bool {
				return numbered.ReplaceAllString(p.Key, "[]") == k.Path
			})
			text := slices.Contains([]spec.KeyType{spec.TextKey, spec.TextsKey, spec.SignKey}, k.Type)
			if len(p.List) > 0 && !k.Required && (!own || !text || what == "no value") {
				continue
			}
			for _, typed := range []bool{false, true} {
				if err := s.Validate(plain(m, typed)); (err == nil) != (len(p.List) == 0) {
					t.Errorf("%s with %s: the reader says %v, the schema %v", k.Path, what, p.List, err)
				}
			}
		}
	}
}

// The files that come with the program satisfy the schema.
func TestSchemaFiles(t *testing.T) {
	s := compiled(t)
	paths, err := filepath.Glob("../testdata/*/experiment.yaml")
	if err != nil || len(paths) < 2 {
		t.Fatalf("%v: %v", paths, err)
	}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		m, err := tree(b, path)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(plain(m, false)); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// Every key that is built has its description and default in the schema.
func TestSchemaSays(t *testing.T) {
	text := string(Schema())
	for _, k := range spec.ExperimentKeys.List() {
		about, err := json.Marshal(k.About)
		if err != nil {
			t.Fatal(err)
		}
		if k.Built() && !strings.Contains(text, string(about)) {
			t.Errorf("%s is not described", k.Path)
		}
	}
}

// The reference names every key, built or not, in lines of at most 100 letters.
func TestReference(t *testing.T) {
	text := Reference()
	for line := range strings.Lines(text) {
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > referenceWidth {
			t.Errorf("%d letters: %s", n, line)
		}
	}
	first := map[string]bool{}
	for _, k := range spec.ExperimentKeys.List() {
		if k.Shared != "" && strings.Contains(k.Shared, ".") && first[k.Shared] {
			continue
		}
		first[k.Shared] = true
		if !strings.Contains(text, "\n  "+k.Path+": ") {
			t.Errorf("%s is not in the reference", k.Path)
		}
	}
}

// TestEvalsSchema: the schema of the evaluation file takes what LoadEvals does, every example
// of a key among it, and refuses what it does for the keys and words that it knows.
func TestEvalsSchema(t *testing.T) {
	s := compiledOf(t, EvalsSchema())
	const base = "evals: x\nbaseline: v1\nversions: [{name: v1, path: a.jsonl}, {name: v2, path: [b.eval, c.eval]}]\n"
	file, err := os.ReadFile(filepath.Join("..", "testdata", "evals", "evals.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	good := []string{base, string(file)}
	for _, k := range spec.EvalKeys.List() {
		full, err := tree([]byte(base), "x.yaml")
		if err != nil {
			t.Fatal(err)
		}
		own, err := tree([]byte(k.Example), "x.yaml")
		if err != nil {
			t.Fatalf("%s: %v", k.Path, err)
		}
		for name, v := range own {
			full[name] = v
		}
		b, err := json.Marshal(plain(full, true))
		if err != nil {
			t.Fatal(err)
		}
		good = append(good, string(b))
	}
	valid := func(text string) error {
		x, err := tree([]byte(text), "x.yaml")
		if err != nil {
			t.Fatal(err)
		}
		return s.Validate(plain(x, true))
	}
	for _, text := range good {
		if err := valid(text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	path := filepath.Join(t.TempDir(), "e.yaml")
	for _, more := range []string{"basline: v1", "alpha: lots", "declared: soon", "metrics: [{name: m, role: main}]",
		"metrics: [{role: primary}]",
		"metrics: [{name: m, minimum_effect: two}]", "judge: {allow: all}", "categories: [{name: a, tier: top}]",
		"weights: [a]"} {
		text := base + more + "\n"
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadEvals(path, nil); err == nil {
			t.Errorf("%s is read", more)
		}
		if valid(text) == nil {
			t.Errorf("%s passes the schema", more)
		}
	}
	if valid("evals: x\n") == nil {
		t.Error("a file without versions passes the schema")
	}
}
