package format

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
	"github.com/apache/arrow/go/v15/parquet/schema"
)

// byLibrary writes a record with the library's own settings.
func byLibrary(tb testing.TB, rec arrow.Record, o ...parquet.WriterProperty) []byte {
	tb.Helper()
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(rec.Schema(), &out, parquet.NewWriterProperties(o...), pqarrow.DefaultWriterProps())
	if err != nil {
		tb.Fatal(err)
	}
	if err := w.Write(rec); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// TestParquetEncodings reads every encoding that the library can write, in
// both kinds of pages, in pages small and large.
func TestParquetEncodings(t *testing.T) {
	rec := plainRecord(plainText(sampleSchema), sample(5, 3000))
	var columns []Column
	var want [][]string
	for i, f := range sampleSchema.Fields() {
		columns = append(columns, Column{Name: f.Name, Repeats: i%2 == 1})
	}
	for i := range int(rec.NumRows()) {
		row := make([]string, rec.NumCols())
		for k := range row {
			row[k] = cellText(rec.Column(k), i)
		}
		want = append(want, row)
	}
	plain := parquet.WithDictionaryDefault(false)
	for name, o := range map[string][]parquet.WriterProperty{
		"dictionary": {},
		"plain":      {plain},
		"falls back": {parquet.WithDictionaryPageSizeLimit(300), parquet.WithBatchSize(100)},
		"delta integers": {plain, parquet.WithEncodingFor("n32", parquet.Encodings.DeltaBinaryPacked),
			parquet.WithEncodingFor("n64", parquet.Encodings.DeltaBinaryPacked), parquet.WithEncodingFor("ts",
				parquet.Encodings.DeltaBinaryPacked), parquet.WithEncodingFor("day",
				parquet.Encodings.DeltaBinaryPacked), parquet.WithEncodingFor("n8",
				parquet.Encodings.DeltaBinaryPacked), parquet.WithEncodingFor("u64",
				parquet.Encodings.DeltaBinaryPacked)},
		"delta lengths": {plain, parquet.WithEncodingFor("id", parquet.Encodings.DeltaLengthByteArray),
			parquet.WithEncodingFor("arm", parquet.Encodings.DeltaLengthByteArray)},
		"delta texts": {plain, parquet.WithEncodingFor("id", parquet.Encodings.DeltaByteArray),
			parquet.WithEncodingFor("arm", parquet.Encodings.DeltaByteArray)},
		"run-length bits": {plain, parquet.WithEncodingFor("ok", parquet.Encodings.RLE)},
	} {
		for _, version := range []parquet.DataPageVersion{parquet.DataPageV1, parquet.DataPageV2} {
			for _, size := range []int64{64, 1000, 1 << 20} {
				if name == "run-length bits" && size < 1<<20 {
					continue // the library's second page of them is wrong
				}
				t.Run(fmt.Sprint(name, "/", version, "/", size), func(t *testing.T) {
					b := byLibrary(t, rec, append(o, parquet.WithDataPageVersion(version),
						parquet.WithDataPageSize(size), parquet.WithMaxRowGroupLength(1700))...)
					for range 2 { // the second time every other column is coded
						g, err := readAll(inMemory("f.parquet", b), columns, Options{})
						if err != nil {
							t.Fatal(err)
						}
						wantRows(t, g, want)
						if g, err = readCut(inMemory("f.parquet", b), columns, 300); err != nil {
							t.Fatal(err)
						}
						wantRows(t, g, want)
						for _, cut := range []int{0, 300} {
							wantPicked(t, b, columns, want, cut, !strings.HasPrefix(name, "delta") &&
								!strings.HasPrefix(name, "run"))
						}
						for i := range columns {
							columns[i].Repeats = !columns[i].Repeats
						}
					}
					for _, cut := range []int{0, 300} {
						wantHashes(t, b, rec, cut)
					}
				})
			}
		}
	}
}

// nested makes rows with structs in structs, any of them missing, texts that
// hold JSON, and a list.
func nested(tb testing.TB) arrow.Record {
	tb.Helper()
	inner := arrow.StructOf(arrow.Field{Name: "k", Type: arrow.PrimitiveTypes.Int64, Nullable: true})
	s := arrow.NewSchema([]arrow.Field{
		{Name: "p", Nullable: true, Type: arrow.StructOf(arrow.Field{Name: "m", Type: arrow.BinaryTypes.String,
			Nullable: true}, arrow.Field{Name: "in", Type: inner, Nullable: true})},
		{Name: "p.m2", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "j", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "l", Type: arrow.ListOf(arrow.PrimitiveTypes.Int64), Nullable: true},
	}, nil)
	rec, _, err := array.RecordFromJSON(memory.DefaultAllocator, s, strings.NewReader(`[
		{"p":{"m":"a","in":{"k":1}},"p.m2":"x","j":"{\"a\":{\"b\":7}}","l":[1]},
		{"p":{"m":null,"in":null},"p.m2":null,"j":null,"l":null},
		{"p":null,"p.m2":"z","j":"no","l":[]},
		{"p":{"m":"d","in":{"k":null}},"p.m2":"","j":"{\"a\":{\"b\":8.0}}","l":[1,2]}]`))
	if err != nil {
		tb.Fatal(err)
	}
	return rec
}

func TestNested(t *testing.T) {
	rec := nested(t)
	var stream bytes.Buffer
	w, err := newIPCStreamWriter(&stream, rec.Schema(), WriterOptions{})
	if err == nil {
		err = w.Write(rec)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"f.parquet": byLibrary(t, rec), "f.arrows": stream.Bytes()} {
		for _, columns := range [][]Column{asked("p.m", "p.in.k", "p.m2", "j.a.b", "p.z"),
			repeating(asked("p.m", "p.in.k", "p.m2", "j.a.b", "p.z"))} {
			g, err := readAll(inMemory(name, b), columns, Options{})
			if err != nil {
				t.Fatal(err)
			}
			wantRows(t, g, [][]string{{"a", "1", "x", "7", "-"}, {"∅", "∅", "∅", "∅", "-"}, {"∅", "∅", "z", "∅", "-"},
				{"d", "∅", "", "8.0", "-"}})
		}
		listed := "l"
		if name == "f.parquet" {
			listed = "l.list.element"
		}
		if _, err := readAll(inMemory(name, b), asked(listed), Options{}); err == nil || !strings.Contains(err.Error(),
			"holds lists") {
			t.Errorf("a list in %s: %v", name, err)
		}
	}
}

// TestParquetTypes reads types that only others write.
func TestParquetTypes(t *testing.T) {
	node := func(n *schema.PrimitiveNode, err error) schema.Node {
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	root, err := schema.NewGroupNode("root", parquet.Repetitions.Required, schema.FieldList{
		schema.NewInt96Node("t", parquet.Repetitions.Required, -1),
		node(schema.NewPrimitiveNodeLogical("u", parquet.Repetitions.Required, schema.UUIDLogicalType{},
			parquet.Types.FixedLenByteArray, 16, -1)),
		node(schema.NewPrimitiveNodeLogical("d", parquet.Repetitions.Required, schema.NewDecimalLogicalType(5, 2),
			parquet.Types.Int32, -1, -1)),
		node(schema.NewPrimitiveNodeLogical("e", parquet.Repetitions.Required, schema.NewDecimalLogicalType(30, 2),
			parquet.Types.ByteArray, -1, -1)),
		schema.NewFloat32Node("f", parquet.Repetitions.Required, -1),
		schema.NewFixedLenByteArrayNode("x", parquet.Repetitions.Required, 3, -1),
	}, -1)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := file.NewParquetWriter(&out, root)
	group := w.AppendRowGroup()
	next := func() file.ColumnChunkWriter {
		c, err := group.NextColumn()
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	var at parquet.Int96
	copy(at[:], []byte{0xe7, 3, 0, 0, 0, 0, 0, 0, 0x8b, 0x3d, 0x25, 0}) // 999 ns into 1969-12-31
	c := next()
	c.(*file.Int96ColumnChunkWriter).WriteBatch([]parquet.Int96{at}, nil, nil)
	c.Close()
	c = next()
	c.(*file.FixedLenByteArrayColumnChunkWriter).WriteBatch([]parquet.FixedLenByteArray{[]byte("0123456789abcdef")},
		nil, nil)
	c.Close()
	c = next()
	c.(*file.Int32ColumnChunkWriter).WriteBatch([]int32{-12345}, nil, nil)
	c.Close()
	c = next()
	c.(*file.ByteArrayColumnChunkWriter).WriteBatch([]parquet.ByteArray{{0xff, 0x38}}, nil, nil)
	c.Close()
	c = next()
	c.(*file.Float32ColumnChunkWriter).WriteBatch([]float32{0.1}, nil, nil)
	c.Close()
	c = next()
	c.(*file.FixedLenByteArrayColumnChunkWriter).WriteBatch([]parquet.FixedLenByteArray{[]byte("abc")}, nil, nil)
	c.Close()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	g, err := readAll(inMemory("f", out.Bytes()), asked("t", "u", "d", "e", "f", "x"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	wantRows(t, g, [][]string{{"1969-12-31T00:00:00.000000Z", "30313233-3435-3637-3839-616263646566", "-123.45", "-2",
		"0.1", "abc"}})
}

// FuzzParquet holds damaged files to: no panic, and an error or all rows.
func FuzzParquet(f *testing.F) {
	rec := plainRecord(plainText(sampleSchema), sample(6, 40))
	for _, v := range []parquet.DataPageVersion{parquet.DataPageV1, parquet.DataPageV2} {
		f.Add(byLibrary(f, rec, parquet.WithDataPageVersion(v)), uint32(60), byte(1))
		f.Add(byLibrary(f, rec, parquet.WithDataPageVersion(v), parquet.WithDictionaryDefault(false),
			parquet.WithEncodingFor("n64", parquet.Encodings.DeltaBinaryPacked), parquet.WithEncodingFor("id",
				parquet.Encodings.DeltaByteArray)), uint32(9), byte(255))
	}
	f.Fuzz(func(t *testing.T, b []byte, at uint32, with byte) {
		if len(b) > 0 {
			b = bytes.Clone(b)
			b[int(at)%len(b)] ^= with
		}
		fuzzRead(t, b, "parquet")
	})
}

// FuzzIPC does the same for Arrow streams, behind the schema: the library
// believes whatever a damaged schema says about its own size.
func FuzzIPC(f *testing.F) {
	var files [][]byte
	for i, codec := range []string{"none", "lz4", "zstd"} {
		files = append(files, written(f, "ipc-stream", WriterOptions{Codec: codec}, sample(6, 40)))
		f.Add(uint8(i), uint32(60), byte(1), uint32(1000), byte(255))
	}
	f.Fuzz(func(t *testing.T, which uint8, at uint32, with byte, at2 uint32, with2 byte) {
		b := bytes.Clone(files[int(which)%len(files)])
		from := 8 + int(binary.LittleEndian.Uint32(b[4:]))
		b[from+int(at)%(len(b)-from)] ^= with
		b[from+int(at2)%(len(b)-from)] ^= with2
		fuzzRead(t, b, "ipc-stream")
	})
}

// allocated is how much memory was asked for so far, in all.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// TestFlippedBytes reads files with one byte changed, at many places: no
// panic, and an error or rows, without asking for memory that no such file needs.
func TestFlippedBytes(t *testing.T) {
	flips := 300
	if v, err := strconv.Atoi(os.Getenv("UPTAKE_FLIPS")); err == nil {
		flips = v
	}
	rec := plainRecord(plainText(sampleSchema), sample(6, 200))
	files := map[string][]byte{
		"parquet zstd": written(t, "parquet", WriterOptions{}, rec), "parquet snappy": written(t, "parquet",
			WriterOptions{Codec: "snappy"}, rec),
		"parquet": byLibrary(t, rec, parquet.WithDataPageVersion(parquet.DataPageV2),
			parquet.WithDictionaryDefault(false),
			parquet.WithEncodingFor("n64", parquet.Encodings.DeltaBinaryPacked), parquet.WithEncodingFor("id",
				parquet.Encodings.DeltaByteArray)),
		"ipc": written(t, "ipc", WriterOptions{}, rec), "ipc lz4": written(t, "ipc", WriterOptions{Codec: "lz4"}, rec),
		"ipc-stream zstd": written(t, "ipc-stream", WriterOptions{Codec: "zstd"}, sample(6, 200)),
		"ipc small":       unpacked(t, smallDecimalFile),
	}
	for name, b := range files {
		rng := rand.New(rand.NewPCG(11, uint64(len(name))))
		format, _, _ := strings.Cut(name, " ")
		for range flips {
			at, with := rng.IntN(len(b)), byte(1+rng.IntN(255))
			b[at] ^= with
			before := allocated()
			fuzzRead(t, b, format)
			if took := allocated() - before; took > 256<<20 {
				t.Errorf("%s with byte %d ^ %d takes %d bytes of memory in all", name, at, with, took)
			}
			b[at] ^= with
		}
	}
}

func fuzzRead(t *testing.T, b []byte, format string) {
	var columns []Column
	for i, f := range sampleSchema.Fields() {
		columns = append(columns, Column{Name: f.Name, Repeats: i%2 == 1})
	}
	if r, err := Open(inMemory("f", b), nil, Options{Format: format}); err == nil {
		for i, name := range r.Names() {
			if sampleSchema.FieldIndices(name) == nil && i < 20 {
				columns = append(columns, Column{Name: name})
			}
		}
		r.Close()
	}
	if _, err := readAll(inMemory("f", b), columns, Options{Format: format}); err != nil && len(err.Error()) < 10 {
		t.Errorf("%q is no sentence", err)
	}
}

// TestParquetWritten reads what is written with the library's own way to
// records, which writes none of it.
func TestParquetWritten(t *testing.T) {
	var fields []arrow.Field
	var columns []arrow.Array
	for _, c := range []struct {
		t    arrow.DataType
		json string
	}{
		{arrow.PrimitiveTypes.Int16, `[-7,null,32767]`}, {arrow.PrimitiveTypes.Uint16, `[7,null,65535]`},
		{arrow.PrimitiveTypes.Uint32, `[7,null,4294967295]`},
		{arrow.PrimitiveTypes.Float32, `[0.1,null,-3]`}, {arrow.FixedWidthTypes.Timestamp_s,
			`["2026-04-01T12:00:00Z",null,"1969-12-31T23:59:59Z"]`},
		{&arrow.TimestampType{Unit: arrow.Nanosecond}, `["2026-04-01T12:00:00",null,"2026-04-02"]`},
		{&arrow.TimestampType{Unit: arrow.Millisecond}, `["2026-04-01T12:00:00",null,"2026-04-02"]`},
		{&arrow.Decimal128Type{Precision: 18, Scale: 9}, `["0.1",null,"-123456789.5"]`},
		{&arrow.Decimal128Type{Precision: 1, Scale: 0}, `["9",null,"-9"]`},
	} {
		a, _, err := array.FromJSON(memory.DefaultAllocator, c.t, strings.NewReader(c.json))
		if err != nil {
			t.Fatal(err)
		}
		fields, columns = append(fields, arrow.Field{Name: c.t.String(), Type: c.t, Nullable: true}), append(columns, a)
	}
	sample := plainRecord(plainText(sampleSchema), sample(8, 5000))
	for _, rec := range []arrow.Record{array.NewRecord(arrow.NewSchema(fields, nil), columns, 3), sample,
		sample.NewSlice(100, 400), sample.NewSlice(0, 0)} {
		ours := written(t, "parquet", WriterOptions{RowGroup: 1700}, rec)
		read, err := pqarrow.ReadTable(context.Background(), bytes.NewReader(ours), parquet.NewReaderProperties(nil),
			pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
		if err != nil {
			t.Fatal(err)
		}
		if read.NumRows() != rec.NumRows() {
			t.Errorf("%d rows of %d come back", read.NumRows(), rec.NumRows())
		}
		for i := range int(read.NumCols()) {
			if read.NumRows() == 0 {
				continue
			}
			back, err := array.Concatenate(read.Column(i).Data().Chunks(), memory.DefaultAllocator)
			if err != nil {
				t.Fatal(err)
			}
			a := rec.Column(i)
			if at, ok := a.(*array.Timestamp); ok { // the library takes all for UTC, and Parquet has no seconds
				from, to := at.DataType().(*arrow.TimestampType).Unit, back.DataType().(*arrow.TimestampType).Unit
				for k := range at.Len() {
					if at.IsValid(k) != back.IsValid(k) || at.IsValid(k) &&
						!at.Value(k).ToTime(from).Equal(back.(*array.Timestamp).Value(k).ToTime(to)) {
						t.Errorf("%s comes back as %v", rec.ColumnName(i), back)
					}
				}
			} else if !arrow.TypeEqual(a.DataType(), back.DataType()) || !array.Equal(a, back) {
				t.Errorf("%s comes back as %v", rec.ColumnName(i), back)
			}
		}
	}
}
