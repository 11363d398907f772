package ingest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"uptake/ingest/format"
)

// Rows that cannot be read are told as such, not as lacking the columns that
// they have.
func TestUnreadableRows(t *testing.T) {
	for layout, metric := range map[string]string{"units": "kind: mean", "suggestions": "kind: quantile, quantile: " +
		"50%, of: latency_ms", "events": "kind: mean, event: buy, field: n"} {
		for as, text := range map[string]string{
			"csv": "unit,arm,ts,event,suggestion_id,outcome,latency_ms,n\n" +
				strings.Repeat("\xfc,a,2026-04-01,buy,s,accepted,7,1\n", 40),
			"ndjson": strings.Repeat(`{"unit":"`+"\xfc"+
				`","arm":"a","ts":"2026-04-01","event":"buy","suggestion_id":"s","outcome":"accepted","latency_ms":7,"n":1}`+"\n", 40),
		} {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "e."+as), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			_, err := export{}.read(t, dir, fmt.Sprintf(`
experiment: x
layout: %s
sources: [{path: e.%s, columns: {variant: arm}}]
arms: [{name: a, control: true}, {name: b}]
segments: [n]
metrics: [{name: n, %s, role: primary}]
`, layout, as, metric))
			if err == nil || !strings.Contains(err.Error(), "40 of 40 rows (100.0 %) are broken") ||
				!strings.Contains(err.Error(), "column unit is not UTF-8 text; say what it is with csv: {encoding:") {
				t.Errorf("%s in %s: %v", layout, as, err)
			}
		}
	}
}

// What is the matter with text is not said of a file that is none.
func TestHintsOfText(t *testing.T) {
	x := export{file: `
experiment: x
layout: units
sources: [{path: e.FORMAT}]
metrics: [{name: n, kind: mean, column: n, role: primary}]
`, tables: map[string]string{"e": "2026\n1\n2\n"}}
	for _, as := range format.Formats() {
		_, err := x.run(t, as)
		text := as == "csv" || as == "tsv"
		if err == nil || !strings.Contains(err.Error(), "has no column \"n\"") || strings.Contains(err.Error(),
			"first line") != text {
			t.Errorf("%s: %v", as, err)
		}
	}
}
