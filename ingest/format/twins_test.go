package format

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
	"github.com/zeebo/xxh3"
)

// Every quick way to read is held to the complete one, over files that nobody
// wrote by hand. What each finds in a second it finds in every run of the tests;
// for longer: go test ./ingest/format -run XXX -fuzz 'QuickCSV$' -fuzztime 1h, and
// so QuickJSON and ParquetTwins.

// FuzzQuickCSV reads blocks both ways.
func FuzzQuickCSV(f *testing.F) {
	for _, s := range []string{"a,b,c\n1,2,3\n", "a,b,c\r\n1,,3\r\n,x,\r\n", "a,b,c\n1,2,3\n\n4,5\n",
		"a;b;c\n\"x\";y;z\n", "a,b,c\n\\N,2,\xff\n", "a,b,c\né,seventeen letters,the same again and again and once " +
			"again over\n"} {
		f.Add([]byte(s), uint16(20), uint8(0))
		f.Add(bytes.Repeat([]byte(s), 40), uint16(1500), uint8(1))
	}
	f.Fuzz(func(t *testing.T, b []byte, size uint16, which uint8) {
		o := Options{Format: "csv", BlockBytes: int(size) + 1, Hash: []Hash{nil, hashUnless('q'), hashUnless('e')},
			CSV: Dialect{Header: []string{"a", "b", "c"}[:2+which&1]}}
		if which&2 > 0 {
			o.CSV.Quote = NoQuote
		}
		r, err := Open(piped("f", b), []Column{{Name: "b", Repeats: true}, {Name: "a"}, {Name: "c"},
			{Name: "c.x", Repeats: true}}, o)
		if err != nil {
			return
		}
		defer r.Close()
		c := r.(*csvReader)
		for {
			block, err := c.cutter.next()
			if err != nil {
				return
			}
			if block.broken != "" {
				continue
			}
			s := c.plan.newScratch()
			alone := *block
			alone.marks = nil
			_, own := c.plan.even(s, &alone)
			e, ok := c.plan.even(s, block)
			if ok != own && block.marks == nil || ok && !own { // marks are of what stands behind the block too
				t.Fatalf("%q: by the marks of its cutter the quick way is %v, by its own %v", block.buf, ok, own)
			}
			if ok {
				quick := batchText(c.plan.decodeEven(s, block, e), o.Hash...)
				if any := batchText(c.plan.decodeAny(c.plan.newScratch(), block), o.Hash...); quick != any {
					t.Fatalf("%q: the quick way gives\n%s\nthe other\n%s", block.buf, quick, any)
				}
			}
		}
	})
}

