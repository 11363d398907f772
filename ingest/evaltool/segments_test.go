package evaltool_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/scored"
	"uptake/analysis/spec"
	"uptake/ingest/evaltool"
)

// TestSegmentsOfTools: what items are told apart by is found in every tool's metadata, also where it is
// the column of the category or of the cluster.
func TestSegmentsOfTools(t *testing.T) {
	for _, c := range [][2]string{{"promptfoo/v1.jsonl.gz", "promptfoo/v2.json.gz"},
		{"inspect/v1.eval", "inspect/v2-again.json.gz"},
		{"langfuse/v1.json.gz", "langfuse/v2.json.gz"}, {"braintrust/v1.jsonl.gz", "braintrust/v2.jsonl.gz"},
		{"otel-genai/v1.jsonl.gz", "otel-genai/v2.jsonl.gz"}, {"phoenix/v1.csv.gz", "phoenix/v2.csv.gz"},
		{"pydantic-evals/v1.json.gz", "pydantic-evals/v2.json.gz"}} {
		e := evaluation(c[0], c[1])
		e.Segments = []string{"source", "category"}
		set := read(t, e)
		n := 0
		for _, r := range slices.Concat(set.Versions[0].Runs, set.Versions[1].Runs) {
			if len(r.Segments) != 2 || r.Segments[0] != r.Cluster || r.Segments[1] != r.Category {
				t.Fatalf("%s: the item %s has the segments %q beside the cluster %q and the category %q", c, r.Item,
					r.Segments, r.Cluster, r.Category)
			}
			if r.Cluster != "" {
				n++
			}
		}
		if n == 0 {
			t.Errorf("%s: no run has a cluster to be told apart by", c)
		}
	}
}

// ownFiles writes files and asks for the two versions among them.
func ownFiles(t *testing.T, files map[string]string) *spec.Evals {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	e := asked(map[string][]string{"v1": {filepath.Join(dir, "v1.csv")}, "v2": {filepath.Join(dir, "v2.csv")}})
	for name, to := range map[string]**spec.Table{"items.csv": &e.Items, "users.csv": &e.Population} {
		if files[name] != "" {
			*to = &spec.Table{Path: filepath.Join(dir, name), Written: name}
		}
	}
	return e
}

// TestSegmentsOfRows: of rows of one's own, wide and long, of the data set, and by a column that columns name;
// a level is no score, and what nothing has is refused.
func TestSegmentsOfRows(t *testing.T) {
	wide := "item,language,sprache,correct\nq1,en,de,1\nq2,es,,0\nq2,,fr,1\n"
	long := "item,language,metric,value\nq1,en,correct,1\nq2,es,correct,0\n"
	for _, c := range []struct {
		name, rows, items, users string
		ask                      func(*spec.Evals)
		levels                   map[string]string
		refused                  string
	}{
		{"wide", wide, "", "", nil, map[string]string{"q1": "en", "q2": "es"}, ""},
		{"long", long, "", "", nil, map[string]string{"q1": "en", "q2": "es"}, ""},
		{"bound", wide, "", "", func(e *spec.Evals) { e.Columns = map[string]string{"language": "sprache"} },
			map[string]string{"q1": "de", "q2": "fr"}, ""},
		{"data set", "item,correct\nq1,1\nq2,0\n", "id,language\nq1,en\nq2,es\n", "", nil, map[string]string{"q1": "en",
			"q2": "es"}, ""},
		{"nowhere", "item,correct\nq1,1\nq2,0\n", "", "", nil, nil, "segments: language stands in no record"},
		{"population", wide, "", "segment,level,share\nlanguage,en,60%\nlanguage,es,40%\n,billing,10\n", nil,
			map[string]string{"q1": "en", "q2": "es"}, ""},
		{"mixed population", wide, "", "segment,level,share\nlanguage,en,60%\nlanguage,es,30\n", nil, nil,
			"write all shares of one kind alike"},
		{"population above all", wide, "", "segment,level,share\nlanguage,en,80%\nlanguage,es,70%\n", nil, nil,
			"add up to 150%"},
		{"population of nobody", wide, "", "segment,level,share\nlanguage,en,0\n", nil, nil, "the shares of language " +
			"are all 0"},
		{"population without rows", wide, "", "segment,level,share\n", nil, nil, "no row below its header"},
		{"other population", wide, "", "segment,level,share\nregion,eu,60%\n", nil, nil,
			`about the segment "region", which is none of those under segments (language)`},
	} {
		files := map[string]string{"v1.csv": c.rows, "v2.csv": c.rows, "items.csv": c.items, "users.csv": c.users}
		e := ownFiles(t, files)
		e.Segments = []string{"language"}
		e.Metrics = []spec.EvalMetric{{Name: "correct"}}
		if c.ask != nil {
			c.ask(e)
		}
		set, err := evaltool.Read(context.Background(), e, evaltool.Options{})
		if c.refused != "" {
			if err == nil || !strings.Contains(err.Error(), c.refused) {
				t.Errorf("%s: %v, want %q", c.name, err, c.refused)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if len(set.Metrics) != 1 {
			t.Errorf("%s: the scores are %v", c.name, set.Metrics)
		}
		for item, want := range c.levels {
			if got := levelOf(set, item); got != want {
				t.Errorf("%s: %s is of %q, want %q", c.name, item, got, want)
			}
		}
		if c.users != "" && (len(set.Users) != 3 || set.Users[0] != (scored.Share{Segment: "language", Category: "en",
			Share: .6}) ||
			set.Users[2] != (scored.Share{Category: "billing", Share: 10})) {
			t.Errorf("%s: users are %v", c.name, set.Users)
		}
	}
}

// levelOf is an item's first level, of the data set or of a run.
func levelOf(set *scored.Set, item string) string {
	for _, x := range set.Items {
		if x.ID == item && x.Segments[0] != "" {
			return x.Segments[0]
		}
	}
	for _, r := range slices.Concat(set.Versions[0].Runs, set.Versions[1].Runs) {
		if r.Item == item && r.Segments[0] != "" {
			return r.Segments[0]
		}
	}
	return ""
}

// TestSegmentsOfEvents: where a run's events come one by one, a level stands though later ones do not say it.
func TestSegmentsOfEvents(t *testing.T) {
	e := evaluation("openai-evals/v1.jsonl.gz", "openai-evals/v2.jsonl.gz")
	e.Segments, e.Columns = []string{"area"}, map[string]string{"area": "data.category"}
	n := map[string]bool{}
	set := read(t, e)
	for _, r := range slices.Concat(set.Versions[0].Runs, set.Versions[1].Runs) {
		if r.Segments[0] != r.Category {
			t.Fatalf("the item %s has the segment %q beside the category %q", r.Item, r.Segments[0], r.Category)
		}
		n[r.Segments[0]] = true
	}
	if len(n) < 3 {
		t.Errorf("levels are %v", n)
	}
}
