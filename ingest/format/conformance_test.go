package format

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

var sampleSchema = arrow.NewSchema([]arrow.Field{
	{Name: "id", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "arm", Type: codesType, Nullable: true},
	{Name: "n8", Type: arrow.PrimitiveTypes.Int8, Nullable: true},
	{Name: "n32", Type: arrow.PrimitiveTypes.Int32},
	{Name: "n64", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
	{Name: "u8", Type: arrow.PrimitiveTypes.Uint8},
	{Name: "u64", Type: arrow.PrimitiveTypes.Uint64, Nullable: true},
	{Name: "x", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	{Name: "ok", Type: arrow.FixedWidthTypes.Boolean, Nullable: true},
	{Name: "ts", Type: arrow.FixedWidthTypes.Timestamp_us, Nullable: true},
	{Name: "day", Type: arrow.FixedWidthTypes.Date32, Nullable: true},
	{Name: "money", Type: &arrow.Decimal128Type{Precision: 38, Scale: 4}, Nullable: true},
	{Name: "odd, \"name\"", Type: arrow.BinaryTypes.String, Nullable: true},
}, nil)

// sample makes n rows that have everything in them that formats trip over.
func sample(seed uint64, n int) arrow.Record {
	rng := rand.New(rand.NewPCG(seed, 1))
	odd := []string{"", "plain", "a,b;c\td", `say "no"`, "two\nlines", "cr\r\nlf", "emoji 🦆", " space ", "null", "1.0",
		"007", "true", `back\slash`, "\"", "tab\there", "é"}
	b := array.NewRecordBuilder(memory.DefaultAllocator, sampleSchema)
	defer b.Release()
	none := func(i int) bool {
		if rng.IntN(7) > 0 {
			return false
		}
		b.Field(i).AppendNull()
		return true
	}
	for range n {
		if !none(0) {
			b.Field(0).(*array.StringBuilder).Append(fmt.Sprintf("id-%x", rng.Uint64()))
		}
		if !none(1) {
			if err := b.Field(1).(*array.BinaryDictionaryBuilder).AppendString([]string{"control", "treatment", "",
				"ünï"}[rng.IntN(4)]); err != nil {
				panic(err)
			}
		}
		if !none(2) {
			b.Field(2).(*array.Int8Builder).Append(int8(rng.IntN(256) - 128))
		}
		b.Field(3).(*array.Int32Builder).Append(rng.Int32() - 1<<30)
		if !none(4) {
			b.Field(4).(*array.Int64Builder).Append(int64(rng.Uint64()))
		}
		b.Field(5).(*array.Uint8Builder).Append(uint8(rng.IntN(256)))
		if !none(6) {
			b.Field(6).(*array.Uint64Builder).Append(rng.Uint64())
		}
		if !none(7) {
			b.Field(7).(*array.Float64Builder).Append((rng.Float64() - 0.5) * []float64{1, 1e-9, 1e30}[rng.IntN(3)])
		}
		if !none(8) {
			b.Field(8).(*array.BooleanBuilder).Append(rng.IntN(2) == 1)
		}
		if !none(9) {
			b.Field(9).(*array.TimestampBuilder).Append(arrow.Timestamp(rng.Int64N(4e15)))
		}
		if !none(10) {
			b.Field(10).(*array.Date32Builder).Append(arrow.Date32(rng.IntN(40000) - 5000))
		}
		if !none(11) {
			b.Field(11).(*array.Decimal128Builder).Append(decimal128.New(int64(rng.IntN(1000)-500), rng.Uint64()))
		}
		if !none(12) {
			b.Field(12).(*array.StringBuilder).Append(odd[rng.IntN(len(odd))])
		}
	}
	return b.NewRecord()
}

// written gives records as a file.
func written(tb testing.TB, format string, o WriterOptions, recs ...arrow.Record) []byte {
	tb.Helper()
	var out bytes.Buffer
	w, err := NewWriter(&out, format, recs[0].Schema(), o)
	if err != nil {
		tb.Fatal(err)
	}
	for _, r := range recs {
		if err := w.Write(r); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// TestConformance writes the same records in every format and compression
// and reads them back, named and unnamed, at random and in order.
func TestConformance(t *testing.T) {
	recs := []arrow.Record{sample(1, 700), sample(2, 1), sample(3, 333)}
	var columns []Column
	for i, f := range sampleSchema.Fields() {
		columns = append(columns, Column{Name: f.Name, Repeats: i%2 == 1})
	}
	columns = append(columns, Column{Name: "nowhere"})
	var want [][]string
	for _, r := range recs {
		for i := range int(r.NumRows()) {
			row := make([]string, r.NumCols(), r.NumCols()+1)
			for k := range row {
				row[k] = cellText(r.Column(k), i)
			}
			want = append(want, append(row, "-"))
		}
	}
	var wantCSV [][]string // a null is an empty cell
	for _, r := range want {
		row := append([]string(nil), r...)
		for k := range row {
			if row[k] == "∅" {
				row[k] = ""
			}
		}
		wantCSV = append(wantCSV, row)
	}
	for _, f := range writtenFormats() {
		for _, c := range append([]compression{{}}, compressions...) {
			if c.name != "" && c.writer == nil {
				continue
			}
			for _, codec := range []string{"none", "zstd", "snappy", "gzip", "lz4"} {
				isIPC := f.name == "ipc" || f.name == "ipc-stream"
				if codec != "none" && f.name != "parquet" && !isIPC || codec == "lz4" && !isIPC || isIPC &&
					(codec == "snappy" || codec == "gzip") {
					continue
				}
				o := WriterOptions{Compression: c.name, Codec: codec, RowGroup: 500}
				file := written(t, f.name, o, recs...)
				if !bytes.Equal(file, written(t, f.name, o, recs...)) {
					t.Errorf("%s %s %s: the same records give other bytes", f.name, c.name, codec)
				}
				name := "sample" + Ending(f.name, c.name)
				for _, in := range []Input{inMemory(name, file), piped(name, file), piped("nameless", file)} {
					t.Run(fmt.Sprint(f.name, "/", c.name, "/", codec, "/", in.Name), func(t *testing.T) {
						o := Options{BlockBytes: 20_000}
						if f.name == "tsv" && in.Name == "nameless" {
							o.Format = "tsv" // a quoted name in the header has a comma
						}
						g, err := readAll(in, columns, o)
						if err != nil {
							t.Fatal(err)
						}
						if f.name == "csv" {
							wantRows(t, g, wantCSV)
						} else {
							wantRows(t, g, want)
						}
						if len(g.bad) > 0 {
							t.Errorf("bad rows: %v", g.bad)
						}
						if f.name != "ndjson" && fmt.Sprint(g.names) != fmt.Sprint(fieldList(sampleSchema)) {
							t.Errorf("names are %q", g.names)
						}
					})
				}
			}
		}
	}
}

func fieldList(s *arrow.Schema) []string {
	var names []string
	for _, f := range s.Fields() {
		names = append(names, f.Name)
	}
	return names
}