// FuzzQuickJSON reads blocks both ways.
func FuzzQuickJSON(f *testing.F) {
	for _, s := range []string{
		`{"a":1,"b":"x","c":null}` + "\n",
		`{"a": "seventeen letters", "c": {"x": [1, "y"]}, "d": true}` + "\n" + `{"c":{"x":"{}"},"a":-1e5}` + "\n",
		`{"b":"\u00e9","a":NaN}` + "\n\n" + `{"b":"é","b":2}` + "\n" + `{"a":"` + "\n" + `","b":1}` + "\n",
		`[{"a":1},{"a":"x","c.x":3}]`,
		`[{"a":"x"},{"a":"x` + "\n" + `y"},{"a":"z"}]`,
		`[{"a":"x"} ,` + "\n" + ` {"a":"z"}` + "\n]\n",
		`{"a":1}{"a":tru}` + "\r\n" + `{"a" :"\\"}`,
		`{"a":"{\"x\":1}","c":"{\"x\":2}"},` + "\n" + `{"c":"{"}`,
		`{"event_id":"e1","other_key":{"x":1},"variant":null,"a":7}` + "\n" + `{"event_id":"e2","variant":"treatment"}` +
			"\n" + `{"variant":"control","event_id":12.5,"twenty_two_letters_long":"` + strings.Repeat("x", 70) +
			`"}` + "\n",
		`{"event_id": "e1", "variant": "a", "c": {"x": 1}}` + "\n" + `{"event_id": "z", "c": {"x": null}, "variant": 1}` +
			"\n" + `{"event_id": "e2"}` + "\n",
		`[{"event_id":"e1",` + "\n" + `"variant":"a"},{"event_id":"e2",` + "\n" + `"variant":"b"},{"event_id":"e3",` +
			"\n" + `]`,
	} {
		f.Add([]byte(s), uint16(40))
		f.Add(bytes.Repeat([]byte(s), 30), uint16(700))
	}
	f.Fuzz(func(t *testing.T, b []byte, size uint16) {
		hash := []Hash{hashUnless('l'), nil, hashUnless('y'), nil, hashUnless('e'), hashUnless('z'), nil}
		columns := []Column{{Name: "a"}, {Name: "b", Repeats: true}, {Name: "c.x"}, {Name: "c", Repeats: true},
			{Name: "d"}, {Name: "event_id"}, {Name: "variant", Repeats: true}}
		r, err := Open(piped("f", b), columns, Options{Format: "ndjson", BlockBytes: int(size) + 1, Hash: hash})
		if err != nil {
			return
		}
		defer r.Close()
		j := r.(*ndjsonReader)
		scratch := newNDJSONScratch(columns, j.hash) // which learns as it goes
		texts := make([]*hashing, len(columns))
		for block := j.first; ; {
			if block.broken == "" {
				text := string(block.buf)
				any := batchText(j.decode(block, newNDJSONScratch(columns, texts), false), hash...)
				if string(block.buf) != text {
					t.Fatalf("reading changed %q to %q", text, block.buf)
				}
				if quick := batchText(j.decode(block, scratch, true), hash...); quick != any {
					t.Fatalf("%q: the quick way gives\n%s\nthe other\n%s", block.buf, quick, any)
				}
			}
			if block, err = j.cutter.next(); err != nil {
				return
			}
		}
	})
}

// hashUnless is of texts that have no such byte.
func hashUnless(not byte) Hash {
	return func(text []byte) (uint64, bool) { return xxh3.Hash(text), bytes.IndexByte(text, not) < 0 }
}

// batchText says all that is in a batch, and spoils its memory. Of columns of which there may be hashes it
// says these, wherever they say all.
func batchText(b *Batch, hash ...Hash) string {
	var out bytes.Buffer
	fmt.Fprintln(&out, b.Rows, b.FirstRow, b.RowIndex, b.Bad)
	for k, a := range b.Columns {
		fmt.Fprint(&out, k, ":")
		if k < len(hash) && hash[k] != nil {
			if rows, ok := hashesOf(b, k, hash[k]); ok {
				fmt.Fprintf(&out, " %x\n", rows)
				continue
			}
		}
		for i := range b.Rows {
			fmt.Fprintf(&out, " %q", cellText(a, i))
		}
		fmt.Fprintln(&out)
	}
	spoil(b)
	return out.String()
}

// hashesOf gives the hashes of a column, 0 of a row without a text, if all of them do.
func hashesOf(b *Batch, column int, hash Hash) (rows []uint64, ok bool) {
	a := b.Columns[column]
	if b.Hashes != nil && b.Hashes[column] != nil {
		return b.Hashes[column], a == nil
	}
	for i := range b.Rows {
		h := uint64(0)
		if a != nil && !a.IsNull(i) {
			if h, ok = hash([]byte(textOf(a, i))); !ok {
				return nil, false
			}
		}
		rows = append(rows, h)
	}
	return rows, a != nil
}

