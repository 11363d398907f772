package engine

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDuckDBFile: a database is read where it lies, and nothing is left beside it.
func TestDuckDBFile(t *testing.T) {
	program := os.Getenv("UPTAKE_DUCKDB")
	if program == "" {
		t.Skip("UPTAKE_DUCKDB is not set")
	}
	dir := t.TempDir()
	t.Chdir(dir)
	file := "-it's.db"
	make := exec.Command(program, "-no-init", filepath.Join(dir, file))
	make.Stdin = strings.NewReader("CREATE TABLE t AS SELECT range AS x FROM range(50000);\n" +
		"COPY t TO 't.parquet' (FORMAT parquet); CREATE SEQUENCE s;")
	if out, err := make.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	ctx := context.Background()
	e, err := Open(ctx, "duckdb:"+file, options())
	if err != nil {
		t.Fatal(err)
	}
	c, err := e.Explain(ctx, "SELECT count(*) FROM t a JOIN t b ON a.x = b.x")
	if err != nil || c != (Cost{Rows: 100000, RowsKnown: true}) {
		t.Errorf("the cost of two scans is %+v, %v", c, err)
	}
	for sql, want := range map[string]string{
		"SELECT count(*) AS n FROM t":                             "n\n50000|",
		"SELECT count(*) AS n FROM read_parquet('t.parquet')":     "n\n50000|",
		"SELECT nextval('s') AS n":                                "! read-only",
		"SELECT 1 AS a, 2 AS a":                                   "a|a\n1|2|",
		"SELECT CAST('NaN' AS DOUBLE) AS a":                       "! cast it to VARCHAR",
		"SELECT 1 AS a FROM t WHERE x < 2":                        "a\n1|\n1|",
		"SELECT CASE WHEN x > 40000 THEN error('no') END FROM t":  "! no",
		"SELECT * FROM read_parquet('https://no.invalid/x.parq')": "! ",
	} {
		got, err := all(e.Query(ctx, sql))
		if part, bad := strings.CutPrefix(want, "! "); bad && (err == nil || !strings.Contains(err.Error(), part)) ||
			!bad &&
				(err != nil || got != want) {
			t.Errorf("%s: %.200q, %v, expected %s", sql, got, err, want)
		}
	}
	// A program that ends before its query does is no end of the rows.
	rows, err := e.Query(ctx, "SELECT range AS x FROM range(30000000)")
	if err != nil {
		t.Fatal(err)
	}
	rows.(*duckRows).run.Process.Kill()
	for rows.Next() {
	}
	if err := rows.Err(); err == nil || !strings.Contains(err.Error(), "was it killed") {
		t.Errorf("killed: %v", err)
	}
	rows.Close()
	rows, err = e.Query(ctx, "SELECT range AS x FROM range(30000000)")
	if err != nil || !rows.Next() {
		t.Fatal(err)
	}
	if err := rows.Close(); err != nil || rows.Err() != nil {
		t.Errorf("closed before its end: %v, %v", err, rows.Err())
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	left, _ := os.ReadDir(dir)
	if _, err := os.Stat(e.(*duckdb).aside); len(left) != 2 || err == nil {
		t.Errorf("left beside the database: %v, %v", left, err)
	}
}
