package config

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/spec"
)

// inFolder writes files below a new folder and goes there.
func inFolder(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

const shared = `experiment: not-inherited
owner: platform
timezone: Europe/Berlin
sources: [{path: exports/*.csv}]
columns: {ts: at, unit: user}
arms: [{name: a, control: true}, {name: b}]
window: 14d
statistics: {alpha: 0.1, sequential: false}
labels: {path: graded.csv}
metrics:
  - {name: tasks, kind: mean, event: task, role: guardrail, better: down, margin: 5%}
  - {name: revenue, kind: mean, event: buy, field: value}
  - {name: quality, kind: graded, grades: [{name: good, cost: 0}, {name: bad, cost: 1}]}
`

// TestExtends: a file that extends another says what the two say together, over any
// number of files and formats.
func TestExtends(t *testing.T) {
	inFolder(t, map[string]string{
		"shared/deep/base.yaml": shared,
		"shared/mid.json":       `{"extends": "deep/base.yaml", "columns": {"unit": "user_id"}, "statistics": {"alpha": 0.2}, "owner": "middle", "assignments": {"path": "who.csv"}}`,
		"team/x.toml": `experiment = "x"
extends = "../shared/mid.json"
columns = {event = "name"}
arms = [{name = "old", control = true}, {name = "new"}]
window = ""
metrics = [{name = "tasks", margin = "2%"}, {name = "revenue", kind = "proportion", event = "buy"}, {name = "acceptance_rate", role = "primary"}]
`,
		"team/whole.yaml": `experiment: x
owner: middle
timezone: Europe/Berlin
sources: [{path: ../shared/deep/exports/*.csv}]
columns: {ts: at, unit: user_id, event: name}
arms: [{name: old, control: true}, {name: new}]
statistics: {alpha: 0.2, sequential: false}
labels: {path: ../shared/deep/graded.csv}
assignments: {path: ../shared/who.csv}
metrics:
  - {name: tasks, kind: mean, event: task, role: guardrail, better: down, margin: 2%}
  - {name: revenue, kind: proportion, event: buy}
  - {name: quality, kind: graded, grades: [{name: good, cost: 0}, {name: bad, cost: 1}]}
  - {name: acceptance_rate, role: primary}
`})
	// TOML has no null: there an empty text is refused, as in a file alone.
	if _, err := Load("team/x.toml", nil); err == nil || !strings.Contains(err.Error(), "line 5, window: ") {
		t.Fatal(err)
	}
	b, _ := os.ReadFile("team/x.toml")
	b = bytes.Replace(b, []byte("window = \"\"\n"), nil, 1)
	write(t, "team/x.toml", string(b))
	write(t, "shared/mid.json", strings.Replace(string(must(t, "shared/mid.json")), `"owner"`,
		`"window": null, "owner"`, 1))
	got, err := Load("team/x.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	want, err := Load("team/whole.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Extends, []string{"shared/mid.json", "shared/deep/base.yaml"}) {
		t.Error(got.Extends)
	}
	text := strings.Join(Explain(got), "\n")
	for _, said := range []string{
		"From shared/mid.json it takes owner, columns.unit, assignments and statistics.alpha.",
		"From shared/deep/base.yaml it takes timezone, sources, columns.ts, labels, metrics[tasks].role, " +
			"metrics[tasks].kind",
		"metrics[quality]", "statistics.sequential",
	} {
		if !strings.Contains(text, said) {
			t.Errorf("%q is not said in\n%s", said, text)
		}
	}
	for _, e := range []*spec.Experiment{got, want} {
		e.Given, e.Extends, e.Hash = nil, nil, ""
		e.Sources[0].Written, e.Labels.Written, e.Assignments.Written = "", "", ""
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("extended\n%+v\nwhole\n%+v", got, want)
	}
	// What the files say is one hash, whichever of them changes.
	hash := func() string {
		e, err := Load("team/x.toml", nil)
		if err != nil {
			t.Fatal(err)
		}
		return e.Hash
	}
	before := hash()
	for _, name := range []string{"team/x.toml", "shared/mid.json", "shared/deep/base.yaml"} {
		b := must(t, name)
		write(t, name, string(b)+"\n")
		if hash() == before {
			t.Errorf("%s changed and nothing tells", name)
		}
		write(t, name, string(b))
	}
	if hash() != before {
		t.Error("the same files, another hash")
	}
}

func must(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestExtendsProblems: what is wrong is named by the file and line where it stands.
func TestExtendsProblems(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"missing", map[string]string{"d/x.yaml": "experiment: x\n\nextends: ../none.yaml\n"},
			[]string{"d/x.yaml has a problem", "line 3, extends: there is no file none.yaml"}},
		{"missing below", map[string]string{"d/x.yaml": "experiment: x\nextends: b.yaml\n",
			"d/b.yaml": "owner: a\nextends: none.yaml\n"}, []string{"line 2 of d/b.yaml, extends: there is no file " +
			"d/none.yaml"}},
		{"itself", map[string]string{"d/x.yaml": "experiment: x\nextends: x.yaml\n"},
			[]string{"line 2, extends: d/x.yaml goes on from itself: d/x.yaml extends d/x.yaml"}},
		{"circle", map[string]string{"d/x.yaml": "experiment: x\nextends: a.yaml\n", "d/a.yaml": "extends: b.yaml\n",
			"d/b.yaml": "extends: a.yaml\n"}, []string{"line 1 of d/b.yaml, extends: d/a.yaml goes on from itself: " +
			"d/a.yaml extends d/b.yaml extends d/a.yaml"}},
		{"folder", map[string]string{"d/x.yaml": "experiment: x\nextends: b\n", "d/b/y.yaml": ""},
			[]string{"line 2, extends: d/b is a folder"}},
		{"list", map[string]string{"d/x.yaml": "experiment: x\nsources: [{path: x}]\nextends: [a.yaml, b.yaml]\n"},
			[]string{"line 3, extends: expected one value"}},
		{"empty", map[string]string{"d/x.yaml": "experiment: x\nextends: \"\"\n"},
			[]string{"line 2, extends: names no file"}},
		{"unreadable", map[string]string{"d/x.yaml": "experiment: x\nextends: b.yaml\n", "d/b.yaml": "a: 1\nb: [\n"},
			[]string{"d/b.yaml, not readable as YAML: line"}},
		{"no experiment file", map[string]string{"d/x.yaml": "experiment: x\nextends: b.csv\n", "d/b.csv": "a"},
			[]string{"d/b.csv, an experiment file ends in one of"}},
		{"no id", map[string]string{"d/x.yaml": "extends: b.yaml\n", "d/b.yaml": shared},
			[]string{"experiment: the file must say which experiment it is about"}},
		{"keys", map[string]string{"d/x.yaml": "experiment: x\nextends: b.yaml\nstart: soon\nmetrics: [{name: m, " +
			"margin: 5%}]\n",
			"d/b.yaml": "sources:\n  - {pth: x}\nwindw: 3d\nmetrics:\n  - name: m\n    kind: mean\n    event: e\n    " +
				"widow: 3d\n"},
			[]string{"has 6 problems", "line 3, start: ", "line 4, metrics[1].margin: ",
				"line 2 of d/b.yaml, sources[1]: a source names its path", "line 2 of d/b.yaml, sources[1].pth: " +
					"there is no such key",
				"line 3 of d/b.yaml, windw: there is no such key; did you mean window?",
				"line 8 of d/b.yaml, metrics[1].widow: there is no such key; did you mean window?"}},
		{"twice", map[string]string{"d/x.yaml": "experiment: x\nextends: b.yaml\nmetrics: [{name: m, role: primary}, " +
			"{name: m, role: guardrail}]\n", "d/b.yaml": shared + "  - {name: m, kind: mean, event: e}\n"},
			[]string{"line 3, metrics[5]"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			inFolder(t, c.files)
			_, err := Load("d/x.yaml", nil)
			if err == nil {
				t.Fatal("nothing is wrong")
			}
			for _, w := range c.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("%q is not said: %v", w, err)
				}
			}
		})
	}
	inFolder(t, map[string]string{"x.yaml": "experiment: x\nextends: b.yaml\n", "b.yaml": shared})
	if _, err := Load("x.yaml", []string{"extends=c.yaml"}); err == nil || !strings.Contains(err.Error(),
		"--set extends: says in the file itself") {
		t.Error(err)
	}
	if e, err := Load("x.yaml", []string{"metrics.tasks.margin=9%", "columns.unit=u"}); err != nil ||
		e.Metrics[0].Margin.Text != "9%" || e.Columns["unit"] != "u" || e.Columns["ts"] != "at" {
		t.Error(err)
	}
}

// TestExtendsSchema: what the schema asks of a file alone may stand in another.
func TestExtendsSchema(t *testing.T) {
	s := compiled(t)
	for text, takes := range map[string]bool{
		"experiment: x\nextends: b.yaml\nmetrics: [{name: tasks, event: done}]\nlabels: {columns: {grade: " +
			"verdict}}\n": true,
		"experiment: x\nsources: {path: x.csv}\nmetrics: [{name: tasks, event: done}]\n": false,
		"experiment: x\nsources: {path: x.csv}\nlabels: {columns: {grade: verdict}}\n":   false,
		"experiment: x\n":   false,
		"extends: b.yaml\n": false,
		"experiment: x\nextends: b.yaml\nwindw: 3d\n":            false,
		"experiment: x\nextends: [b.yaml]\nwindow: 3d\n":         false,
		"experiment: x\nsources: [{preset: segment, path: x}]\n": true,
	} {
		m, err := tree([]byte(text), "x.yaml")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(plain(m, true)); (err == nil) != takes {
			t.Errorf("%q: %v", text, err)
		}
	}
}