// FuzzParquetTwins writes rows of a seed with the library in whatever way its bits
// say, and reads them with the library and without.
func FuzzParquetTwins(f *testing.F) {
	for seed := range uint64(12) {
		f.Add(seed, uint32(seed*0x9e3779b9), uint16(seed*97))
	}
	f.Fuzz(func(t *testing.T, seed uint64, how uint32, rows uint16) {
		rec := plainRecord(plainText(sampleSchema), sample(seed, int(rows%300)+1))
		rng := rand.New(rand.NewPCG(seed, uint64(how)))
		o := []parquet.WriterProperty{
			parquet.WithDataPageVersion([]parquet.DataPageVersion{parquet.DataPageV1, parquet.DataPageV2}[how&1]),
			parquet.WithDataPageSize([]int64{64, 500, 4000, 1 << 20}[how>>1&3]),
			parquet.WithDictionaryPageSizeLimit([]int64{1, 100, 2000, 1 << 20}[how>>3&3]),
			parquet.WithBatchSize([]int64{1, 7, 100, 1024}[how>>5&3]),
			parquet.WithMaxRowGroupLength([]int64{50, 133, 1 << 20}[how>>7%3]),
			parquet.WithCompression([]compress.Compression{compress.Codecs.Uncompressed, compress.Codecs.Snappy,
				compress.Codecs.Zstd, compress.Codecs.Gzip, compress.Codecs.Brotli}[how>>9%5]),
		}
		for _, c := range sampleSchema.Fields() {
			if rng.IntN(2) == 0 {
				continue
			}
			o = append(o, parquet.WithDictionaryFor(c.Name, false))
			var can []parquet.Encoding
			switch c.Type.ID() {
			case arrow.STRING, arrow.DICTIONARY:
				can = []parquet.Encoding{parquet.Encodings.DeltaLengthByteArray, parquet.Encodings.DeltaByteArray,
					parquet.Encodings.Plain}
			case arrow.INT8, arrow.INT32, arrow.INT64, arrow.UINT8, arrow.UINT64, arrow.TIMESTAMP, arrow.DATE32:
				can = []parquet.Encoding{parquet.Encodings.DeltaBinaryPacked, parquet.Encodings.Plain}
			default:
				continue
			}
			o = append(o, parquet.WithEncodingFor(c.Name, can[rng.IntN(len(can))]))
		}
		b := triedByLibrary(t, rec, o)
		if b == nil {
			return
		}
		var columns []Column
		for i, c := range sampleSchema.Fields() {
			columns = append(columns, Column{Name: c.Name, Repeats: seed>>i&1 == 1})
		}
		g, err := readAll(inMemory("f.parquet", b), columns, Options{})
		if err != nil {
			t.Fatal(err)
		}
		want := readByLibrary(t, b, int(rec.NumRows()))
		wantRows(t, g, want)
		g, err = readCut(inMemory("f.parquet", b), columns, 1+int(how>>16%100))
		if err != nil {
			t.Fatal(err)
		}
		wantRows(t, g, want)
	})
}

// triedByLibrary is byLibrary, nil where the library panics: it does at a page of
// DELTA_BYTE_ARRAY without a value.
func triedByLibrary(t *testing.T, rec arrow.Record, o []parquet.WriterProperty) (b []byte) {
	defer func() {
		if recover() != nil {
			b = nil
		}
	}()
	return byLibrary(t, rec, o...)
}

// readByLibrary gives the cells of a file, of which a row group is read whole: a
// batch that ends within a page of deltas is more than the library can do.
func readByLibrary(t *testing.T, b []byte, rows int) (out [][]string) {
	t.Helper()
	r, err := file.NewParquetReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	a, err := pqarrow.NewFileReader(r, pqarrow.ArrowReadProperties{BatchSize: int64(rows)}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	for group := range r.NumRowGroups() {
		records, err := a.GetRecordReader(t.Context(), nil, []int{group})
		if err != nil {
			t.Fatal(err)
		}
		for {
			rec, err := records.Read()
			if err == io.EOF || rec == nil {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			for i := range int(rec.NumRows()) {
				var row []string
				for _, c := range rec.Columns() {
					row = append(row, cellText(c, i))
				}
				out = append(out, slices.Clip(row))
			}
		}
	}
	return out
}
