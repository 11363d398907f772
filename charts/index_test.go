package charts

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"uptake/analysis/report"
)

// A night's index is written whole, page and JSON in one order.
func TestWriteIndex(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "night")
	x := &report.Index{Schema: report.IndexSchema, Experiments: []report.IndexRow{
		{ID: "b", Status: report.StatusOK, Verdict: report.KeepRunning}, {ID: "a", Status: report.StatusFailed}}}
	if err := WriteIndex(dir, x); err != nil {
		t.Fatal(err)
	}
	var back report.Index
	b, err := os.ReadFile(filepath.Join(dir, "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if back.Experiments[0].ID != "a" || x.Experiments[0].ID != "b" {
		t.Errorf("sorted as %+v, given %+v", back.Experiments, x.Experiments)
	}
}
