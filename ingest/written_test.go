package ingest_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"uptake/analysis"
	"uptake/analysis/readout"
	"uptake/analysis/report"
	"uptake/ingest"
)

// form is a way in which programs write a table.
type form struct {
	ending, keys string // keys of the experiment file that say what the file does not
	write        func(table [][]string) string
}

func delimited(table [][]string, delimiter, end string, cell func(string) string) string {
	var b strings.Builder
	for _, row := range table {
		for k, v := range row {
			if k > 0 {
				b.WriteString(delimiter)
			}
			b.WriteString(cell(v))
		}
		b.WriteString(end)
	}
	return b.String()
}

func bare(v string) string { return v }

// objectTexts gives the rows as JSON objects.
func objectTexts(table [][]string, indent string) []string {
	var out []string
	for _, row := range table[1:] {
		o := map[string]any{"lat": 0.5}
		for k, name := range table[0] {
			o[name] = row[k]
		}
		b, err := json.MarshalIndent(o, "", indent)
		if err != nil {
			panic(err)
		}
		if indent == "" {
			b, _ = json.Marshal(o)
		}
		out = append(out, strings.Replace(string(b), "0.5", "NaN", 1))
	}
	return out
}

var forms = map[string]form{
	"objects parted by commas": {"ndjson", "", func(t [][]string) string {
		return strings.Join(objectTexts(t, ""), ",\n") + ",\n"
	}},
	"objects on one line": {"json", "", func(t [][]string) string { return strings.Join(objectTexts(t, ""), "") }},
	"objects over lines": {"json", "", func(t [][]string) string {
		return strings.Join(objectTexts(t, "  "), "\n") + "\n"
	}},
	"an envelope": {"json", "rows: out.data", func(t [][]string) string {
		return `{"meta":[{"name":"x"}],"out":{"data":[` + strings.Join(objectTexts(t, ""), ",") + `]},"rows":1}`
	}},
	"a sep line": {"csv", "", func(t [][]string) string { return "sep=;\r\n" + delimited(t, ";", "\r\n", bare) }},
	"a title": {"csv", "", func(t [][]string) string {
		return "# exported by reporting\n" + delimited(t, ",", "\n", bare)
	}},
	"a title, by key": {"csv", "csv: {skip: 1}", func(t [][]string) string {
		return "a,b,c,d,e,f,g\n" + delimited(t, ",", "\n", bare)
	}},
	"names with space": {"csv", "", func(t [][]string) string {
		upper := slices.Clone(t)
		upper[0] = nil
		for _, n := range t[0] {
			upper[0] = append(upper[0], " "+strings.ToUpper(n))
		}
		return delimited(upper, ",", "\n", bare)
	}},
	"a byte order mark and UTF-16": {"csv", "", func(t [][]string) string {
		b := []byte{0xff, 0xfe}
		for _, u := range utf16.Encode([]rune(delimited(t, "\t", "\r\n", bare))) {
			b = append(b, byte(u), byte(u>>8))
		}
		return string(b)
	}},
	"quotes escaped by a backslash": {"csv", "csv: {escape: backslash}", func(t [][]string) string {
		return delimited(t, ",", "\n", func(v string) string { return `"` + strings.ReplaceAll(v, `"`, `\"`) + `"` })
	}},
	"a quote that is a letter": {"tsv", "", func(t [][]string) string { return delimited(t, "\t", "\n", bare) }},
	"no header": {"csv", "csv: {header: [HEADER]}", func(t [][]string) string {
		return delimited(t[1:], "|", "\n", bare)
	}},
}

// writtenTables is what each layout's table holds; the note begins or ends with a
// quote here and there.
var writtenTables = map[string]struct {
	experiment string // TABLE stands for the table's path and keys
	table      [][]string
}{
	"events": {`
sources: [TABLE]
columns: {unit: uid}
metrics: [{name: tasks, kind: mean, event: task, role: primary}]`, [][]string{{"ts", "uid", "event", "variant", "note"},
		{"2026-04-01T10:00:00Z", "u1", "exposure", "a", `"x`}, {"2026-04-01T10:00:00Z", "u2", "exposure", "b", ""},
		{"2026-04-01T11:00:00Z", "u2", "task", "", `y"`}, {"2026-04-01T12:00:00Z", "u2", "task", "", "z"}}},
	"suggestions": {`
layout: suggestions
sources: [TABLE]
columns: {unit: uid}
metrics: [{name: acceptance_rate, role: primary}]`, [][]string{{"suggestion_id", "ts", "uid", "arm", "outcome", "note"},
		{"s1", "2026-04-01T10:00:00Z", "u1", "a", "accepted", `"x`}, {"s2", "2026-04-01T10:00:00Z", "u2", "b",
			"ignored", ""}, {"s3", "2026-04-01T11:00:00Z", "u2", "b", "accepted", `y"`}}},
	"units": {`
layout: units
sources: [TABLE]
columns: {unit: uid}
metrics: [{name: kept, kind: proportion, role: primary}]`, [][]string{{"uid", "arm", "kept", "note"}, {"u1", "a", "1", `"x`}, {"u2", "b", "0", ""}, {"u3", "b", "1", `y"`}}},
	"summary": {`
layout: summary
sources: [TABLE]
metrics: [{name: kept, kind: proportion, role: primary}]`, [][]string{{"arm", "metric", "n", "successes", "note"}, {"a", "kept", "400", "100", `"x`}, {"b", "kept", "410", "130", `y"`}}},
	"assignments": {`
sources: [{path: plain.csv}]
assignments: TABLE
metrics: [{name: tasks, kind: mean, event: task, role: primary}]`, [][]string{{"unit", "arm", "ts", "note"},
		{"u1", "a", "2026-04-01T09:00:00Z", `"x`}, {"u2", "b", "2026-04-01T09:00:00Z", `y"`},
		{"u3", "b", "2026-04-01T09:00:00Z", ""}}},
	"labels": {`
layout: suggestions
sources: [{path: shown.csv}]
labels: TABLE
metrics: [{name: quality, kind: graded, grades: [{name: good, cost: 0}, {name: poor, cost: 1}], role: primary}]`, [][]string{{"suggestion_id", "grade", "note"},
		{"s1", "good", `"x`}, {"s2", "poor", `y"`}, {"s3", "good", ""}}},
}

