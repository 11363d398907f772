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
func writeCells(t *testing.T, path, name string, header []string, rows [][]string, numeric map[string]arrow.DataType) string {
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
				rows = append(rows, []string{fmt.Sprintf("2026-04-%02dT11:00:00Z", 2+k/2), id, "download", "", fmt.Sprint(v)})
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
						if want, _ := new(big.Float).SetInt(sums[a.Arm]).Float64(); a.Numerator != want || a.Units != 40 || a.SE == nil || *a.SE <= 0 {
							t.Errorf("%s %s %v%s: %s has %v over %d units, want %v", layout, name, numeric, scale, a.Arm, a.Numerator, a.Units, want)
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
		for _, args := range [][]string{{"aa", "experiment.yaml", "--runs", "200", "-o", "aa"}, {"plan", "experiment.yaml", "-o", "plan"}, {"check", "experiment.yaml"}} {
			if code, _, errs := runCells(args...); code != codeDone {
				t.Errorf("%s: %v: exit %d: %s", layout, args, code, errs)
			}
		}
		for _, scale := range []string{"", ", scale: 0"} { // what study writes reads back as the same sums
			sh.write("experiment.yaml", fmt.Sprintf(experiment, layout+".csv", scale))
			if code, _, errs := runCells("study", "experiment.yaml", "-o", "study"); code != codeDone {
				t.Fatalf("%s%s: study: exit %d: %s", layout, scale, code, errs)
			}
			sh.write("back.yaml", "experiment: back\nlayout: units\nsources: [{path: study/units.parquet}]\narms: [{name: a, control: true}, {name: b}]\nmetrics: [{name: bytes, kind: mean, column: bytes}]\n")
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
	rows := [][]string{{"u1", "a", "1"}, {"u2", "a", "3"}, {"u3", "b", "90000000000000000000"}, {"u4", "b", "70000000000000000000000"}}
	for _, name := range cellFormats {
		sh.write("experiment.yaml", "experiment: x\nlayout: units\nsources: [{path: "+writeCells(t, "u", name, []string{"unit", "arm", "y"}, rows, nil)+
			"}]\narms: [{name: a, control: true}, {name: b}]\nmetrics: [{name: y, kind: mean, column: y}]\n")
		code, _, errs := runCells("readout", "experiment.yaml")
		if code != codeData || !strings.Contains(errs, "row 3: y = 90000000000000000000 is too large beside the 9 decimals") || !strings.Contains(errs, "scale: 5 ") {
			t.Errorf("%s: exit %d: %s", name, code, errs)
		}
		code, out, errs := runCells("readout", "experiment.yaml", "--json", "-", "--set", "metrics.y.scale=5")
		if code != codeDone || !strings.Contains(out, `"value": 3.5045e+22`) {
			t.Errorf("%s with scale: 5: exit %d: %s", name, code, errs)
		}
	}
}
