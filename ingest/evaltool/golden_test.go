package evaltool_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/scored"
	"uptake/analysis/spec"
	"uptake/ingest/evaltool"
)

// part is what expected.json says of one metric, over all items or those of a category.
type part struct {
	N1      int      `json:"n_v1"`
	N2      int      `json:"n_v2"`
	Paired  int      `json:"n_paired"`
	Mean1   float64  `json:"mean_v1"`
	Mean2   float64  `json:"mean_v2"`
	Pairs1  float64  `json:"mean_v1_on_pairs"`
	Pairs2  float64  `json:"mean_v2_on_pairs"`
	Differ  float64  `json:"paired_difference"`
	OnlyIn1 []string `json:"only_v1"`
	OnlyIn2 []string `json:"only_v2"`
}

type expected struct {
	part
	ByCategory map[string]part `json:"by_category"`
}

// unzipped reads a JSON file of testdata.
func unzipped(t *testing.T, path string, into any) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.NewDecoder(z).Decode(into); err != nil {
		t.Fatal(err)
	}
}

// evaluation asks for two versions by their files under testdata.
func evaluation(v1, v2 string) *spec.Evals {
	e := &spec.Evals{Name: "tickets", Baseline: "v1"}
	for name, path := range map[string]string{"v1": v1, "v2": v2} {
		abs, _ := filepath.Abs(filepath.Join("testdata", path))
		e.Versions = append(e.Versions, spec.EvalVersion{Name: name, Paths: []string{abs}, Asks: []string{path}})
	}
	if e.Versions[0].Name == "v2" {
		e.Versions[0], e.Versions[1] = e.Versions[1], e.Versions[0]
	}
	return e
}

