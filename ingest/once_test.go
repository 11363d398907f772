package ingest_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"uptake/analysis"
	"uptake/analysis/spec"
	"uptake/config"
	"uptake/ingest"
	"uptake/ingest/format"
	"uptake/ingest/source"
)

// TestOnce: a database is asked one time, however often its rows are read, and all
// readings have the same rows though more come in; what was kept goes.
func TestOnce(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", t.TempDir())
	db, err := sql.Open("sqlite", filepath.Join(dir, "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	add := func(n int) {
		t.Helper()
		if _, err := db.Exec(fmt.Sprintf(`insert into u values ('u%d', '%s', %d)`, n, []string{"a", "b"}[n%2],
			n%3)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec(`create table u (unit text, arm text, tasks integer)`); err != nil {
		t.Fatal(err)
	}
	for n := range 10 {
		add(n)
	}
	file := filepath.Join(dir, "x.yaml")
	if err := os.WriteFile(file, []byte("experiment: x\nlayout: units\nsources: [{path: \"sqlite:x.db\", table: "+
		"u}]\narms: [{name: a, control: true}, {name: b}]\nmetrics: [{name: tasks, kind: mean, column: tasks, role: "+
		"primary}]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	e, err := config.Load(file, nil)
	if err != nil {
		t.Fatal(err)
	}
	once, asked := &ingest.Once{}, 0
	open := func(f source.File, in format.Input, ask []format.Column, o format.Options) (format.Reader, error) {
		asked++
		return once.Open(f, in, ask, o)
	}
	ctx := context.Background()
	if _, err := ingest.Peek(ctx, e, analysis.Needs(e), ingest.Options{Open: open}); err != nil {
		t.Fatal(err)
	}
	add(10)
	names, err := ingest.ColumnsOf(e.Sources[0], open)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ingest.SampleOf(ctx, e.Sources[0], names, open)
	if err != nil {
		t.Fatal(err)
	}
	l, err := ingest.LivesOf(ctx, e, spec.Demand{}, nil, nil, ingest.Options{Open: open})
	if err != nil {
		t.Fatal(err)
	}
	if s.Len() != 10 || len(l.List) != 10 || asked < 4 {
		t.Errorf("%d rows and %d units of 10, opened %d times", s.Len(), len(l.List), asked)
	}
	if err := once.Close(); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "*")); len(left) != 0 {
		t.Errorf("left behind: %s", left)
	}
	if s, err := ingest.SampleOf(ctx, e.Sources[0], names, nil); err != nil || s.Len() != 11 {
		t.Errorf("%v: the row that came in is not there without it", err)
	}
}
