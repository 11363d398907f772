package ingest_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"uptake/analysis"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/config"
	"uptake/ingest"
)

// experimentOf loads an experiment file that lies beside some exports.
func experimentOf(t *testing.T, file string, exports map[string]string) *spec.Experiment {
	t.Helper()
	dir := t.TempDir()
	for name, text := range exports {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "experiment.yaml")
	if err := os.WriteFile(path, []byte(file), 0o644); err != nil {
		t.Fatal(err)
	}
	e, err := config.Load(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// tablesBy reads it with so many workers.
func tablesBy(t *testing.T, e *spec.Experiment, workers int) *study.Tables {
	t.Helper()
	tables, err := ingest.Collect(context.Background(), e, analysis.Needs(e), ingest.Options{Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

// TestLogged: every row with a time counts for its source, those that expose
// somebody for their event; files of one export cut by time are one stream.
func TestLogged(t *testing.T) {
	april := "ts,user,event,variant,experiment\n2026-04-01T08:00:00Z,u1,exposure,A,x\n2026-04-01T23:30:00Z,u2,exposur" +
		"e,B,other\n2026-04-02T09:00:00Z,,spam,,\n2026-04-03T10:00:00Z,u1,tool,,\n2026-04-03T10:00:00Z,u1,tool,,\n"
	may := "ts,user,event,variant,experiment\n2026-04-03T12:00:00Z,u3,exposure,B,x\n2026-04-05T12:00:00Z,u3,tool,,\n"
	sales := "ts,user,event\n2026-04-02,u1,purchase\n2026-04-04,u9,purchase\n"
	e := experimentOf(t, `experiment: x
timezone: Europe/Berlin
sources: [{path: april.csv}, {path: may.csv}, {path: sales.csv}]
columns: {unit: user}
arms: [{name: A, share: 50%, control: true}, {name: B, share: 50%}]
metrics: [{name: tools, kind: mean, event: tool}, {name: sales, kind: mean, event: purchase}]
`, map[string]string{"april.csv": april, "may.csv": may, "sales.csv": sales})
	for _, workers := range []int{1, 8} {
		var got []string
		for _, l := range tablesBy(t, e, workers).Logged {
			for _, d := range slices.Sorted(maps.Keys(l.Days)) {
				got = append(got, fmt.Sprint(l.Sources, l.Event, " ", d, " ", l.Days[d].Rows, " of ", l.Days[d].Units))
			}
		}
		want := []string{"[april.csv may.csv] 2026-04-01 1 of 1", "[april.csv may.csv] 2026-04-02 2 of 1",
			"[april.csv may.csv] 2026-04-03 3 of 2", "[april.csv may.csv] 2026-04-05 1 of 1",
			"[sales.csv] 2026-04-02 1 of 1", "[sales.csv] 2026-04-04 1 of 1",
			"[april.csv may.csv]exposure 2026-04-01 1 of 1", "[april.csv may.csv]exposure 2026-04-03 1 of 1"}
		if !slices.Equal(got, want) {
			t.Errorf("%d workers: %q, want %q", workers, got, want)
		}
	}
}
