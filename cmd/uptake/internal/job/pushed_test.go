package job_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"uptake/analysis/report"
	"uptake/cmd/uptake/internal/job"
	"uptake/config"
)

const messyExperiment = `experiment: messy
start: 2026-04-01
end: 2026-04-14
timezone: %s
%s
sources: [{%s}]
columns: {ts: at, unit: user_id, event_id: event_id}
where: [{column: plan, not: [NA]}]
arms:
  - {name: control, control: true}
  - {name: treatment}
window: 7d
max_bad_rows: 5%%
metrics:
  - {name: revenue, kind: mean, event: purchase, field: value, role: primary}
  - {name: cents, kind: mean, event: purchase, field: value, scale: 2}
  - {name: items, kind: mean, event: [purchase, task], field: items, scale: 0}
  - {name: tasks, kind: mean, event: task}
  - {name: pro_tasks, kind: mean, event: task, where: [{column: plan, is: pro}]}
  - {name: bought, kind: proportion, event: purchase}
  - {name: pro_share, kind: ratio, numerator: {event: [purchase, task], where: [{column: plan, is: pro}]}, denominator: {event: [purchase, task]}}
  - {name: per_task, kind: ratio, numerator: {event: task}, denominator: {event: [task, purchase]}}
  - {name: early, kind: mean, event: purchase, field: value, window: 2d}
  - {name: back, kind: retention, event: [task, purchase], day: 3}
  - {name: tickets, kind: mean, event: ticket, role: guardrail, better: down, margin: 20%%}
segments: [plan]
statistics: {cuped: 2d, post_stratify: plan}
%s
decision: {planned: 2026-03-30, min_weeks: 2}
`

func readMessy(t *testing.T, dir, text string) []byte {
	t.Helper()
	return readIn(t, dir, text, job.Run{Workers: 1})
}

// readIn makes the report of a file, without what an engine cannot say and its own record.
func readIn(t *testing.T, dir, text string, run job.Run) []byte {
	t.Helper()
	out, _ := askIn(t, dir, text, run)
	return out
}

// askIn also gives the record of what an engine was asked.
func askIn(t *testing.T, dir, text string, run job.Run) (out []byte, asked []report.Asked) {
	t.Helper()
	out, asked, err := tryIn(t, dir, text, run)
	if err != nil {
		t.Fatal(err)
	}
	return out, asked
}

// tryIn gives the error too.
func tryIn(t *testing.T, dir, text string, run job.Run) (out []byte, asked []report.Asked, err error) {
	t.Helper()
	out, asked, err = tryRun(t, dir, text, run)
	if asked != nil {
		checkRecord(t, asked, max(1, run.Passes))
	}
	return out, asked, err
}

