package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/ingest/format"
)

// cellFormats are the formats that the tests of cells write.
var cellFormats = []string{"csv", "tsv", "ndjson", "parquet", "ipc"}

// writeCells writes rows of text as columns of text, or as numbers where numeric
// names the column; "" is a missing cell.
func writeCells(t *testing.T, path, name string, header []string, rows [][]string,
	numeric map[string]arrow.DataType) string {
	t.Helper()
	var fields []arrow.Field
	for _, h := range header {
		f := arrow.Field{Name: h, Type: arrow.BinaryTypes.String, Nullable: true}
		if n := numeric[h]; n != nil {
			f.Type = n
		}
		fields = append(fields, f)
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	defer b.Release()
	for _, r := range rows {
		for i, v := range r {
			if err := appendText(b.Field(i), v); err != nil {
				t.Fatal(err)
			}
		}
	}
	rec := b.NewRecord()
	defer rec.Release()
	path += format.Ending(name, "")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w, err := format.NewWriter(f, name, rec.Schema(), format.WriterOptions{})
	if err == nil {
		err = w.Write(rec)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Base(path)
}

// printed is the part of readout.json that the tests of cells look at.
type printed struct {
	Rows    struct{ Read, Used int64 }
	Metrics []struct {
		Name string
		Arms []struct {
			Arm                    string
			Units                  int64
			Numerator, Denominator float64
			Value                  *float64
			SE                     *float64
			Cells, Missing, Broken int64
			Example                *struct{ Value string } `json:"broken_example"`
		}
	}
}

// runCells runs a command; out is what it prints, without the progress.
func runCells(args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = Main(append(args, "--quiet"), &o, &e)
	return code, o.String(), e.String()
}

func readCells(t *testing.T, experiment string) (p printed, text string) {
	t.Helper()
	code, out, errs := runCells("readout", experiment, "--json", "-")
	if code != codeDone && code != codeHealth {
		t.Fatalf("exit %d: %s", code, errs)
	}
	if err := json.Unmarshal([]byte(out), &p); err != nil {
		t.Fatal(err)
	}
	return p, out
}

// largeRows are units with four values each whose sum leaves an int64 at nine
// decimals, some of them negative; sums holds the exact sum by arm.
func largeRows(layout string) (header []string, rows [][]string, sums map[string]*big.Int) {
	sums = map[string]*big.Int{"a": new(big.Int), "b": new(big.Int)}
	header = []string{"ts", "user_id", "event", "variant", "bytes"}
	if layout == "units" {
		header = []string{"user_id", "variant", "bytes"}
	}
	for u := range 80 {
		arm := "ab"[u%2 : u%2+1]
		id := fmt.Sprintf("u%02d", u)
		if layout == "events" {
			rows = append(rows, []string{"2026-04-02T10:00:00Z", id, "exposure", arm, ""})
		}
		total := new(big.Int)
		for k := range 4 {
			v := int64(4_000_000_000 + 1_000_003*(u%7) + k)
			if u%10 == 9 {
				v = -v
			}
			total.Add(total, big.NewInt(v))
			if layout == "events" {
				rows = append(rows, []string{fmt.Sprintf("2026-04-%02dT11:00:00Z", 2+k/2), id, "download", "",
					fmt.Sprint(v)})
			}
		}
		sums[arm].Add(sums[arm], total)
		if layout == "units" {
			rows = append(rows, []string{id, arm, total.String()})
		}
	}
	return header, rows, sums
}

var largeExperiments = map[string]string{
	"events": `experiment: large
start: 2026-04-01
end: 2026-04-14
sources: [{path: %s}]
columns: {ts: ts, unit: user_id, event: event}
arms: [{name: a, share: 50%%, control: true}, {name: b, share: 50%%}]
metrics:
  - {name: bytes, kind: mean, event: download, field: bytes, role: primary, minimum_effect: 5%%%s}
  - {name: capped, kind: mean, event: download, field: bytes, winsorize: {lower: 5%%, upper: 95%%}}
  - {name: per, kind: ratio, numerator: {event: download, field: bytes, aggregate: sum}, denominator: {event: download, aggregate: count}}
  - {name: median, kind: quantile, quantile: 50%%, event: download, field: bytes}
statistics: {cuped: 7d, also: [mann_whitney, ols]}
`,
	"units": `experiment: large
layout: units
sources: [{path: %s}]
columns: {unit: user_id, arm: variant}
arms: [{name: a, share: 50%%, control: true}, {name: b, share: 50%%}]
metrics:
  - {name: bytes, kind: mean, column: bytes, role: primary, minimum_effect: 5%%%s}
  - {name: capped, kind: mean, column: bytes, winsorize: {lower: 5%%, upper: 95%%}}
  - {name: median, kind: quantile, quantile: 50%%, column: bytes}
statistics: {also: [mann_whitney, ols]}
`}

// TestLargeSums: sums that leave an int64 are exact in every layout and format, at
// the default scale and without decimals, and every command takes them.
func TestLargeSums(t *testing.T) {
	sh := newShell(t)
	for layout, experiment := range largeExperiments {
		header, rows, sums := largeRows(layout)
		first := ""
		for _, name := range cellFormats {
			types := []arrow.DataType{arrow.PrimitiveTypes.Float64}
			if name == "parquet" || name == "ipc" {
				types = append(types, arrow.PrimitiveTypes.Int64, nil)
			}
			for _, numeric := range types {
				file := writeCells(t, layout+name, name, header, rows, map[string]arrow.DataType{"bytes": numeric})
				for _, scale := range []string{"", ", scale: 0"} {
					sh.write("experiment.yaml", fmt.Sprintf(experiment, file, scale))
					p, text := readCells(t, "experiment.yaml")
					for _, a := range p.Metrics[0].Arms {
						if want, _ := new(big.Float).SetInt(sums[a.Arm]).Float64(); a.Numerator != want ||
							a.Units != 40 || a.SE == nil || *a.SE <= 0 {
							t.Errorf("%s %s %v%s: %s has %v over %d units, want %v", layout, name, numeric, scale,
								a.Arm, a.Numerator, a.Units, want)
						}
					}
					if scale == "" && first == "" {
						first = text
					}
					if scale == "" && text != first {
						t.Errorf("%s %s %v differs: %s", layout, name, numeric, difference(first, text))
					}
				}
			}
		}
		sh.write("experiment.yaml", fmt.Sprintf(experiment, writeCells(t, layout, "csv", header, rows, nil), ""))
		for _, args := range [][]string{{"aa", "experiment.yaml", "--runs", "200", "-o", "aa"},
			{"plan", "experiment.yaml", "-o", "plan"}, {"check", "experiment.yaml"}} {
			if code, _, errs := runCells(args...); code != codeDone {
				t.Errorf("%s: %v: exit %d: %s", layout, args, code, errs)
			}
		}
		for _, scale := range []string{"", ", scale: 0"} { // what study writes reads back as the same sums
			sh.write("experiment.yaml", fmt.Sprintf(experiment, layout+".csv", scale))
			if code, _, errs := runCells("study", "experiment.yaml", "-o", "study"); code != codeDone {
				t.Fatalf("%s%s: study: exit %d: %s", layout, scale, code, errs)
			}
			sh.write("back.yaml", "experiment: back\nlayout: units\nsources: [{path: study/units.parquet}]\narms: "+
				"[{name: a, control: true}, {name: b}]\nmetrics: [{name: bytes, kind: mean, column: bytes}]\n")
			p, _ := readCells(t, "back.yaml")
			for _, a := range p.Metrics[0].Arms {
				if want, _ := new(big.Float).SetInt(sums[a.Arm]).Float64(); a.Numerator != want {
					t.Errorf("%s%s: study has %v of %s, want %v", layout, scale, a.Numerator, a.Arm, want)
				}
			}
		}
	}
}

// TestNumbersTooLarge: a number that no sum can hold stops the run with the scale
// that all of them fit, and with that scale the numbers are right.
func TestNumbersTooLarge(t *testing.T) {
	sh := newShell(t)
	rows := [][]string{{"u1", "a", "1"}, {"u2", "a", "3"}, {"u3", "b", "90000000000000000000"},
		{"u4", "b", "70000000000000000000000"}}
	for _, name := range cellFormats {
		sh.write("experiment.yaml", "experiment: x\nlayout: units\nsources: [{path: "+writeCells(t, "u", name,
			[]string{"unit", "arm", "y"}, rows, nil)+
			"}]\narms: [{name: a, control: true}, {name: b}]\nmetrics: [{name: y, kind: mean, column: y}]\n")
		code, _, errs := runCells("readout", "experiment.yaml")
		if code != codeData || !strings.Contains(errs, "row 3: y = 90000000000000000000 is too large beside the 9 "+
			"decimals") || !strings.Contains(errs, "scale: 5 ") {
			t.Errorf("%s: exit %d: %s", name, code, errs)
		}
		code, out, errs := runCells("readout", "experiment.yaml", "--json", "-", "--set", "metrics.y.scale=5")
		if code != codeDone || !strings.Contains(out, `"value": 3.5045e+22`) {
			t.Errorf("%s with scale: 5: exit %d: %s", name, code, errs)
		}
	}
}

// brokenExperiments have a metric whose cells are broken or missing in some rows,
// and beside it one that none of these cells concerns.
var brokenExperiments = map[string]string{
	"events": `columns: {ts: ts, unit: user, event: event}
metrics:
  - {name: other, kind: mean, event: [buy, refund], aggregate: count}
  - {name: spend, kind: mean, event: buy, field: price}
`,
	"units": `layout: units
columns: {unit: user, arm: variant}
metrics:
  - {name: other, kind: proportion, column: back}
  - {name: spend, kind: mean, column: price}
`,
	"suggestions": `layout: suggestions
columns: {unit: user, arm: variant, outcome: event, latency_ms: price}
suggestions: {outcomes: {accepted: [buy], ignored: [refund]}}
metrics:
  - {name: acceptance_rate}
  - {name: spend, kind: quantile, quantile: 50%, of: latency_ms}
`,
	"grades": `layout: suggestions
columns: {unit: user, arm: variant, outcome: event, grade: quality}
suggestions: {outcomes: {accepted: [buy], ignored: [refund]}}
metrics:
  - {name: acceptance_rate}
  - {name: spend, kind: graded, grades: [{name: good, cost: 0}, {name: bad, cost: 2}]}
`,
}

// TestBrokenCells: a cell that is broken or missing is so for its metric alone, in
// every layout and format: all rows are used, the metric beside it is whole, the
// cells are counted by arm, and too many broken ones in one arm stop every command.
func TestBrokenCells(t *testing.T) {
	sh := newShell(t)
	header := []string{"ts", "user", "event", "variant", "price", "quality", "back"}
	var rows, exposed [][]string
	for u := range 400 {
		arm, event, price, quality := "ab"[u%2:u%2+1], "buy", fmt.Sprint(10+u%7), "good"
		if u%5 == 0 {
			event = "refund"
		}
		switch {
		case u == 21: // of b, and no refund
			price, quality = "1.5OO", "goood"
		case u%100 == 42 || u%100 == 43:
			price, quality = "", ""
		}
		user := fmt.Sprintf("u%03d", u)
		exposed = append(exposed, []string{"2026-04-01T10:00:00Z", user, "exposure", arm, "", "", ""})
		rows = append(rows, []string{"2026-04-01T11:00:00Z", user, event, arm, price, quality, fmt.Sprint(u % 3 % 2)})
	}
	for layout, text := range brokenExperiments {
		all, drop := rows, []string(nil)
		if layout == "events" {
			all = append(append([][]string{}, exposed...), rows...)
		}
		if layout == "suggestions" || layout == "grades" {
			drop = []string{"ts"}
		}
		h, all := without(header, all, drop...)
		first := ""
		for _, name := range cellFormats {
			file := writeCells(t, layout+name, name, h, all, nil)
			head := "experiment: broken\nsources: [{path: " + file + "}]\narms: [{name: a, control: true}, {name: " +
				"b}]\n" + text
			sh.write("experiment.yaml", head+"max_bad_rows: 1%\n")
			p, out := readCells(t, "experiment.yaml")
			if first == "" {
				first = strings.ReplaceAll(out, file, "F")
			}
			if got := strings.ReplaceAll(out, file, "F"); got != first {
				t.Errorf("%s %s differs: %s", layout, name, difference(first, got))
			}
			other, spend := p.Metrics[0].Arms, p.Metrics[1].Arms
			cells := int64(200)
			if layout == "events" {
				cells = 160
			}
			missing := int64(4)
			if layout == "grades" { // a suggestion that is not graded is no missing cell
				missing = 0
			}
			if p.Rows.Used != p.Rows.Read || other[0].Units != 200 || other[1].Units != 200 {
				t.Errorf("%s %s: %d of %d rows used, %d and %d units", layout, name, p.Rows.Used, p.Rows.Read,
					other[0].Units, other[1].Units)
			}
			for a, broken := range []int64{0, 1} {
				if x := spend[a]; x.Cells != cells || x.Missing != missing || x.Broken != broken ||
					(x.Example != nil) != (broken > 0) {
					t.Errorf("%s %s: %+v; want %d cells, %d missing, %d broken", layout, name, x, cells, missing,
						broken)
				}
			}
			sh.write("strict.yaml", head+"max_bad_rows: 0.4%\n")
			want := fmt.Sprintf("metric spend, arm b: 1 of %d ", cells)
			for _, command := range [][]string{{"readout", "strict.yaml"}, {"aa", "strict.yaml"},
				{"study", "strict.yaml", "-o", "study"}, {"check", "strict.yaml"}} {
				if code, _, errs := runCells(command...); code != codeData || !strings.Contains(errs, want) ||
					!strings.Contains(errs, file) {
					t.Errorf("%s %s: %v: exit %d: %s", layout, name, command, code, errs)
				}
			}
		}
	}
}
