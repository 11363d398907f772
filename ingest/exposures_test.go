package ingest_test

import (
	"os"
	"path/filepath"
	"testing"

	"uptake/analysis"
	"uptake/analysis/investigation"
	"uptake/analysis/readout"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/config"
	"uptake/ingest"
)

// loaded is an experiment file in a folder.
func loaded(t *testing.T, dir, file string) *spec.Experiment {
	t.Helper()
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

// collected reads one CSV with an experiment file beside it.
func collected(t *testing.T, experiment, export string) (*spec.Experiment, spec.Demand, *study.Tables) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "export.csv"), []byte(export), 0o644); err != nil {
		t.Fatal(err)
	}
	e := loaded(t, dir, experiment)
	demand := analysis.Needs(e)
	return e, demand, tablesOf(t, e, demand)
}

func tablesOf(t *testing.T, e *spec.Experiment, demand spec.Demand) *study.Tables {
	t.Helper()
	tables, err := ingest.Collect(t.Context(), e, demand, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

// investigate is the investigation of one CSV.
func investigate(t *testing.T, experiment, export string) *report.Ignores {
	t.Helper()
	e, _, _ := collected(t, experiment, export)
	demand, err := investigation.Needs(e)
	if err != nil {
		t.Fatal(err)
	}
	r, err := investigation.Run(t.Context(), e, demand, tablesOf(t, e, demand), investigation.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// readoutOf is what collected gives, analyzed.
func readoutOf(t *testing.T, experiment, export string) *report.Report {
	t.Helper()
	e, demand, tables := collected(t, experiment, export)
	r, err := readout.Analyze(t.Context(), e, demand, tables, readout.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestExposureThatIsCounted: where the event of an exposure is a metric's too,
// its rows count in the window although they expose nobody: after the end of
// the experiment, to another experiment, or past the filter of exposures.
func TestExposureThatIsCounted(t *testing.T) {
	r := readoutOf(t, `
experiment: x
start: 2026-04-01
end: 2026-04-02
sources: [{path: export.csv}]
arms: [{name: a, control: true}, {name: b}]
exposure: {event: [login], where: [{column: surface, not: [mail]}]}
window: 7d
metrics: [{name: logins, kind: mean, event: login, role: primary}]
`, `ts,unit,event,experiment,variant,surface
2026-03-31T10:00:00Z,1,login,x,b,app
2026-04-01T09:00:00Z,1,login,x,b,mail
2026-04-01T10:00:00Z,1,login,x,a,app
2026-04-02T10:00:00Z,1,login,other,z,app
2026-04-03T10:00:00Z,1,login,x,a,app
2026-04-04T10:00:00Z,1,login,x,a,mail
2026-04-09T10:00:00Z,1,login,x,a,app
2026-04-02T10:00:00Z,2,login,x,b,app
2026-04-03T10:00:00Z,3,login,x,b,app
`)
	if n := r.Arms; n[0].Units != 1 || n[1].Units != 1 {
		t.Fatalf("%d and %d units, want one each", n[0].Units, n[1].Units)
	}
	if a := r.Metrics[0].Arms; a[0].Value != 4 || a[1].Value != 1 {
		t.Errorf("%v and %v logins, want 4 and 1", a[0].Value, a[1].Value)
	}
	dropped := map[string]int64{}
	for _, d := range r.Rows.Dropped {
		if d.Rows > 0 {
			dropped[d.Reason] = d.Rows
		}
	}
	if len(dropped) != 3 || dropped["before_exposure"] != 2 || dropped["after_window"] != 1 ||
		dropped["unexposed"] != 1 || r.Rows.Used != 5 {
		t.Errorf("%d rows used, dropped %v", r.Rows.Used, dropped)
	}
}
