package ingest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // on machines that carry no zones

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/analysis"
	"uptake/analysis/study"
	"uptake/ingest"
	"uptake/ingest/format"
)

// timeLayouts are one row in every layout that dates its rows: the columns
// beside the time, and what reads them.
var timeLayouts = map[string]struct {
	columns, values []string
	experiment      string
}{
	"events": {[]string{"unit", "event", "variant"}, []string{"u", "exposure", "b"}, "metrics: [{name: tasks, " +
		"kind: mean, event: task, role: primary}]\n"},
	"suggestions": {[]string{"unit", "arm", "outcome"}, []string{"u", "b", "accepted"},
		"layout: suggestions\nmetrics: [{name: acceptance_rate, role: primary}]\n"},
	"units": {[]string{"unit", "arm", "score"}, []string{"u", "b", "1"}, "layout: units\nmetrics: [{name: " +
		"score, kind: mean, column: score, role: primary}]\n"},
	"assignments": {[]string{"unit", "arm", "plan"}, []string{"u", "b", "free"}, "assignments: {path: %s}\nmetrics: " +
		"[{name: tasks, kind: mean, event: task, role: primary}]\n"},
}

// written writes the row, and that of unit v in the other arm, in a format; a
// typed value stands in its own type.
func written(t *testing.T, path string, columns, values []string, text string, typed func() arrow.Array) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	kind := strings.TrimPrefix(filepath.Ext(path), ".")
	other := append([]string{"v"}, values[1:]...)
	for i, v := range other {
		if v == "b" {
			other[i] = "a"
		}
	}
	rows := [][]string{values, other}
	switch kind {
	case "csv", "tsv":
		sep := map[string]string{"csv": ",", "tsv": "\t"}[kind]
		fmt.Fprintf(file, "ts%s%s\n", sep, strings.Join(columns, sep))
		for _, r := range rows {
			fmt.Fprintf(file, "%s%s%s\n", text, sep, strings.Join(r, sep))
		}
		return
	case "ndjson":
		quoted := fmt.Sprintf("%q", text)
		if strings.Trim(text, "0123456789.") == "" {
			quoted = text // a number
		}
		for _, r := range rows {
			fmt.Fprintf(file, `{"ts":%s`, quoted)
			for i, c := range columns {
				fmt.Fprintf(file, `,%q:%q`, c, r[i])
			}
			fmt.Fprintln(file, "}")
		}
		return
	}
	a, err := array.Concatenate([]arrow.Array{typed(), typed()}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	fields, arrays := []arrow.Field{{Name: "ts", Type: a.DataType()}}, []arrow.Array{a}
	for i, c := range columns {
		b := array.NewStringBuilder(memory.DefaultAllocator)
		b.AppendValues([]string{values[i], other[i]}, nil)
		fields, arrays = append(fields, arrow.Field{Name: c, Type: arrow.BinaryTypes.String}),
			append(arrays, b.NewArray())
	}
	schema := arrow.NewSchema(fields, nil)
	name := map[string]string{"parquet": "parquet", "arrow": "ipc"}[kind]
	w, err := format.NewWriter(file, name, schema, format.WriterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(array.NewRecord(schema, arrays, 2)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestOneTimeInEveryFormat: what a wall clock shows is one instant in every
// format and layout, typed or not; so is a day.
func TestOneTimeInEveryFormat(t *testing.T) {
	if _, err := time.LoadLocation("Europe/Berlin"); err != nil {
		t.Fatal(err)
	}
	clock := time.Date(2026, 10, 25, 2, 30, 0, 250_000_000, time.UTC) // the clock shows it twice
	stamp := func(unit arrow.TimeUnit, zone string, at time.Time) func() arrow.Array {
		return func() arrow.Array {
			b := array.NewTimestampBuilder(memory.DefaultAllocator, &arrow.TimestampType{Unit: unit, TimeZone: zone})
			v, _ := arrow.TimestampFromTime(at, unit)
			b.Append(v)
			return b.NewArray()
		}
	}
	date := func() arrow.Array {
		b := array.NewDate32Builder(memory.DefaultAllocator)
		b.Append(arrow.Date32FromTime(clock))
		return b.NewArray()
	}
	double := func() arrow.Array {
		b := array.NewFloat64Builder(memory.DefaultAllocator)
		b.Append(1792888200.25)
		return b.NewArray()
	}
	first := time.Date(2026, 10, 25, 0, 30, 0, 250_000_000, time.UTC)
	for _, c := range []struct {
		name, text, more string
		typed            func() arrow.Array
		want             time.Time
	}{
		{"wall clock", "2026-10-25 02:30:00.250", "", stamp(arrow.Microsecond, "", clock), first},
		{"milliseconds", "2026-10-25T02:30:00.25", "", stamp(arrow.Millisecond, "", clock), first},
		{"nanoseconds", "2026-10-25T02:30:00.250000000", "", stamp(arrow.Nanosecond, "", clock), first},
		{"instants", "2026-10-25T02:30:00.25Z", "", stamp(arrow.Microsecond, "UTC", clock), clock},
		{"epochs", "1792888200.25", "", double, time.Unix(1792888200, 250_000_000)},
		{"epochs of the wall", "1792895400.25", "time: {zone: local}", func() arrow.Array {
			b := array.NewFloat64Builder(memory.DefaultAllocator)
			b.Append(1792895400.25)
			return b.NewArray()
		}, first},
		{"days", "2026-10-25", "", date, time.Date(2026, 10, 24, 22, 0, 0, 0, time.UTC)},
	} {
		for layout, l := range timeLayouts {
			for _, ext := range []string{"csv", "tsv", "ndjson", "parquet", "arrow"} {
				dir := t.TempDir()
				export := "export." + ext
				written(t, filepath.Join(dir, export), l.columns, l.values, c.text, c.typed)
				source := "{path: " + export + "}"
				if c.more != "" {
					source = "{path: " + export + ", " + c.more + "}"
				}
				head := "experiment: x\nstart: 2026-10-01\ntimezone: Europe/Berlin\narms: [{name: b, control: true}, " +
					"{name: a}]\n"
				if layout == "assignments" {
					if err := os.WriteFile(filepath.Join(dir, "events.csv"),
						[]byte("ts,unit,event\n2026-10-26T12:00:00Z,u,task\n"), 0o644); err != nil {
						t.Fatal(err)
					}
					head += "sources: [{path: events.csv}]\n" + strings.ReplaceAll(l.experiment, "{path: %s}", source)
				} else {
					head += "sources: [" + source + "]\n" + l.experiment
				}
				e := loaded(t, dir, head)
				tables, err := ingest.Collect(t.Context(), e, analysis.Needs(e), ingest.Options{Workers: 1})
				if err != nil {
					t.Errorf("%s, %s, %s: %v", c.name, layout, ext, err)
					continue
				}
				if got := exposedAt(t, tables, "u"); !got.Equal(c.want) {
					t.Errorf("%s, %s, %s: exposed at %s, want %s", c.name, layout, ext, got.UTC(), c.want.UTC())
				}
			}
		}
	}
}

func exposedAt(t *testing.T, tables *study.Tables, unit string) time.Time {
	t.Helper()
	var at time.Time
	eachUnit(t, tables, func(u study.Units, row int) {
		if u.Unit.Value(row) == unit {
			at = time.UnixMicro(int64(u.ExposedAt[row]))
		}
	})
	return at
}

func eachUnit(t *testing.T, tables *study.Tables, visit func(u study.Units, row int)) {
	t.Helper()
	for i := range tables.Parts {
		p, err := tables.Open(t.Context(), i)
		if err != nil {
			t.Fatal(err)
		}
		u := tables.Shape.Units(p.Units)
		for row := range u.Arm {
			visit(u, row)
		}
		p.Release()
	}
}
