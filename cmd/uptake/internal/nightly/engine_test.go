package nightly_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/cmd/uptake/internal/cli"
	"uptake/cmd/uptake/internal/nightly"
)

// inDuckDB simulates an export, and puts it into a database beside an experiment file that asks for it there.
func inDuckDB(t *testing.T) {
	t.Helper()
	program := os.Getenv("UPTAKE_DUCKDB")
	if program == "" {
		t.Skip("UPTAKE_DUCKDB is not set")
	}
	t.Setenv("PATH", filepath.Dir(program)+string(os.PathListSeparator)+os.Getenv("PATH"))
	folder(t)
	var said bytes.Buffer
	if code := cli.Main([]string{"simulate", "-o", "demo", "--users", "300"}, &said, &said); code != 0 {
		t.Fatal(said.String())
	}
	out, err := exec.Command(program, "demo/lake.duckdb", "-c",
		"create table events as select * from 'demo/events.parquet'").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	file := read(t, "demo/experiment.yaml")
	text := strings.Replace(file, "sources:\n  - path: \"events.parquet\"\n",
		"engine: duckdb:../demo/lake.duckdb\nsources: [{table: events}]\n", 1)
	if text == file {
		t.Fatalf("the simulated file names its source in another way:\n%s", file)
	}
	write(t, "in/there.yaml", text)
}

// withoutAsked is a JSON document without the record of queries and the rows that are shown as examples, whose files
// are called otherwise.
func withoutAsked(t *testing.T, path string) string {
	t.Helper()
	var v map[string]any
	readJSON(t, path, &v)
	rows := v["rows"].(map[string]any)
	delete(rows, "asked")
	for _, list := range []string{"dropped", "notes"} {
		for _, x := range rows[list].([]any) {
			delete(x.(map[string]any), "example")
		}
	}
	b, _ := json.MarshalIndent(v, "", " ")
	return string(b)
}

// TestNightAsksEngines: an experiment whose rows an engine has stands in the index like any other: by sums without an
// investigation, with --units with the one that the same rows give in a file. One that fails stops no other.
func TestNightAsksEngines(t *testing.T) {
	inDuckDB(t)
	write(t, "in/wrong.yaml", strings.NewReplacer("table: events", "table: gone", "inline-suggestions",
		"wrong").Replace(read(t, "in/there.yaml")))
	if code, _, errs := night("demo/experiment.yaml", "-o", "files"); code != 0 {
		t.Fatal(errs)
	}
	code, out, errs := night("in", "-o", "sums")
	if code != 4 || !strings.Contains(out, "1 of 2 experiments done") {
		t.Fatalf("exit %d: %s%s", code, out, errs)
	}
	x := index(t, "sums")
	there, wrong := row(t, x, "inline-suggestions"), row(t, x, "wrong")
	if there.Status != report.StatusOK || there.Ignores || !strings.Contains(there.NoIgnores, "--units") ||
		there.Bytes == 0 || there.Rows == 0 {
		t.Errorf("the row by sums is %+v", there)
	}
	if wrong.Status != report.StatusFailed || !strings.Contains(wrong.Error.Detail, "no table gone") {
		t.Errorf("the row of a table that is not there is %+v", wrong)
	}
	if page := read(t, "sums/index.html"); !strings.Contains(page, "no investigation") {
		t.Error("the index does not say that there is no investigation")
	}
	if n := did(t, "sums").Queries; n < 4 {
		t.Errorf("run.json has %d queries", n)
	}
	for _, state := range []string{"", "kept"} { // nothing of a table is kept from night to night
		args := []string{"in/there.yaml", "-o", "units" + state, "--units"}
		if state != "" {
			args = append(args, "--state", state)
		}
		for range 2 {
			if code, _, errs := night(args...); code != 0 {
				t.Fatal(errs)
			}
			if n := did(t, "units"+state); n.Queries != 2 || n.Kept != 0 {
				t.Errorf("run.json has %+v", n)
			}
		}
		if r := row(t, index(t, "units"+state), "inline-suggestions"); !r.Ignores || r.NoIgnores != "" {
			t.Errorf("the row with --units is %+v", r)
		}
		for _, name := range []string{"readout.json", "ignores.json"} {
			same(t, name, map[string]string{name: withoutAsked(t, "files/inline-suggestions/"+name)},
				map[string]string{name: withoutAsked(t, "units"+state+"/inline-suggestions/"+name)})
		}
	}
	if page := read(t, "units/inline-suggestions/ignores.html"); !strings.Contains(page, "there.yaml --units") {
		t.Error("the page does not say the command that makes it")
	}
}

// TestNightUnderEnginesWithinLimits: the dry run asks for the cost alone, max_bytes and the deadline hold.
func TestNightUnderEnginesWithinLimits(t *testing.T) {
	inDuckDB(t)
	code, out, errs := night("in", "-o", "out", "--dry-run")
	if code != 0 || !strings.Contains(out, "asks an engine to read a number of bytes that the engine does not say") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	if _, err := os.Stat("out"); err == nil {
		t.Error("the dry run writes")
	}
	code, _, errs = night("in", "-o", "out", "--deadline", "1ns")
	if r := row(t, index(t, "out"), "inline-suggestions"); code != 1 || r.Error == nil || r.Error.Kind != "deadline" {
		t.Errorf("exit %d: %+v %s", code, r, errs)
	}
	write(t, "in/there.yaml", read(t, "in/there.yaml")+"max_bytes: 1KB\n")
	for _, with := range [][]string{{"in", "-o", "out"}, {"in", "-o", "out", "--units"}} {
		code, _, errs = night(with...)
		if r := row(t, index(t, "out"), "inline-suggestions"); code != 1 || r.Error == nil ||
			!strings.Contains(r.Error.Detail, "nothing was read") {
			t.Errorf("exit %d: %+v %s", code, r, errs)
		}
	}
	if code, out, _ := night("in", "-o", "out", "--dry-run"); code != 0 || !strings.Contains(out, "would fail: ") {
		t.Errorf("exit %d: %s", code, out)
	}
}

// did is what a night says that it did.
func did(t *testing.T, dir string) (n nightly.Numbers) {
	t.Helper()
	readJSON(t, filepath.Join(dir, "run.json"), &n)
	return n
}
