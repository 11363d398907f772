package job_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"uptake/cmd/uptake/internal/job"
	"uptake/config"
)

// messyRow is one row of a table that has whatever tables have.
type messyRow struct {
	id, unit, event, experiment, variant, plan *string
	ts                                         *time.Time
	value                                      *float64
	items                                      *int64
}

// messy draws the rows of some units: copies, equal ids with other payloads, ties,
// switchers, rows of nobody and of other experiments, ids in several scripts, and numbers
// that are none, huge, negative, or half of the last decimal.
func messy(seed uint64, units int) []messyRow {
	r := rand.New(rand.NewPCG(seed, 17))
	base := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	text := func(s string) *string { return &s }
	n := 0
	var rows []messyRow
	add := func(at time.Time, unit, event string) *messyRow {
		n++
		rows = append(rows, messyRow{id: text(fmt.Sprintf("e%d", n)), unit: text(unit), event: text(event), ts: &at,
			plan: text([]string{"free", "pro", "NA"}[r.IntN(3)])})
		return &rows[len(rows)-1]
	}
	ids := []string{"é1", "e\u03011", "\U0001F600x", "\uFFFDx", "\uE000x", "U1 ", "U1", "o'brien", "日本", "-0", "1e3",
		"007"}
	numbers := []float64{math.NaN(), math.Inf(1), 0, math.Copysign(0, -1), 2.5, -2.5, 0.5e-9, -0.5e-9, 1.5e-9, 0.1,
		0.07, -0.07, 1e-12, 123456.789012345, -98765.4321,
		9e8, -9e8, 4.35, 1.005, 1234567.123456789, 3000000.1, -2999999.0000000005, 0.49999999999999994e-9, 4611686018.4}
	for u := range units {
		unit := fmt.Sprintf("u%d", u)
		if u < len(ids) {
			unit = ids[u]
		}
		t := base.Add(time.Duration(r.Int64N(int64(12 * 24 * time.Hour)))).Truncate(time.Microsecond)
		arm := []string{"control", "treatment"}[r.IntN(2)]
		expose := func(at time.Time, arm string) *messyRow {
			x := add(at, unit, "exposure")
			x.experiment, x.variant = text("messy"), text(arm)
			return x
		}
		expose(t, arm)
		if r.IntN(4) == 0 {
			expose(t, arm)
		}
		if r.IntN(8) == 0 {
			other := map[string]string{"control": "treatment", "treatment": "control"}[arm]
			expose(t.Add([]time.Duration{0, time.Microsecond, 5 * time.Second}[r.IntN(3)]), other)
		}
		if r.IntN(6) == 0 {
			expose(t.Add(-time.Hour), arm).experiment = text("another")
		}
		for range r.IntN(12) {
			at := t.Add(time.Duration(r.Int64N(int64(26*24*time.Hour))) - 5*24*time.Hour).Truncate(time.Microsecond)
			x := add(at, unit, []string{"purchase", "purchase", "task", "ticket", "noise"}[r.IntN(5)])
			v := numbers[r.IntN(len(numbers))]
			if r.IntN(2) == 0 {
				v = math.Exp(2 + 2*r.NormFloat64())
			}
			if r.IntN(60) != 0 && math.IsInf(v, 0) {
				v = 1
			}
			if r.IntN(10) > 0 {
				x.value = &v
			}
			if k := r.Int64N(2000) - 1000; r.IntN(3) > 0 {
				x.items = &k
			}
		}
	}
	for range units / 2 { // delivered again
		rows = append(rows, rows[r.IntN(len(rows))])
	}
	for range units / 10 { // with another payload
		x := rows[r.IntN(len(rows))]
		v := []float64{7.25, -1, 0.1}[r.IntN(3)]
		x.value = &v
		if r.IntN(2) == 0 {
			at := x.ts.Add(time.Duration(r.IntN(3)-1) * time.Second)
			x.ts = &at
		}
		rows = append(rows, x)
	}
	for k := range units / 12 {
		x := add(base.Add(time.Duration(k)*time.Hour), []string{"", "NA", "null", "(not set)", " "}[k%5], "task")
		x.id = text(fmt.Sprintf("nobody%d", k))
	}
	stray := add(base.Add(30*time.Hour), "u1", "exposure")
	stray.experiment, stray.variant = text("messy"), text("typo")
	add(base, "u2", "task").ts = nil
	late := add(base.AddDate(0, 2, 0), "latecomer", "exposure")
	late.experiment, late.variant = text("messy"), text("control")
	add(base, "stranger", "task")
	r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return rows
}

