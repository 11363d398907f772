package job_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/ingest/warehouse/engine"
)

var pushedTable = flag.String("pushed.table", "", "a file that keeps, a line for each engine and kind of rows, how "+
	"many tables it added up and how many of them as they are added up of files")

const tableHead = "Reports of what an engine added up beside those of the same rows in files, byte for byte " +
	"(go test ./cmd/uptake/internal/job -run PushedEqual -pushed.table FILE).\n\n" +
	"engine                    rows            tables     rows  queries      bytes back  equal\n"

// added are the tables of one kind of rows that an engine added up.
type added struct {
	engine, kind                         string // the engine with its version
	tables, rows, queries, bytes, equals int64
}

// versioned is the name of an engine with what it says of its version.
func versioned(t *testing.T, name, address string) string {
	t.Helper()
	e, err := engine.Open(context.Background(), address, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	rows, err := e.Query(context.Background(), "SELECT version() AS version")
	if err != nil || !rows.Next() {
		t.Fatalf("no version: %v", err)
	}
	version, _ := rows.Text(0)
	version = strings.TrimPrefix(version, "PostgreSQL ")
	version, _, _ = strings.Cut(version, " ")
	return name + " " + version
}

// put counts a table and, where a file keeps them, writes it anew with this kind's line at its end.
func (a *added) put(t *testing.T, name, address string, rows int, asked []report.Asked, equal bool) {
	t.Helper()
	a.tables, a.rows = a.tables+1, a.rows+int64(rows)
	for _, x := range asked {
		a.queries += int64(len(x.Queries))
		for _, q := range x.Queries {
			a.bytes += q.Returned
		}
	}
	if equal {
		a.equals++
	}
	if *pushedTable == "" {
		return
	}
	if a.engine == "" {
		a.engine = versioned(t, name, address)
	}
	text, err := os.ReadFile(*pushedTable)
	if errors.Is(err, fs.ErrNotExist) {
		text, err = []byte(tableHead), nil
	}
	if err != nil {
		t.Fatal(err)
	}
	own := fmt.Sprintf("%-24s  %-14s", a.engine, a.kind)
	lines := slices.DeleteFunc(strings.Split(strings.TrimSuffix(string(text), "\n"), "\n"), func(s string) bool {
		return strings.HasPrefix(s, own)
	})
	lines = append(lines, fmt.Sprintf("%s  %6d  %7d  %7d  %14d  %5d", own, a.tables, a.rows, a.queries, a.bytes,
		a.equals))
	if err := os.WriteFile(*pushedTable, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}
