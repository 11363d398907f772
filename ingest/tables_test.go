package ingest_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/report"
)

// deltaTable writes a table of two versions: its rows in two files, columns
// that are called otherwise in them, and in a third file, which the log
// removed, the same rows and more.
func deltaTable(t *testing.T, folder, table string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(folder, "_delta_log"), 0o755); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(table), "\n")
	var fields, own []string
	for i, name := range strings.Split(lines[0], ",") {
		own = append(own, fmt.Sprintf("col-%d", i))
		fields = append(fields,
			fmt.Sprintf(`{"name":%q,"type":"string","metadata":{"delta.columnMapping.physicalName":%q}}`, name, own[i]))
	}
	schema, err := json.Marshal(`{"type":"struct","fields":[` + strings.Join(fields, ",") + `]}`)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, rows []string) {
		writeTable(t, filepath.Join(folder, name), "parquet", strings.Join(append([]string{strings.Join(own, ",")},
			rows...), "\n"))
	}
	half := len(lines) / 2
	write("a.parquet", lines[1:half])
	write("b.parquet", lines[half:])
	write("old.parquet", slices.Concat(lines[1:], lines[half:]))
	for version, text := range []string{
		`{"protocol":{"minReaderVersion":2,"minWriterVersion":5}}
{"metaData":{"format":{"provider":"parquet"},"schemaString":` + string(schema) + `,"partitionColumns":[],"configuration":{"delta.columnMapping.mode":"name"}}}
{"add":{"path":"old.parquet","partitionValues":{}}}`,
		`{"remove":{"path":"old.parquet"}}
{"add":{"path":"a.parquet","partitionValues":{}}}
{"add":{"path":"b.parquet","partitionValues":{}}}`,
	} {
		if err := os.WriteFile(filepath.Join(folder, "_delta_log", fmt.Sprintf("%020d.json", version)), []byte(text),
			0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// tableExports is an experiment for every way to name a table; each {name} is
// replaced by where the table is.
var tableExports = map[string]export{
	"events": {file: `
experiment: x
sources: [{path: "{e}"}]
arms: [{name: a, control: true}, {name: b}]
segments: [plan]
metrics: [{name: n, kind: mean, event: buy, field: value, role: primary}]
`, tables: map[string]string{"e": `
ts,unit,event,variant,value,plan
2026-04-01T00:00:00Z,1,exposure,a,,free
2026-04-01T00:00:00Z,2,exposure,a,,pro
2026-04-01T00:00:00Z,3,exposure,b,,free
2026-04-01T00:00:00Z,4,exposure,b,,pro
2026-04-02T00:00:00Z,1,buy,,3,
2026-04-03T00:00:00Z,1,buy,,3,
2026-04-02T00:00:00Z,4,buy,,5,
2026-04-03T00:00:00Z,4,buy,,5,
`}},
	"assignments": {file: `
experiment: x
sources: [{path: "{e}"}]
assignments: {path: "{w}"}
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: n, kind: mean, event: buy, field: value, role: primary}]
`, tables: map[string]string{"e": `
ts,unit,event,value
2026-04-02T00:00:00Z,1,buy,3
2026-04-02T00:00:00Z,4,buy,5
2026-04-02T00:00:00Z,3,buy,7
`, "w": `
unit,arm,ts
1,a,2026-04-01T00:00:00Z
2,a,2026-04-01T00:00:00Z
3,b,2026-04-01T00:00:00Z
4,b,2026-04-01T00:00:00Z
`}},
	"suggestions and labels": {file: `
experiment: x
layout: suggestions
sources: [{path: "{e}"}]
labels: {path: "{g}"}
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: q, kind: graded, role: primary, grades: [{name: bad, cost: 1}, {name: good, cost: 0}]}, {name: acceptance_rate}]
`, tables: map[string]string{"e": `
unit,arm,suggestion_id,outcome
1,a,1,accepted
2,a,2,ignored
3,b,3,accepted
4,b,4,ignored
`, "g": `
suggestion_id,grade
1,good
2,bad
3,good
4,bad
`}},
	"units": {file: `
experiment: x
layout: units
sources: [{path: "{e}"}]
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: n, kind: mean, role: primary}]
`, tables: map[string]string{"e": `
unit,arm,n
1,a,1
2,a,2
3,b,3
4,b,4
`}},
	"summary": {file: `
experiment: x
layout: summary
sources: [{path: "{e}"}]
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: n, kind: proportion, role: primary}]
`, tables: map[string]string{"e": `
arm,n,successes
a,20,1
b,20,3
`}},
}

// TestTables reads every layout, assignments and labels from a table with
// files of older versions and renamed columns, named in several ways, and from
// a file with its rows: nothing but the note differs.
func TestTables(t *testing.T) {
	for name, x := range tableExports {
		t.Run(name, func(t *testing.T) {
			where := func(text, pattern string) string {
				for n := range x.tables {
					text = strings.ReplaceAll(text, "{"+n+"}", strings.ReplaceAll(pattern, "NAME", n))
				}
				return text
			}
			dir := t.TempDir()
			for n, table := range x.tables {
				writeTable(t, filepath.Join(dir, n+".csv"), "csv", table)
				deltaTable(t, filepath.Join(dir, "t-"+n), table)
			}
			want, err := x.read(t, dir, where(x.file, "NAME.csv"))
			if err != nil {
				t.Fatal(err)
			}
			notes(want)
			for _, pattern := range []string{"t-NAME", "t-NAME/", "t-NAME/[abo]*.parquet", "t-NAME/**"} {
				got, err := x.read(t, dir, where(x.file, pattern))
				if err != nil {
					t.Fatal(err)
				}
				if n := notes(got); len(n) != len(x.tables) || !strings.Contains(n[0], "is read by its log: 2 files; "+
					"1 file of older versions or without a name in it left out.") {
					t.Errorf("%s: %q", pattern, n)
				}
				if g, w := asJSON(t, got), asJSON(t, want); g != w {
					t.Errorf("%s:\n%s\nexpected\n%s", pattern, g, w)
				}
			}
			if _, err := x.read(t, dir, where(x.file, "t-NAME/old.parquet")); err == nil ||
				!strings.Contains(err.Error(), "which its log removed or never named") {
				t.Errorf("a file that the log removed is read: %v", err)
			}
		})
	}
}

// notes takes the notes out of a report.
func notes(r *report.Report) (out []string) {
	r.Cautions = slices.DeleteFunc(r.Cautions, func(c report.Caution) bool {
		if c.Code == "note" {
			out = append(out, c.Detail)
		}
		return c.Code == "note"
	})
	return out
}

func asJSON(t *testing.T, r *report.Report) string {
	t.Helper()
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
