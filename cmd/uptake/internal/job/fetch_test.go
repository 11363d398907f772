package job_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"uptake/analysis"
	"uptake/analysis/aa"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/cmd/uptake/internal/job"
	"uptake/config"
	"uptake/ingest"
)

// unitsExperiment asks for what needs units one by one.
const unitsExperiment = `experiment: messy
start: 2026-04-01
end: 2026-04-14
timezone: %s
%s
sources: [{%s}]
columns: {ts: at, unit: user_id, event_id: event_id, suggestion_id: sugg, session: sess}
where: [{column: plan, not: [NA]}]
arms:
  - {name: control, control: true}
  - {name: treatment}
window: 7d
max_bad_rows: 20%%
suggestions: {attribution: 5m, edit_window: 10m, edit_above: 0.1, revert_above: 0.5}
metrics:
  - {name: acceptance_rate, role: primary}
  - {name: ignore_rate, role: secondary}
  - {name: middle, kind: quantile, quantile: 0.5, event: purchase, field: value, role: secondary}
  - {name: capped, kind: mean, event: purchase, field: value, winsorize: 0.99, role: secondary}
  - {name: fees, kind: mean, event: purchase, field: fee, role: secondary}
  - {name: tasks, kind: mean, event: task, role: guardrail, better: up, margin: 20%%}
segments: [plan]
statistics: {cuped: 2d, max_immature: 60%%, also: [mann_whitney]}
decision: {planned: 2026-03-30, min_weeks: 2}
`

// documents are those that need units one by one, of an experiment whose rows lie in files.
func documents(t *testing.T, e *spec.Experiment) map[string]any {
	t.Helper()
	ctx := context.Background()
	run := job.Run{Workers: 2}
	rep, err := run.Readout(ctx, e)
	if err != nil {
		t.Fatal(err)
	}
	why, err := run.Ignores(ctx, e, job.Investigate{Draws: 100})
	if err != nil {
		t.Fatal(err)
	}
	demand := analysis.Needs(e)
	tables, err := ingest.Collect(ctx, e, demand, ingest.Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	shuffled, err := aa.Run(ctx, e, demand, tables, aa.Options{Workers: 2, Runs: 100, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return map[string]any{"readout.json": rep, "ignores.json": why, "aa.json": shuffled}
}

// TestFetchedEqualsFile: what is made of rows that an engine gave is what is made of them in a Parquet file, to the
// last byte of every document, hash and examples of rows but for these rows' numbers included.
func TestFetchedEqualsFile(t *testing.T) {
	for engine, load := range engines(t) {
		for seed := range *pushedSeeds {
			t.Run(fmt.Sprintf("%s/%d", engine, seed), func(t *testing.T) {
				dir, name := t.TempDir(), fmt.Sprintf("fetched_%d", seed)
				rows := append(suggest(seed, messy(seed, 200)), twice()...)
				writeTyped(t, rows, filepath.Join(dir, name))
				address := load(t, name, rows, t.TempDir())
				zone := []string{"UTC", "America/New_York"}[seed%2]
				file := loaded(t, dir, fmt.Sprintf(unitsExperiment, zone, "", "path: "+name+", format: parquet"))
				want := documents(t, file)
				there := loaded(t, dir, fmt.Sprintf(unitsExperiment, zone, "engine: "+address, "table: "+name))
				f, err := job.Run{}.Fetch(context.Background(), there)
				if err != nil {
					t.Fatal(err)
				}
				defer f.Close()
				checkFetched(t, f.Asked, len(rows))
				for what, got := range documents(t, f.Exp) {
					if a, b := comparable(t, want[what]), comparable(t, got); !bytes.Equal(a, b) {
						t.Errorf("%s is another:\n%s", what, firstDifference(a, b))
					}
				}
			})
		}
	}
}

func loaded(t *testing.T, dir, text string) *spec.Experiment {
	t.Helper()
	path := filepath.Join(dir, "experiment.yaml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	e, err := config.Load(path, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return e
}

// checkFetched: the record has the columns and the rows, and how many came.
func checkFetched(t *testing.T, asked []report.Asked, rows int) {
	t.Helper()
	if len(asked) != 2 || asked[0].Fetched || !asked[1].Fetched {
		t.Fatalf("%d statements: %+v", len(asked), asked)
	}
	if q := asked[1].Queries[0]; q.Rows != int64(rows) || q.Returned == 0 || q.Seconds <= 0 {
		t.Errorf("the rows' query says %+v, want %d rows", q, rows)
	}
}

// comparable is a document without the rows that it shows as examples: which one is the first depends on where it lies.
func comparable(t *testing.T, document any) []byte {
	t.Helper()
	b, err := json.Marshal(document)
	var v any
	if err == nil {
		err = json.Unmarshal(b, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	withoutExamples(v)
	b, _ = json.MarshalIndent(v, "", " ")
	return b
}

func withoutExamples(v any) {
	switch v := v.(type) {
	case map[string]any:
		if _, ok := v["example"]; ok {
			v["example"] = nil
		}
		for _, x := range v {
			withoutExamples(x)
		}
	case []any:
		for _, x := range v {
			withoutExamples(x)
		}
	}
}

// TestFetchedGoes: the rows' files are gone once they are closed, and when the table cannot be fetched.
func TestFetchedGoes(t *testing.T) {
	for engine, load := range engines(t) {
		t.Run(engine, func(t *testing.T) {
			aside := t.TempDir()
			address := load(t, "going", messy(4, 20), t.TempDir())
			t.Setenv("TMPDIR", aside)
			e := loaded(t, t.TempDir(), fmt.Sprintf(unitsExperiment, "UTC", "engine: "+address, "table: going"))
			f, err := job.Run{}.Fetch(context.Background(), e)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Error(err)
			}
			stopped, stop := context.WithCancel(context.Background())
			stop()
			if _, err := (job.Run{}).Fetch(stopped, e); err == nil {
				t.Error("an ended context fetches")
			}
			e.MaxBytes = 1
			if _, err := (job.Run{}).Fetch(context.Background(), e); err == nil ||
				!strings.Contains(err.Error(), "nothing was read") {
				t.Errorf("one byte may be read: %v", err)
			}
			if left, _ := os.ReadDir(aside); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}