const (
	plainEvents = "ts,unit,event\n2026-04-01T10:00:00Z,u1,task\n2026-04-01T11:00:00Z,u2,task\n2026-04-01T12:00:00Z,u2" +
		",task\n"
	shownPlain = "suggestion_id,ts,unit,arm,outcome\ns1,2026-04-01T10:00:00Z,u1,a,accepted\ns2,2026-04-01T10:00:00Z,u" +
		"2,b,ignored\ns3,2026-04-01T11:00:00Z,u2,b,accepted\n"
)

// numbers reads an experiment whose table is the text given and says what it
// counted in one line.
func numbers(t *testing.T, experiment, path, keys string, files map[string]string) (string, []string) {
	t.Helper()
	dir := t.TempDir()
	table := "{path: " + path
	if keys != "" {
		table += ", " + keys
	}
	for name, text := range files {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	e := loaded(t, dir, "experiment: x\narms: [{name: a, control: true}, {name: b}]\n"+strings.ReplaceAll(experiment,
		"TABLE", table+"}")+"\n")
	var r *report.Report
	if e.Layout == "summary" {
		in, err := ingest.Summary(t.Context(), e, ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if r, err = readout.AnalyzeSummary(t.Context(), e, in, readout.Options{}); err != nil {
			t.Fatal(err)
		}
	} else {
		demand := analysis.Needs(e)
		tables, err := ingest.Collect(t.Context(), e, demand, ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if r, err = readout.Analyze(t.Context(), e, demand, tables, readout.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	var notes []string
	for _, c := range r.Cautions {
		notes = append(notes, c.Detail)
	}
	said := fmt.Sprintf("%d read, %d used", r.Rows.Read, r.Rows.Used)
	for _, a := range r.Metrics[0].Arms {
		said += fmt.Sprintf("; %s %d %v", a.Arm, a.Units, a.Value)
	}
	return said, notes
}

// TestWrittenForms reads the same numbers in every layout and table, however
// programs write it.
func TestWrittenForms(t *testing.T) {
	for layout, l := range writtenTables {
		fixed := map[string]string{"plain.csv": plainEvents, "shown.csv": shownPlain}
		with := func(name, text string) map[string]string {
			files := maps.Clone(fixed)
			files[name] = text
			return files
		}
		want, _ := numbers(t, l.experiment, "t.csv", "",
			with("t.csv", delimited(l.table, ",", "\n", func(v string) string {
				return `"` + strings.ReplaceAll(v, `"`,
					`""`) + `"`
			})))
		for name, f := range forms {
			table := l.table
			if !strings.Contains(name, "backslash") && f.ending == "csv" { // these write no quotes
				table = [][]string{l.table[0]}
				for _, row := range l.table[1:] {
					table = append(table, append(slices.Clone(row[:len(row)-1]), "n"))
				}
			}
			keys := strings.ReplaceAll(f.keys, "HEADER", strings.Join(table[0], ", "))
			t.Run(layout+"/"+name, func(t *testing.T) {
				got, _ := numbers(t, l.experiment, "t."+f.ending, keys, with("t."+f.ending, f.write(table)))
				if got != want {
					t.Errorf("%s\nexpected %s", got, want)
				}
			})
		}
		t.Run(layout+"/folder", func(t *testing.T) {
			head := delimited(l.table[:1], ",", "\n", bare)
			for _, part := range []string{"t/part-0.csv", "t/000000000000"} {
				files := with(part, delimited(l.table, ",", "\n", func(v string) string {
					return `"` +
						strings.ReplaceAll(v, `"`, `""`) + `"`
				}))
				files["t/manifest.json"] = `{"entries":[{"url":"part-0"}]}`
				files["t/README"] = "parts of an export\n"
				files["t/notes.md"] = "# parts\n"
				files["t/"+map[bool]string{true: "part-1.csv", false: "000000000001"}[strings.HasSuffix(part,
					".csv")]] = ""
				files["t/"+map[bool]string{true: "part-2.csv", false: "000000000002"}[strings.HasSuffix(part,
					".csv")]] = head
				for _, path := range []string{"t", "t/*"} {
					got, notes := numbers(t, l.experiment, path, "", files)
					if got != want {
						t.Errorf("%s of %s: %s\nexpected %s", path, part, got, want)
					}
					said := strings.Join(notes, "\n")
					for _, name := range []string{"manifest.json", "README", "notes.md", "no byte"} {
						if !strings.Contains(said, name) {
							t.Errorf("%s of %s: nothing says %s: %s", path, part, name, said)
						}
					}
				}
			}
		})
	}
}
