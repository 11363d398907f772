package cli

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/xuri/excelize/v2"
)

// TestSourceTwins reads one simulated set from a file, an archive, a workbook, a database
// and an object store: the JSON must be the same to the byte, but for the examples of dropped rows.
func TestSourceTwins(t *testing.T) {
	sh := newShell(t)
	must(t, "simulate", "-o", "sim", "--users", "200", "--days", "10", "--duplicates", "0.01", "--format", "csv")
	must(t, "simulate", "-o", "pq", "--users", "200", "--days", "10", "--duplicates", "0.01", "--format", "parquet")
	text, err := os.ReadFile("sim/events.csv")
	if err != nil {
		t.Fatal(err)
	}
	experiment, err := os.ReadFile("sim/experiment.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var z bytes.Buffer
	w := zip.NewWriter(&z)
	m, _ := w.Create("in/events.csv")
	m.Write(text)
	if w.Close() != nil || os.WriteFile("e.zip", z.Bytes(), 0o644) != nil {
		t.Fatal("no archive")
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "e.db")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tx, _ := db.Begin()
	if _, err := tx.Exec(`create table events ("` + strings.Join(rows[0], `","`) + `")`); err != nil {
		t.Fatal(err)
	}
	insert, err := tx.Prepare("insert into events values (?" + strings.Repeat(",?", len(rows[0])-1) + ")")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		var cells []any
		for _, c := range row {
			cells = append(cells, c)
		}
		if _, err := insert.Exec(cells...); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range rows {
		for k, c := range row {
			at, _ := excelize.CoordinatesToCellName(k+2, i+3) // away from the corner
			if n, err := strconv.ParseFloat(c, 64); err == nil && strconv.FormatFloat(n, 'f', -1, 64) == c {
				book.SetCellValue("Sheet1", at, n)
			} else if c != "" {
				book.SetCellValue("Sheet1", at, c)
			}
		}
	}
	if err := book.SaveAs("e.xlsx"); err != nil {
		t.Fatal(err)
	}
	store := s3mem.New()
	store.CreateBucket("b")
	names, _ := filepath.Glob("pq/*.parquet")
	for _, n := range append(names, "sim/events.csv") {
		b, _ := os.ReadFile(n)
		if _, err := store.PutObject("b", n, map[string]string{}, bytes.NewReader(b), int64(len(b)), nil); err != nil {
			t.Fatal(err)
		}
	}
	var asked, replaced atomic.Int64 // in this many requests, the last file is another
	fake := gofakes3.New(store).Server()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if asked.Add(1) == replaced.Load() {
			store.PutObject("b", names[len(names)-1], map[string]string{}, strings.NewReader("other"), 5, nil)
		}
		fake.ServeHTTP(w, q)
	}))
	defer server.Close()
	t.Setenv("AWS_ENDPOINT_URL_S3", server.URL)
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "hidden-word")
	first := ""
	for _, from := range []string{`"sim/events.csv"`, `"e.zip"`, `"e.xlsx"`, "\"sqlite:e.db\"\n    table: events",
		"\"sqlite:e.db\"\n    query: select * from events order by 2", `"s3://b/pq/*.parquet"`, `"s3://b/sim"`,
		`"` + server.URL + `/b/sim/events.csv"`} {
		sh.write("experiment.yaml", strings.Replace(string(experiment), `"events.csv"`, from, 1))
		got := withoutExamples(sh.json("2", []string{"readout", "experiment.yaml", "--json", "-"}))
		switch {
		case first == "":
			if first = got; !strings.Contains(got, `"duplicate"`) {
				t.Fatal("the twins are too dull")
			}
		case got != first:
			t.Errorf("%s differs: %s", from, difference(first, got))
		}
	} // A file that is replaced on the way stops all of it: nothing is written.
	sh.write("experiment.yaml", strings.Replace(string(experiment), `"events.csv"`, `"s3://b/pq/*.parquet"`, 1))
	asked.Store(0)
	sh.json("2", []string{"readout", "experiment.yaml", "--json", "-"})
	replaced.Store(asked.Swap(0))
	var out, errs bytes.Buffer
	code := Main([]string{"readout", "experiment.yaml", "-o", "torn", "--quiet"}, &out, &errs)
	if _, err := os.Stat("torn"); code != codeData || !strings.Contains(errs.String(), "was replaced while it was "+
		"read") || err == nil {
		t.Errorf("exit %d, %s, %v", code, errs.String(), err)
	}
}
