package config

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"uptake/analysis/spec"
)

const smallEvals = "evals: prompt-7\nbaseline: v1\nversions: [{name: v1, path: v1.jsonl}, {name: v2, path: " +
	"[v2/*.eval, more.eval]}]\n"

// parseEvals reads an evaluation file of this text.
func parseEvals(t *testing.T, text string, set ...string) (*spec.Evals, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "evals.yaml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return LoadEvals(path, set)
}

// evalTree is the small file with what an example adds to it.
func evalTree(t *testing.T, example string) map[string]any {
	t.Helper()
	m, err := tree([]byte(smallEvals), "x.yaml")
	if err != nil {
		t.Fatal(err)
	}
	more, err := tree([]byte(example), "x.yaml")
	if err != nil {
		t.Fatalf("%q: %v", example, err)
	}
	maps.Copy(m, more)
	return m
}

func readEvals(m map[string]any) (*spec.Evals, *Problems) {
	p := &Problems{File: "x.yaml"}
	o := newObject(m, p)
	o.keys = spec.EvalKeys
	return evaluation(o, "/"), p
}

// TestEvalKeysAreRead: the example of every key loads, and says something that the file
// without the key does not.
func TestEvalKeysAreRead(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range spec.EvalKeys.List() {
		if seen[k.Path] || !strings.HasSuffix(k.About, ".") || k.Example == "" {
			t.Errorf("%s is a key twice, or lacks its sentence or example", k.Path)
		}
		seen[k.Path] = true
		m := evalTree(t, k.Example)
		with, p := readEvals(m)
		if len(p.List) > 0 {
			t.Errorf("%s: the example %q is refused: %v", k.Path, k.Example, p.List)
			continue
		}
		if !remove(m, k.Path) {
			t.Errorf("%s is not in its example %q", k.Path, k.Example)
		}
		without, p := readEvals(m)
		if refused := len(p.List) > 0; k.Required && !refused || !refused && reflect.DeepEqual(with, without) {
			t.Errorf("%s: the example %q says the same without it", k.Path, k.Example)
		}
	}
}

// TestEvalsFile: what a whole file says, and what --set changes.
func TestEvalsFile(t *testing.T) {
	e, err := parseEvals(t, smallEvals+`columns: {item: metadata.case, Category: metadata.area, Exact: scores.Exact}
items: items.csv
metrics:
  - {name: correct, role: primary, minimum_effect: 2pp}
  - {name: Tone/strict, role: guardrail, margin: 2%, by: category}
  - {name: severe, better: down, role: guardrail, limit: 0.5%, range: [0, 1]}
weights: {Billing: 70%, summaries: 20%, tone: 20%}
declared: 2026-11-20
judge: {labels: {path: labels.csv, columns: {item: case}}}
`, "alpha=0.01", "metrics.correct.minimum_effect=3pp")
	if err != nil {
		t.Fatal(err)
	}
	if e.Alpha != 0.01 || e.Metrics[0].Minimum.Value != 0.03 || e.Metrics[0].Minimum.Form != spec.Points ||
		len(e.Set) != 2 {
		t.Errorf("changes: alpha %v, %+v", e.Alpha, e.Metrics[0])
	}
	if v := e.Versions[1]; len(v.Paths) != 2 || !filepath.IsAbs(v.Paths[0]) || v.Asks[0] != "v2/*.eval" {
		t.Errorf("versions %+v", e.Versions)
	}
	if e.Columns["item"] != "metadata.case" || e.Columns["Exact"] != "scores.Exact" {
		t.Errorf("columns %v", e.Columns)
	}
	if m := e.Metrics[1]; m.Name != "Tone/strict" || m.Margin.Form != spec.Relative || m.By != "category" ||
		m.Tier != "" {
		t.Errorf("guardrail %+v", m)
	}
	if m := e.Metrics[2]; !m.Down || !m.HasLimit || m.Limit != 0.005 || !m.HasRange || m.Range != [2]float64{0, 1} {
		t.Errorf("limit %+v", m)
	}
	if len(e.Weights) != 3 || e.Weights[0].Category != "Billing" || e.Weights[0].Share != 0.7/(0.7+0.2+0.2) {
		t.Errorf("weights %v", e.Weights)
	}
	if e.Declared == nil || e.Declared.String() != "2026-11-20" || e.Judge.Labels == nil ||
		e.Judge.Labels.Columns["item"] != "case" || e.Items.Written != "items.csv" {
		t.Errorf("%v %+v %+v", e.Declared, e.Judge, e.Items)
	}
	again, err := parseEvals(t, smallEvals)
	if err != nil || again.Hash == e.Hash || len(e.Hash) != 64 || again.Alpha != 0.05 {
		t.Errorf("%v; hashes %s and %s", err, again.Hash, e.Hash)
	}
}

// TestEvalsProblems: every problem comes at once, with its line and what to do.
const twoVersions = "evals: x\nbaseline: v1\nversions: [{name: v1, path: a}, {name: v2, path: b}]\n"

func TestEvalsProblems(t *testing.T) {
	_, err := parseEvals(t, `evals: x
baseline: v0
versions: [{name: v1, path: a.jsonl, tool: promptfo}, {name: v1, path: "-", labl: x}]
metrics:
  - {name: a, role: primary, tier: critcal}
  - {name: b, role: primary, range: [1, 0]}
  - {name: c, by: category}
  - {name: d, limit: x}
weights: {a: 0%}
judge: {sensitivity: 0.9}
colums: {item: id}
`)
	if err == nil {
		t.Fatal("nothing is refused")
	}
	for _, want := range []string{"has 13 problems", `"v0" is none of the versions`, "did you mean promptfoo?",
		"two versions named v1", "standard input",
		"did you mean label?", "did you mean critical?", "a is the primary metric already", "1 is not below " +
			"0", "this metric has none", `"x" is not a share`,
		"above 0, such as 70%", "go together", "did you mean columns?", "line 11, colums"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in\n%v", want, err)
		}
	}
	for text, want := range map[string]string{
		"evals: x\nbaseline: v1\nversions: [{name: v1, path: a}]\n": "one version cannot be compared",
		"evals: x\nversions: [{name: v1, path: a}, {name: v2, path: b}]\n": "which version the others are held " +
			"against, such as `baseline: v1`",
		"evals: x\nbaseline: v1\n":                            "must name what is compared",
		twoVersions + "segments: [category]\n":                "category is compared by itself already",
		twoVersions + "metrics: [{name: a}]\nsegments: [a]\n": "a is a metric",
		twoVersions + "segments: [language, language]\n":      "language is listed twice",
		twoVersions + "metrics: [{name: severe, limit: 0.5%}]\n": "limit: asks for at least 0.005 of a score of " +
			"which more is better; say better: down",
		"a: [": "has a problem",
	} {
		if _, err := parseEvals(t, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if _, err := LoadEvals(filepath.Join(t.TempDir(), "none.yaml"), nil); err == nil || !strings.Contains(err.Error(),
		"there is no evaluation file") {
		t.Errorf("%v", err)
	}
}
