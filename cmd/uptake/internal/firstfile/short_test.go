package firstfile

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/ingest"
)

// sameInShort: the file that names the preset gives the readout of the one that writes all of it out.
func sameInShort(t *testing.T, exports []string, dir string, long *report.Report) {
	t.Helper()
	text, err := Draft(context.Background(), exports, Form{Dir: dir, Short: true}, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text, ", preset: ") || strings.Contains(text, "derived:") || strings.Contains(text,
		"variant:") {
		t.Errorf("it is not short:\n%s", text)
	}
	said := func(r *report.Report) string {
		b, err := json.MarshalIndent(map[string]any{"arms": r.Arms, "rows": r.Rows, "outcomes": r.Suggestions,
			"metrics": r.Metrics, "hash": r.InputHash}, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	want, got := strings.Split(said(long), "\n"), strings.Split(said(readBy(t, dir, text)), "\n")
	for i := range min(len(want), len(got)) {
		if want[i] != got[i] {
			t.Fatalf("line %d is %s, written out %s, after\n%s\n%s", i, got[i], want[i], strings.Join(want[max(0,
				i-8):i], "\n"), text)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d lines, written out %d", len(got), len(want))
	}
}
