package ingest_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"uptake/analysis"
	"uptake/ingest"
)

// TestLongSuggestionID: an id that is longer than one can be kept is refused by its row
// where ids are kept, and is an id like others where they are not.
func TestLongSuggestionID(t *testing.T) {
	long := strings.Repeat("x", 1<<20+1)
	for layout, rows := range map[string]string{
		"events": "ts,unit,event,variant,suggestion_id\n2026-04-01T10:00:00Z,1,exposure,a,\n2026-04-01T10:00:00Z,2,ex" +
			"posure,b,\n" +
			"2026-04-01T10:00:01Z,1,suggestion_shown,,s\n2026-04-01T10:00:02Z,2,suggestion_shown,," + long + "\n",
		"suggestions": "unit,arm,suggestion_id,outcome\n1,a,s,accepted\n2,b,z,ignored\n3,b,z2,ignored\n4,a," + long +
			",accepted\n",
	} {
		dir := t.TempDir()
		writeTable(t, filepath.Join(dir, "e.csv"), "csv", rows)
		e := loaded(t, dir, "experiment: x\nlayout: "+layout+"\nsources: [{path: e.csv}]\narms: [{name: a, control: "+
			"true}, {name: b}]\nmetrics: [{name: acceptance_rate, role: primary}]\n")
		d := analysis.Needs(e)
		if _, err := ingest.Collect(context.Background(), e, d, ingest.Options{}); err != nil {
			t.Errorf("%s: nobody keeps the ids: %v", layout, err)
		}
		d.SuggestionIDs = true
		_, err := ingest.Collect(context.Background(), e, d, ingest.Options{})
		if err == nil || !strings.Contains(err.Error(),
			`e.csv, row 4: the suggestion_id column "suggestion_id" holds an id of 1,048,577 bytes`) {
			t.Errorf("%s: %v", layout, err)
		}
	}
}
