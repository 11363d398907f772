package ingest_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"

	"uptake/analysis"
	"uptake/analysis/study"
	"uptake/ingest"
)

// typedIDs are two values of a type, in the JSON of the library's builders,
// and their texts.
var typedIDs = []struct {
	name  string
	t     arrow.DataType
	json  string
	texts [2]string
	only  string // the format that has the type; "" both
}{
	{"decimals", &arrow.Decimal128Type{Precision: 38, Scale: 9}, `["0.10","12"]`, [2]string{"0.1", "12"}, ""},
	{"wide decimals", &arrow.Decimal256Type{Precision: 60, Scale: 20},
		`["0.10","-12345678901234567890123456789012345678.5"]`,
		[2]string{"0.1", "-12345678901234567890123456789012345678.5"}, ""},
	{"bytes", arrow.BinaryTypes.Binary, `["AP8B","/wAB"]`, [2]string{"00ff01", "ff0001"}, ""},
	{"bytes that are text", arrow.BinaryTypes.Binary, `["YWI=","w6k="]`, [2]string{"ab", "é"}, ""},
	{"fixed bytes", &arrow.FixedSizeBinaryType{ByteWidth: 4}, `["AP8BAg==","YWIAAA=="]`, [2]string{"00ff0102", "ab"},
		""},
	{"halves", arrow.FixedWidthTypes.Float16, `[0.5,-2]`, [2]string{"0.5", "-2"}, ""},
	{"times of day", arrow.FixedWidthTypes.Time64us, `["12:30:01","12:30:01.5"]`,
		[2]string{"12:30:01", "12:30:01.500000"}, ""},
	{"views", arrow.BinaryTypes.StringView, `["a","longer than twelve bytes"]`,
		[2]string{"a", "longer than twelve bytes"}, "arrow"},
	{"runs", arrow.RunEndEncodedOf(arrow.PrimitiveTypes.Int32, arrow.PrimitiveTypes.Int64), `[7,-8]`,
		[2]string{"7", "-8"}, "arrow"},
	{"codes of numbers", &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8,
		ValueType: arrow.PrimitiveTypes.Int64}, `[7,-8]`, [2]string{"7", "-8"}, "arrow"},
}

// TestTypedTexts: a typed value is one text in every format and layout, as an
// id, a segment, and what a filter asks for.
func TestTypedTexts(t *testing.T) {
	layouts := map[string]string{
		"events":      "metrics: [{name: tasks, kind: mean, event: task, role: primary}]\n",
		"suggestions": "layout: suggestions\nmetrics: [{name: acceptance_rate, role: primary}]\n",
		"units":       "layout: units\nmetrics: [{name: score, kind: mean, column: score, role: primary}]\n",
	}
	names := []string{"ts", "event", "variant", "arm", "outcome", "score"}
	rows := [][]string{{"2026-10-02T12:00:00Z", "exposure", "a", "a", "accepted", "1"}, {"2026-10-02T12:00:00Z",
		"exposure", "b", "b", "ignored", "2"}}
	for _, c := range typedIDs {
		typed, _, err := array.FromJSON(memory.DefaultAllocator, c.t, strings.NewReader(c.json))
		if err != nil {
			t.Fatal(err)
		}
		fields, arrays := []arrow.Field{{Name: "unit", Type: c.t, Nullable: true}, {Name: "tier", Type: c.t,
			Nullable: true}}, []arrow.Array{typed, typed}
		text := strings.Join(append([]string{"unit", "tier"}, names...), ",") + "\n"
		for i, r := range rows {
			text += strings.Join(append([]string{c.texts[i], c.texts[i]}, r...), ",") + "\n"
		}
		for i, n := range names {
			b := array.NewStringBuilder(memory.DefaultAllocator)
			b.AppendValues([]string{rows[0][i], rows[1][i]}, nil)
			fields, arrays = append(fields, arrow.Field{Name: n, Type: arrow.BinaryTypes.String}),
				append(arrays, b.NewArray())
		}
		schema := arrow.NewSchema(fields, nil)
		rec := array.NewRecord(schema, arrays, 2)
		files := map[string][]byte{"csv": []byte(text)}
		var out bytes.Buffer
		w := ipc.NewWriter(&out, ipc.WithSchema(schema))
		if err := w.Write(rec); err != nil {
			t.Fatal(err)
		}
		w.Close()
		files["arrow"] = out.Bytes()
		if c.only == "" {
			var out bytes.Buffer
			w, err := pqarrow.NewFileWriter(schema, &out, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps())
			if err == nil {
				err = w.Write(rec)
			}
			if err != nil {
				t.Fatal(err)
			}
			w.Close()
			files["parquet"] = out.Bytes()
		}
		for layout, experiment := range layouts {
			for ext, b := range files {
				dir := t.TempDir()
				if err := os.WriteFile(filepath.Join(dir, "export."+ext), b, 0o644); err != nil {
					t.Fatal(err)
				}
				head := "experiment: x\nsources: [{path: export." + ext + "}]\narms: [{name: a, control: true}, " +
					"{name: b}]\nsegments: [tier]\n" +
					fmt.Sprintf("where: [{column: tier, is: [%q, %q]}]\n", c.texts[0], c.texts[1]) + experiment
				e := loaded(t, dir, head)
				tables, err := ingest.Collect(t.Context(), e, analysis.Needs(e), ingest.Options{Workers: 1})
				if err != nil {
					t.Errorf("%s, %s, %s: %v", c.name, layout, ext, err)
					continue
				}
				got, want := []string{}, c.texts[:]
				eachUnit(t, tables, func(u study.Units, row int) {
					got = append(got, strings.Clone(u.Unit.Value(row)))
				})
				slices.Sort(got)
				if want = slices.Sorted(slices.Values(want)); !slices.Equal(got, want) {
					t.Errorf("%s, %s, %s: the units are %q where %q were expected", c.name, layout, ext, got, want)
				}
			}
		}
	}
}
