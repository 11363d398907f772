package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/config"
	"uptake/ingest/evaltool"
)

const evaluationsFile = "../manual/evaluations.md"

// TestManualEvals: the evaluation files of the manual are read, its table of tools is that of
// the readers (-update writes it), and its rows are read as it says.
func TestManualEvals(t *testing.T) {
	dir := t.TempDir()
	blocks := fencedIn(t, evaluationsFile, "yaml evals")
	if len(blocks) < 2 {
		t.Fatalf("%d evaluation files", len(blocks))
	}
	for _, b := range blocks {
		path := filepath.Join(dir, "evals.yaml")
		if err := os.WriteFile(path, []byte(b), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := config.LoadEvals(path, nil); err != nil {
			t.Errorf("%v\n%s", err, b)
		}
	}
	b, err := os.ReadFile(evaluationsFile)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	head := "| tool | name | bring | an item is known by |\n|---|---|---|---|\n"
	from := strings.Index(text, head) + len(head)
	to := from + strings.Index(text[from:], "\n\n") + 1
	var want strings.Builder
	for _, tool := range evaltool.Tools() {
		fmt.Fprintf(&want, "| %s | `%s` | %s | %s |\n", tool.Title, tool.Name, tool.Files, strings.Join(tool.Keys(),
			", else "))
	}
	if text[from:to] != want.String() {
		if !*update {
			t.Errorf("the table of tools is not that of the readers (go test ./cmd/uptake/internal/cli -run " +
				"ManualEvals -update writes it)")
		} else if err := os.WriteFile(evaluationsFile, []byte(text[:from]+want.String()+text[to:]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(spec.EvalTools, evaltool.ToolNames()) {
		t.Errorf("tool: takes %v, and there are readers of %v", spec.EvalTools, evaltool.ToolNames())
	}
	for i, rows := range fencedIn(t, evaluationsFile, "csv") {
		file := filepath.Join(dir, fmt.Sprint(i, ".csv"))
		if err := os.WriteFile(file, []byte(rows), 0o644); err != nil {
			t.Fatal(err)
		}
		e := &spec.Evals{Versions: []spec.EvalVersion{{Name: "v1", Paths: []string{file}, Asks: []string{file}}}}
		set, err := evaltool.Read(t.Context(), e, evaltool.Options{})
		if err != nil || len(set.Versions[0].Runs) == 0 || !slices.Equal(set.Metrics, []string{"clarity", "correct"}) {
			t.Errorf("%v\n%s", err, rows)
		}
	}
	for _, word := range []string{"exact_match/strict", "--exit-verdict"} {
		if !strings.Contains(text, word) {
			t.Errorf("%s is not said", word)
		}
	}
	said := must(t, "help", "evals")
	for _, k := range spec.EvalKeys.List() {
		if k.Shared == "" && !strings.Contains(said, k.Path) {
			t.Errorf("help evals lacks %s", k.Path)
		}
	}
}

// TestManualEvalReasons: the manual has every reason for which a run is not compared, in its words.
func TestManualEvalReasons(t *testing.T) {
	b, err := os.ReadFile(evaluationsFile)
	if err != nil {
		t.Fatal(err)
	}
	reasons := report.EvalReasons()
	if len(reasons) < 7 {
		t.Errorf("only %d reasons", len(reasons))
	}
	for _, r := range reasons {
		if row := fmt.Sprintf("| `%s` | %s |\n", r, r.Words()); !strings.Contains(string(b), row) {
			t.Errorf("the manual lacks %s", row)
		}
	}
}