func read(t *testing.T, e *spec.Evals) *scored.Set {
	t.Helper()
	set, err := evaltool.Read(context.Background(), e, evaltool.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// means are the items' means over scored runs, by version and item, and the category of
// each item: a naive reckoning to hold the golden values against.
func means(set *scored.Set, metric string) (map[string]map[string]float64, map[string]string) {
	at := slices.Index(set.Metrics, metric)
	if at < 0 {
		return nil, nil
	}
	sums, counts, category := map[string]map[string]float64{}, map[[2]string]float64{}, map[string]string{}
	for _, v := range set.Versions {
		sums[v.Name] = map[string]float64{}
		for i, r := range v.Runs {
			if r.Category != "" {
				category[r.Item] = r.Category
			}
			if value, state := v.Of(at).At(i); state == scored.Scored {
				sums[v.Name][r.Item] += value
				counts[[2]string{v.Name, r.Item}]++
			}
		}
	}
	for v := range sums {
		for i := range sums[v] {
			sums[v][i] /= counts[[2]string{v, i}]
		}
	}
	return sums, category
}

// checkPart holds the runs of one category, or "", against what is expected.
func checkPart(t *testing.T, set *scored.Set, metric, category string, want part) {
	t.Helper()
	m, categories := means(set, metric)
	var n1, n2, pairs int
	var s1, s2, p1, p2 float64
	for i, x := range m["v1"] {
		if category != "" && categories[i] != category {
			continue
		}
		n1, s1 = n1+1, s1+x
		if y, both := m["v2"][i]; both {
			pairs, p1, p2 = pairs+1, p1+x, p2+y
		}
	}
	for i, y := range m["v2"] {
		if category == "" || categories[i] == category {
			n2, s2 = n2+1, s2+y
		}
	}
	if n1 != want.N1 || n2 != want.N2 || pairs != want.Paired {
		t.Errorf("%s %s: %d, %d items and %d pairs, want %d, %d and %d", metric, category, n1, n2, pairs, want.N1,
			want.N2, want.Paired)
		return
	}
	for name, v := range map[string][2]float64{"mean of v1": {s1 / float64(n1), want.Mean1},
		"mean of v2":  {s2 / float64(n2), want.Mean2},
		"v1 on pairs": {p1 / float64(pairs), want.Pairs1}, "v2 on pairs": {p2 / float64(pairs), want.Pairs2},
		"difference": {(p2 - p1) / float64(pairs), want.Differ}} {
		if math.Abs(v[0]-v[1]) > 1e-12 {
			t.Errorf("%s %s: %s is %v, want %v", metric, category, name, v[0], v[1])
		}
	}
}

// TestGolden: what every tool wrote of one truth gives that truth, over all and by category.
func TestGolden(t *testing.T) {
	for _, c := range []struct {
		name, folder, v1, v2 string
		metrics              map[string]string // name in expected.json → of the score
		filter               string            // of expected.json
		ask                  func(*spec.Evals)
	}{
		{"promptfoo json", "promptfoo", "v1.json.gz", "v2.json.gz", map[string]string{"quality": "clarity"}, "", nil},
		{"inspect eval", "inspect", "v1.eval", "v2.eval", nil, "", nil},
		{"inspect json", "inspect", "v1.eval", "v2-again.json.gz", nil, "", nil},
		{"promptfoo and inspect", "promptfoo", "v1.jsonl.gz", "../inspect/v2.eval", nil, "", nil},
		{"lm-eval strict", "lm-eval", "v1", "v2", map[string]string{"correct": "exact_match/strict",
			"quality": "clarity"}, "strict", nil},
		{"lm-eval loose", "lm-eval", "v1", "v2", map[string]string{"correct": "exact_match/loose",
			"quality": "clarity"}, "loose", nil},
		{"openai-evals", "openai-evals", "v1.jsonl.gz", "v2.jsonl.gz", nil, "", nil},
		{"deepeval", "deepeval", "v1.json.gz", "v2.json.gz", nil, "", nil},
		{"langfuse", "langfuse", "v1.json.gz", "v2.json.gz", nil, "", nil},
		{"braintrust", "braintrust", "v1.jsonl.gz", "v2.jsonl.gz", nil, "", nil},
		{"otel", "otel-genai", "v1.jsonl.gz", "v2.jsonl.gz", nil, "", nil},
		{"phoenix csv", "phoenix", "v1.csv.gz", "v2.csv.gz", nil, "", nil},
		{"phoenix csv and json", "phoenix", "v1.csv.gz", "v2.json.gz", nil, "", nil},
		{"one file of two providers", "openai-evals", "../promptfoo/both.json.gz", "../promptfoo/both.json.gz",
			map[string]string{"quality": "clarity"}, "", func(e *spec.Evals) {
				e.Versions[0].Label, e.Versions[1].Label = "mock-v1", "mock-v2"
			}},
		{"pydantic-evals", "pydantic-evals", "v1.json.gz", "v2.json.gz", nil, "", nil},
		{"promptfoo lines", "promptfoo", "v1.jsonl.gz", "v2.jsonl.gz", nil, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := evaluation(filepath.Join(c.folder, c.v1), filepath.Join(c.folder, c.v2))
			if c.ask != nil {
				c.ask(e)
			}
			set := read(t, e)
			var all map[string]json.RawMessage
			unzipped(t, filepath.Join("testdata", c.folder, "expected.json.gz"), &all)
			if c.filter != "" {
				if err := json.Unmarshal(all[c.filter], &all); err != nil {
					t.Fatal(err)
				}
			}
			metrics := c.metrics
			if metrics == nil {
				metrics = map[string]string{"correct": "correct", "quality": "clarity"}
			}
			for key, metric := range metrics {
				var w expected
				if err := json.Unmarshal(all[key], &w); err != nil || w.Paired == 0 {
					t.Fatalf("%s of expected.json: %v", key, err)
				}
				checkPart(t, set, metric, "", w.part)
				for category, p := range w.ByCategory {
					checkPart(t, set, metric, category, p)
				}
			}
		})
	}
}

// TestInvalid: answers that a filter of lm-evaluation-harness found nothing in are said, and
// that a difference of two points between versions is in the scores.
func TestInvalid(t *testing.T) {
	set := read(t, evaluation("lm-eval/v1", "lm-eval/v2"))
	for _, n := range set.Notes {
		if n.Code == "eval_invalid" && strings.Contains(n.Detail, "of the answers of v2") &&
			strings.Contains(n.Detail, "points apart") {
			return
		}
	}
	t.Errorf("it is not said: %v", set.Notes)
}