// tryRun gives the record as it is.
func tryRun(t *testing.T, dir, text string, run job.Run) (out []byte, asked []report.Asked, err error) {
	t.Helper()
	path := filepath.Join(dir, "experiment.yaml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	e, err := config.Load(path, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	rep, err := run.Readout(context.Background(), e)
	if err != nil {
		return nil, nil, err
	}
	asked = rep.Rows.Asked
	rep.InputHash, rep.Rows.Asked = "", nil
	for i := range rep.Rows.Dropped {
		rep.Rows.Dropped[i].Example = nil
	}
	for i := range rep.Rows.Notes {
		rep.Rows.Notes[i].Example = nil
	}
	for i := range rep.Metrics {
		for a := range rep.Metrics[i].Arms {
			if c := rep.Metrics[i].Arms[a].Cells; c != nil {
				c.Example = nil
			}
		}
	}
	out, err = json.MarshalIndent(rep, "", " ")
	return out, asked, err
}

// checkRecord: every statement stands in the report with a query for each pass.
func checkRecord(t *testing.T, asked []report.Asked, passes int) {
	t.Helper()
	if len(asked) < 3 { // columns, rows, units, and where means or ratios are, days
		t.Errorf("the report has %d statements", len(asked))
	}
	for i, x := range asked {
		want := passes
		if i == 0 { // the columns
			want = 1
		}
		if x.About == "" || !strings.Contains(x.SQL, "SELECT") || len(x.Queries) != want {
			t.Errorf("%q has %d queries of %d bytes, want %d", x.About, len(x.Queries), len(x.SQL), want)
		}
		for _, q := range x.Queries {
			if q.Seconds <= 0 || (q.Rows > 0) != (q.Returned > 0) || q.Read != nil && *q.Read < 0 {
				t.Errorf("%q: %+v", x.About, q)
			}
		}
	}
}

// typedMessy is the rows as text that engines read into typed columns, null standing for NULL.
func typedMessy(rows []messyRow, null string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for i := range rows {
		var line []string
		for _, c := range rows[i].cells() {
			switch c := c.(type) {
			case nil:
				line = append(line, null)
			case time.Time:
				line = append(line, c.Format("2006-01-02 15:04:05.000000"))
			case float64:
				line = append(line, strconv.FormatFloat(c, 'g', -1, 64))
			case float32:
				line = append(line, strconv.FormatFloat(float64(c), 'g', -1, 32))
			default:
				line = append(line, fmt.Sprint(c))
			}
		}
		w.Write(line)
	}
	w.Flush()
	return b.Bytes()
}

// duckMessy makes a DuckDB database of the rows.
func duckMessy(t *testing.T, name string, rows []messyRow, dir string) (address string) {
	t.Helper()
	const null = "~null~" // no text of the rows; the empty one is one of them
	file, db := filepath.Join(dir, "rows"), filepath.Join(dir, "messy.duckdb")
	if err := os.WriteFile(file, typedMessy(rows, null), 0o644); err != nil {
		t.Fatal(err)
	}
	// Runs of equal numbers would be written as one, and 0 is equal to -0.
	sql := fmt.Sprintf("SET TimeZone = 'UTC'; PRAGMA force_compression = 'uncompressed'; create table %s as select * "+
		"from read_csv('%s', header = false, nullstr = '%s', allow_quoted_nulls = false, "+
		"columns = {%s})", name, file, null, typed(2, `"%s": '%s'`))
	if out, err := exec.Command(os.Getenv("UPTAKE_DUCKDB"), db, "-c", sql).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return "duckdb:" + db
}

// engines are those that are there, each with how a table of it is made.
func engines(t *testing.T) map[string]func(t *testing.T, name string, rows []messyRow, dir string) string {
	out := map[string]func(t *testing.T, name string, rows []messyRow, dir string) string{}
	if program := os.Getenv("UPTAKE_DUCKDB"); program != "" {
		t.Setenv("PATH", filepath.Dir(program)+string(os.PathListSeparator)+os.Getenv("PATH"))
		out["duckdb"] = duckMessy
	}
	if address := os.Getenv("UPTAKE_POSTGRES"); address != "" {
		out["postgres"] = func(t *testing.T, name string, rows []messyRow, _ string) string {
			db, err := sql.Open("pgx", address)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			loadMessy(t, db, name, rows)
			return address
		}
	}
	if python := os.Getenv("UPTAKE_CHDB"); python != "" {
		out["clickhouse"] = func(t *testing.T, name string, rows []messyRow, dir string) string {
			return houseMessy(t, python, name, rows, dir)
		}
	}
	for engine, load := range map[string]func(t *testing.T, address, name string, rows []messyRow) string{
		"trino": trinoMessy, "spark": sparkMessy} {
		if address := os.Getenv("UPTAKE_" + strings.ToUpper(engine)); address != "" {
			out[engine] = func(t *testing.T, name string, rows []messyRow, _ string) string {
				return load(t, address, name, rows)
			}
		}
	}
	if len(out) == 0 {
		t.Skip("no engine is there: set UPTAKE_DUCKDB to the program duckdb, UPTAKE_POSTGRES to an address")
	}
	return out
}

var pushedSeeds = flag.Uint64("pushed.seeds", 2, "how many messy tables an engine adds up")

// TestPushedEqualsEmbedded: the whole report of rows that an engine adds up is that of the
// same rows in a file, but for what an engine cannot say (input_hash, examples).
func TestPushedEqualsEmbedded(t *testing.T) {
	for engine, load := range engines(t) {
		of := added{kind: "events"}
		for seed := range *pushedSeeds {
			zone, whole := []string{"UTC", "America/New_York"}[seed%2],
				[]string{"", "complete_windows: true"}[(seed/2+seed+1)%2]
			t.Run(fmt.Sprintf("%s/%d", engine, seed), func(t *testing.T) {
				dir, rows, name := t.TempDir(), messy(seed, 160), fmt.Sprintf("messy_%d", seed)
				writeMessy(t, rows, filepath.Join(dir, name))
				address := load(t, name, rows, t.TempDir())
				want := readMessy(t, dir, fmt.Sprintf(messyExperiment, zone, "", "path: "+name+", format: csv", whole))
				pushed := fmt.Sprintf(messyExperiment, zone, "engine: "+address, "table: "+name, whole)
				got, asked := askIn(t, dir, pushed, job.Run{Workers: 1})
				if !bytes.Equal(want, got) {
					t.Errorf("the report is another:\n%s", firstDifference(want, got))
				}
				of.put(t, engine, address, len(rows), asked, bytes.Equal(want, got))
				if seed > 0 {
					return
				}
				parts := readIn(t, dir, pushed, job.Run{Workers: 1, Passes: 4})
				if !bytes.Equal(want, parts) {
					t.Errorf("the report in four passes is another:\n%s", firstDifference(want, parts))
				}
			})
		}
	}
}

// TestEstimates: an engine says what each statement would read, and reads nothing.
func TestEstimates(t *testing.T) {
	for engine, load := range engines(t) {
		t.Run(engine, func(t *testing.T) {
			rows, dir := messy(1, 20), t.TempDir()
			path := filepath.Join(dir, "experiment.yaml")
			text := fmt.Sprintf(messyExperiment, "UTC", "engine: "+load(t, "estimated", rows, t.TempDir()),
				"table: estimated", "")
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			e, err := config.Load(path, nil)
			if err != nil {
				t.Fatal(err)
			}
			got, err := (job.Run{}).Estimates(context.Background(), e)
			if err != nil || len(got) != 3 {
				t.Fatalf("%d statements, %v", len(got), err)
			}
			for _, x := range got {
				if x.BytesKnown && x.Bytes <= 0 || x.RowsKnown && x.Rows <= 0 {
					t.Errorf("%s: %+v", x.About, x.Cost)
				}
			}
			e.MaxBytes = 1
			var cost *job.CostError
			if _, err := (job.Run{}).Readout(context.Background(), e); !errors.As(err, &cost) ||
				!strings.Contains(err.Error(), "nothing was read") {
				t.Errorf("one byte may be read: %v", err)
			}
		})
	}
}

// TestAbsentArmsOfAnEngine: a value that stands for an arm and that no row names is refused, also where the arm has
// others.
func TestAbsentArmsOfAnEngine(t *testing.T) {
	for engine, load := range engines(t) {
		t.Run(engine, func(t *testing.T) {
			dir, rows := t.TempDir(), messy(2, 20)
			writeMessy(t, rows, filepath.Join(dir, "arms"))
			address := load(t, "arms", rows, t.TempDir())
			for _, x := range []struct{ arms, absent string }{
				{"[{name: control, control: true}, {name: new, of: [treatment, treatmnet]}]",
					`arm "treatmnet" never occurs`},
				{"[{name: control, control: true}, {name: new, of: [treatmnet, other]}]",
					`arms "treatmnet", "other" never occur`},
				{"[{name: control, share: 1, control: true}, {name: nobody, share: 0}, " +
					"{name: new, share: 1, of: treatment}]", ""},
			} {
				for at, source := range map[string]string{"": "path: arms, format: csv",
					"engine: " + address: "table: arms"} {
					_, _, err := tryIn(t, dir, "experiment: messy\n"+at+"\nsources: [{"+source+"}]\n"+
						"max_bad_rows: 100%\ncolumns: {ts: at, unit: user_id}\n"+
						"metrics: [{name: tasks, kind: mean, event: task}]\narms: "+x.arms, job.Run{Workers: 1})
					if x.absent == "" && err != nil ||
						x.absent != "" && (err == nil || !strings.Contains(err.Error(), x.absent)) {
						t.Errorf("%q, arms: %s: %v, expected %q", at, x.arms, err, x.absent)
					}
				}
			}
		})
	}
}

func firstDifference(want, got []byte) string {
	w, g := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	var out []string
	for i := 0; i < min(len(w), len(g)) && len(out) < 24; i++ {
		if w[i] != g[i] {
			out = append(out, fmt.Sprintf("line %d\n  want %s\n  got  %s", i+1, w[i], g[i]))
		}
	}
	return strings.Join(out, "\n")
}