var messyColumns = []string{"event_id", "at", "user_id", "event", "experiment", "variant", "value", "items", "plan"}

func (x *messyRow) cells() []any {
	cell := func(s *string) any {
		if s == nil {
			return nil
		}
		return *s
	}
	out := []any{cell(x.id), nil, cell(x.unit), cell(x.event), cell(x.experiment), cell(x.variant), nil, nil,
		cell(x.plan)}
	if x.ts != nil {
		out[1] = *x.ts
	}
	if x.value != nil {
		out[6] = *x.value
	}
	if x.items != nil {
		out[7] = *x.items
	}
	return out
}

// writeMessy writes the rows as delimited text.
func writeMessy(t *testing.T, rows []messyRow, path string) {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write(messyColumns)
	for i := range rows {
		var line []string
		for _, c := range rows[i].cells() {
			switch c := c.(type) {
			case nil:
				line = append(line, "")
			case time.Time:
				line = append(line, c.Format("2006-01-02T15:04:05.000000Z"))
			case float64:
				line = append(line, strconv.FormatFloat(c, 'g', -1, 64))
			case int64:
				line = append(line, strconv.FormatInt(c, 10))
			case string:
				line = append(line, c)
			}
		}
		w.Write(line)
	}
	w.Flush()
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// loadMessy puts them into a table of PostgreSQL.
func loadMessy(t *testing.T, db *sql.DB, name string, rows []messyRow) {
	t.Helper()
	exec := func(q string, args ...any) {
		t.Helper()
		if _, err := db.Exec(q, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec("drop table if exists " + name)
	exec("create table " + name +
		` (event_id text, at timestamptz, user_id text, event text, experiment text, variant text, value float8, items bigint, plan text)`)
	t.Cleanup(func() { db.Exec("drop table " + name) })
	for from := 0; from < len(rows); from += 500 {
		var places []string
		var args []any
		for i := from; i < min(from+500, len(rows)); i++ {
			var p []string
			for _, c := range rows[i].cells() {
				args = append(args, c)
				p = append(p, fmt.Sprintf("$%d", len(args)))
			}
			places = append(places, "("+strings.Join(p, ", ")+")")
		}
		exec("insert into "+name+" values "+strings.Join(places, ", "), args...)
	}
}

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
	path := filepath.Join(dir, "experiment.yaml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	e, err := config.Load(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	rep, err := job.Run{Workers: 1}.Readout(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	rep.InputHash = ""
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
	out, err := json.MarshalIndent(rep, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return out
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
	sql := fmt.Sprintf("SET TimeZone = 'UTC'; create table %s as select * from read_csv('%s', header = false, "+
		"nullstr = '%s', allow_quoted_nulls = false, "+
		"columns = {event_id: 'VARCHAR', \"at\": 'TIMESTAMPTZ', user_id: 'VARCHAR', event: 'VARCHAR', experiment: "+
		"'VARCHAR', variant: 'VARCHAR', value: 'DOUBLE', items: 'BIGINT', plan: 'VARCHAR'})", name, file, null)
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
		for seed := range *pushedSeeds {
			zone, whole := []string{"UTC", "America/New_York"}[seed%2],
				[]string{"", "complete_windows: true"}[(seed/2+seed+1)%2]
			t.Run(fmt.Sprintf("%s/%d", engine, seed), func(t *testing.T) {
				dir, rows, name := t.TempDir(), messy(seed, 160), fmt.Sprintf("messy_%d", seed)
				writeMessy(t, rows, filepath.Join(dir, name))
				address := load(t, name, rows, t.TempDir())
				want := readMessy(t, dir, fmt.Sprintf(messyExperiment, zone, "", "path: "+name+", format: csv", whole))
				got := readMessy(t, dir, fmt.Sprintf(messyExperiment, zone, "engine: "+address, "table: "+name, whole))
				if !bytes.Equal(want, got) {
					t.Errorf("the report is another:\n%s", firstDifference(want, got))
				}
			})
		}
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
