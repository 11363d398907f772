package format

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math/big"
	"runtime"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// Parquet made by hand, byte by byte: what the library writes neither right
// nor wrong.

// thrift is the fields of a struct: int, bool, string, thrift, or a list.
type thrift []thriftField

type thriftField struct {
	id int16
	v  any
}

func (s thrift) append(b []byte) []byte {
	for _, f := range s {
		kind := map[bool]byte{true: compactTrue, false: compactFalse}[f.v == true]
		switch f.v.(type) {
		case int:
			kind = compactInt64
		case string:
			kind = compactText
		case thrift:
			kind = compactStruct
		case []thrift:
			kind = compactList
		}
		b = append(b, kind)
		b = binary.AppendVarint(b, int64(f.id)) // always in full
		switch v := f.v.(type) {
		case int:
			b = binary.AppendVarint(b, int64(v))
		case string:
			b = append(binary.AppendUvarint(b, uint64(len(v))), v...)
		case thrift:
			b = v.append(b)
		case []thrift:
			b = binary.AppendUvarint(append(b, 0xf0|compactStruct), uint64(len(v)))
			for _, e := range v {
				b = e.append(b)
			}
		}
	}
	return append(b, 0)
}

// madeColumn is a column of one row group: lines of the schema, and pages.
type madeColumn struct {
	schema []thrift
	codec  int
	pages  []byte
}

// made gives a file of one row group.
func made(rows int, writer string, columns ...madeColumn) []byte {
	b := []byte("PAR1")
	top := 0
	var lines, chunks []thrift
	for _, c := range columns {
		lines = append(lines, c.schema...)
		top++
		leaves := 0
		for _, e := range c.schema {
			if len(e) > 0 && e[0].id == 1 {
				leaves++
			}
		}
		for range leaves {
			chunks = append(chunks, thrift{{3, thrift{{4, c.codec}, {6, len(c.pages)}, {7, len(c.pages)},
				{9, len(b)}}}})
		}
		b = append(b, c.pages...)
	}
	lines = append([]thrift{{{4, "schema"}, {5, top}}}, lines...)
	footer := thrift{{1, 2}, {2, lines}, {3, rows}, {4, []thrift{{{1, chunks}, {3, rows}}}}, {6, writer}}.append(nil)
	b = append(b, footer...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(footer)))
	return append(b, "PAR1"...)
}

// required gives the line of a column that has a value in every row.
func required(name string, p physical, more ...thriftField) thrift {
	return append(thrift{{1, int(p)}, {3, 0}, {4, name}}, more...)
}

func pageV1(rows, plain int, how pageEncoding, data []byte) []byte {
	return append(thrift{{1, pageData}, {2, plain}, {3, len(data)}, {5, thrift{{1, rows}, {2, int(how)}, {3, 3},
		{4, 3}}}}.append(nil), data...)
}

func pageV2(rows, plain, levels int, how pageEncoding, compressed bool, data []byte) []byte {
	return append(thrift{{1, pageData2}, {2, plain}, {3, len(data)},
		{8, thrift{{1, rows}, {2, 0}, {3, rows}, {4, int(how)}, {5, levels}, {6, 0}, {7, compressed}}}}.append(nil),
		data...)
}

// numbers are rows of int64, 0 and up.
func numbers(rows int) (b []byte, want [][]string) {
	for i := range rows {
		b = binary.LittleEndian.AppendUint64(b, uint64(i))
		want = append(want, []string{fmt.Sprint(i)})
	}
	return b, want
}

func through(tb testing.TB, make func(io.Writer) io.WriteCloser, parts ...[]byte) []byte {
	tb.Helper()
	var out bytes.Buffer
	for _, p := range parts {
		w := make(&out)
		w.Write(p)
		if err := w.Close(); err != nil {
			tb.Fatal(err)
		}
	}
	return out.Bytes()
}

// TestParquetCodecs reads every codec in both kinds of pages.
func TestParquetCodecs(t *testing.T) {
	data, want := numbers(1000)
	block := func(b []byte) []byte {
		dst := make([]byte, lz4.CompressBlockBound(len(b)))
		n, err := lz4.CompressBlock(b, dst, nil)
		if err != nil {
			t.Fatal(err)
		}
		return dst[:n]
	}
	hadoop := func(parts ...[]byte) (out []byte) {
		for _, p := range parts {
			packed := block(p)
			out = binary.BigEndian.AppendUint32(out, uint32(len(p)))
			out = append(binary.BigEndian.AppendUint32(out, uint32(len(packed))), packed...)
		}
		return out
	}
	zip := func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
	for name, c := range map[string]struct {
		codec  int
		packed []byte
		wrong  string
	}{
		"none":              {codecNone, data, ""},
		"snappy":            {codecSnappy, s2.EncodeSnappy(nil, data), ""},
		"gzip":              {codecGzip, through(t, zip, data), ""},
		"gzip in two parts": {codecGzip, through(t, zip, data[:100], data[100:]), ""},
		"brotli": {codecBrotli, through(t, func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) },
			data), ""},
		"zstd": {codecZstd, through(t, func(w io.Writer) io.WriteCloser {
			z, _ := zstd.NewWriter(w)
			return z
		}, data), ""},
		"lz4":           {codecLZ4, block(data), ""},
		"hadoop lz4":    {codecHadoopLZ4, hadoop(data), ""},
		"hadoop in two": {codecHadoopLZ4, hadoop(data[:800], data[800:]), ""},
		"bare block":    {codecHadoopLZ4, block(data), ""},
		"lz4 frame": {codecHadoopLZ4, through(t, func(w io.Writer) io.WriteCloser { return lz4.NewWriter(w) },
			data), ""},
		"lzo":       {codecLZO, data, "LZO, which is not read; write it with zstd or snappy"},
		"later":     {12, data, "came later than this program (number 12)"},
		"too short": {codecSnappy, s2.EncodeSnappy(nil, data[8:]), "do not give as many as it says"},
		"too long":  {codecGzip, through(t, zip, data, data[:8]), "do not give as many as it says"},
	} {
		for _, pages := range [][]byte{
			pageV1(1000, len(data), encPlain, c.packed),
			pageV2(1000, len(data), 0, encPlain, true, c.packed),
		} {
			g, err := readAll(inMemory("a.parquet", made(1000, "", madeColumn{[]thrift{required("n", int64s)}, c.codec,
				pages})), asked("n"), Options{})
			switch {
			case c.wrong == "" && err != nil:
				t.Errorf("%s: %v", name, err)
			case c.wrong == "":
				wantRows(t, g, want)
			case err == nil || !strings.Contains(err.Error(), c.wrong):
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// TestParquetOldPages reads pages of the second version whose mark of being
// plain is wrong, those whose is right, and pages with nothing in them.
func TestParquetOldPages(t *testing.T) {
	data, want := numbers(100)
	short := bytes.Repeat([]byte{7}, 8)
	packed, grown := s2.EncodeSnappy(nil, data), s2.EncodeSnappy(nil, short)
	for name, c := range map[string]struct {
		writer string
		pages  []byte
		want   [][]string
	}{
		"old writer": {"parquet-cpp-arrow version 2.0.0", pageV2(100, len(data), 0, encPlain, false, packed), want},
		"no writer":  {"", pageV2(100, len(data), 0, encPlain, false, packed), want},
		"plain":      {"parquet-cpp-arrow version 3.0.0", pageV2(100, len(data), 0, encPlain, false, data), want},
		"marked":     {"parquet-cpp version 1.5.1-SNAPSHOT", pageV2(100, len(data), 0, encPlain, true, packed), want},
		"grown": {"parquet-cpp version 1.5.1-SNAPSHOT", pageV2(1, 8, 0, encPlain, false, grown),
			[][]string{{"506381209866536711"}}},
		"empty pages": {"", slicesOf(pageV2(0, 0, 0, encPlain, true, nil), pageV2(0, 0, 0, encPlain, true, []byte{0}),
			pageV2(100, len(data), 0, encPlain, true, packed)), want},
	} {
		g, err := readAll(inMemory("a.parquet", made(len(c.want), c.writer, madeColumn{[]thrift{required("n", int64s)},
			codecSnappy, c.pages})), asked("n"), Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		wantRows(t, g, c.want)
	}
	// Four rows without a value, by levels alone.
	nothing := append(pageV2(4, 2, 2, encRunDictionary, true, []byte{8, 0}), pageV2(1, 10, 2, encPlain, true,
		append([]byte{2, 1}, s2.EncodeSnappy(nil, data[8:16])...))...)
	optional := thrift{{1, int(int64s)}, {3, 1}, {4, "n"}}
	g, err := readAll(inMemory("a.parquet", made(5, "", madeColumn{[]thrift{optional}, codecSnappy, nothing})),
		asked("n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	wantRows(t, g, [][]string{{"∅"}, {"∅"}, {"∅"}, {"∅"}, {"1"}})
	// Levels as they were first written: the highest bit first.
	old := thrift{{1, pageData}, {2, 17}, {3, 17}, {5, thrift{{1, 4}, {2, 0}, {3, int(encBitPacked)},
		{4, int(encBitPacked)}}}}.append(nil)
	old = append(append(old, 0b1010_0000), data[:16]...)
	g, err = readAll(inMemory("a.parquet", made(4, "", madeColumn{[]thrift{optional}, codecNone, old})), asked("n"),
		Options{})
	if err != nil {
		t.Fatal(err)
	}
	wantRows(t, g, [][]string{{"0"}, {"∅"}, {"1"}, {"∅"}})
}

func slicesOf(parts ...[]byte) (all []byte) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// TestParquetMeanings reads one value of each logical type, and sets those
// aside that have no reading.
func TestParquetMeanings(t *testing.T) {
	logical := func(id int16, inner thrift) thriftField { return thriftField{10, thrift{{id, inner}}} }
	old := func(id int16, v int) thriftField { return thriftField{id, v} }
	unit := func(n int16) thrift { return thrift{{n, thrift{}}} }
	le := func(v int64) []byte { return binary.LittleEndian.AppendUint64(nil, uint64(v)) }
	text := func(s string) []byte {
		return append(binary.LittleEndian.AppendUint32(nil, uint32(len(s))), s...)
	}
	wide, _ := new(big.Int).SetString("123456789012345678901234567890123456789012345", 10)
	negative := make([]byte, 20)
	for i, c := range new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 160), wide).Bytes() {
		negative[i] = c
	}
	var columns []madeColumn
	add := func(data []byte, lines ...thrift) {
		columns = append(columns, madeColumn{lines, codecNone, pageV1(1, len(data), encPlain, data)})
	}
	type meant struct {
		name  string
		p     physical
		data  []byte
		want  string // or, with a * before, a part of the refusal
		typed string
		more  []thriftField
	}
	var cases []meant
	one := func(name string, p physical, data []byte, want, typed string, more ...thriftField) {
		cases = append(cases, meant{name, p, data, want, typed, more})
	}
	const naive, zoned = "timestamp[us]", "timestamp[us, tz=UTC]"
	one("naive", int64s, le(1_500_000), "1970-01-01T00:00:01.500000Z", naive,
		logical(8, thrift{{1, false}, {2, unit(2)}}))
	one("zoned", int64s, le(1_500_000), "1970-01-01T00:00:01.500000Z", zoned,
		logical(8, thrift{{1, true}, {2, unit(2)}}))
	one("converted", int64s, le(1_500_000), "1970-01-01T00:00:01.500000Z", zoned, old(6, 10))
	one("both", int64s, le(1_500_000), "1970-01-01T00:00:01.500000Z", naive, old(6, 10),
		logical(8, thrift{{1, false}, {2, unit(2)}}))
	one("later unit", int64s, le(1), "*came later than this program", "", logical(8, thrift{{1, true}, {2, unit(9)}}))
	one("clock", int64s, le(3_723_000_000_001), "01:02:03.000000001", "utf8",
		logical(7, thrift{{1, true}, {2, unit(3)}}))
	one("old clock", int32s, le(3_723_500)[:4], "01:02:03.500", "utf8", old(6, 7))
	one("half", fixedBytes, []byte{0x00, 0xc1}, "-2.5", "float32", old(2, 2), logical(15, thrift{}))
	one("uuid", fixedBytes, []byte("0123456789abcdef"), "30313233-3435-3637-3839-616263646566", "utf8", old(2, 16),
		logical(14, thrift{}))
	one("raw", byteArrays, text("\x00\xff"), "00ff", "utf8")
	one("said text", byteArrays, text("a\xff"), "61ff", "utf8", old(6, 0))
	one("control text", byteArrays, text("a\x01"), "a\x01", "utf8", logical(1, thrift{}))
	one("fixed raw", fixedBytes, []byte("\xff\x00\x00"), "ff0000", "utf8", old(2, 3))
	one("fixed text", fixedBytes, []byte("ab\x00"), "ab", "utf8", old(2, 3))
	one("fixed 32", fixedBytes, []byte(" \x00\x00"), "200000", "utf8", old(2, 3))
	one("fixed 2625", fixedBytes, []byte("A\n\x00"), "410a00", "utf8", old(2, 3))
	one("fixed, filled with spaces", fixedBytes, []byte("ab "), "ab ", "utf8", old(2, 3))
	one("numeric", fixedBytes, []byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x05, 0xf5, 0xe1, 0}, "0.1", "decimal(38, 9)",
		old(2, 16), old(7, 9), old(8, 38), old(6, 5))
	one("forty-five digits", fixedBytes, negative, "-123456789012345678901234567890123456789012.345", "utf8",
		old(2, 20), old(7, 3), old(8, 45), logical(5, thrift{{1, 3}, {2, 45}}))
	one("decimal bytes", byteArrays, text("\xff\x38"), "-2", "decimal(30, 2)", old(7, 2), old(8, 30), old(6, 5))
	one("decimal too wide", byteArrays, text("\x01"+strings.Repeat("\x00", 16)), "*more than the 30 digits", "",
		old(7, 2), old(8, 30), old(6, 5))
	one("unsigned", int32s, []byte{0xff, 0xff, 0xff, 0xff}, "4294967295", "uint32",
		logical(10, thrift{{1, 32}, {2, false}}))
	one("geometry", byteArrays, text("x"), "*is of the logical type GEOMETRY", "", logical(17, thrift{}))
	one("geography", byteArrays, text("x"), "*is of the logical type GEOGRAPHY", "",
		logical(18, thrift{{1, "OGC:CRS84"}}))
	one("later", int32s, le(7)[:4], "*is of the logical type number 2555, which came later", "",
		logical(2555, thrift{{7, "x"}}))
	one("interval", fixedBytes, make([]byte, 12), "*is of the logical type INTERVAL", "", old(2, 12), old(6, 21))
	for _, c := range cases {
		add(c.data, required(c.name, c.p, c.more...))
	}
	add(text("x"), append(thrift{{3, 0}, {4, "v"}, {5, 2}}, logical(16, thrift{})), required("metadata", byteArrays),
		required("value", byteArrays))
	add(le(7), thrift{{3, 0}, {4, "l"}, {5, 1}, {6, 3}}, thrift{{3, 2}, {4, "list"}, {5, 1}},
		required("element", int64s))
	add(le(7), required("last", int64s))
	b := made(1, "", columns...)
	one("v", 0, nil, "*is of the logical type VARIANT", "")
	one("l", 0, nil, "*holds lists", "")
	one("l.list.element", 0, nil, "*holds lists", "")
	one("last", 0, nil, "7", "int64")
	for _, c := range cases {
		for _, in := range []Input{inMemory("a.parquet", b), piped("a.parquet", b)} {
			g, err := readAll(in, asked(c.name), Options{})
			if part, refused := strings.CutPrefix(c.want, "*"); refused {
				if err == nil || !strings.Contains(err.Error(), part) || !strings.Contains(err.Error(),
					fmt.Sprintf("column %q", c.name)) || strings.Contains(err.Error(), "upload") {
					t.Errorf("%s: %v", c.name, err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
				continue
			}
			wantRows(t, g, [][]string{{c.want}})
		}
		if c.typed == "" {
			continue
		}
		r, err := Open(inMemory("a.parquet", b), asked(c.name), Options{})
		if err != nil {
			t.Fatal(err)
		}
		block, _ := r.Next()
		batch, err := block.Decode()
		if err != nil {
			t.Fatal(err)
		}
		if got := batch.Columns[0].DataType(); got.String() != c.typed {
			t.Errorf("%s comes as %v", c.name, got)
		}
		if at, ok := batch.Columns[0].DataType().(*arrow.TimestampType); ok &&
			(at.TimeZone == "") != (c.typed == naive) {
			t.Errorf("%s is in the zone %q", c.name, at.TimeZone)
		}
	}
}

// TestParquetChecksum refuses a page whose bytes are others than were written.
func TestParquetChecksum(t *testing.T) {
	data, want := numbers(10)
	for _, wrong := range []bool{false, true} {
		sum := int(int32(crc32.ChecksumIEEE(data)))
		if wrong {
			sum++
		}
		head := thrift{{1, pageData}, {2, len(data)}, {3, len(data)}, {4, sum},
			{5, thrift{{1, 10}, {2, 0}, {3, 3}, {4, 3}}}}.append(nil)
		g, err := readAll(inMemory("a.parquet", made(10, "", madeColumn{[]thrift{required("n", int64s)}, codecNone,
			append(head, data...)})), asked("n"), Options{})
		if wrong {
			if err == nil || !strings.Contains(err.Error(),
				`column "n" in row group 1 of a.parquet: the checksum of a page`) {
				t.Error(err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		wantRows(t, g, want)
	}
}

// TestParquetFooters says what is the matter with a file that has no footer,
// one that is encrypted, and one whose values lie elsewhere.
func TestParquetFooters(t *testing.T) {
	data, _ := numbers(10)
	b := made(10, "", madeColumn{[]thrift{required("n", int64s)}, codecNone, pageV1(10, len(data), encPlain, data)})
	encrypted := append(bytes.Clone(b[:len(b)-4]), "PARE"...)
	for want, b := range map[string][]byte{
		"a.parquet is not a whole Parquet file (it does not end like one); was the upload complete?": b[:len(b)-9],
		"a.parquet cannot be read: it is encrypted, which is not read; export it without encryption": encrypted,
		`is of the physical type 9, which came later than this program`: made(10, "",
			madeColumn{[]thrift{required("n", 9)}, codecNone, data}),
	} {
		if _, err := readAll(inMemory("a.parquet", b), asked("n"), Options{}); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%v where %q was expected", err, want)
		}
	}
}

// FuzzFooter holds any bytes as a footer, and as a page header, to: no panic,
// and no work without end.
func FuzzFooter(f *testing.F) {
	data, _ := numbers(10)
	b := made(10, "parquet-cpp version 1.5.1", madeColumn{[]thrift{{{3, 0}, {4, "v"}, {5, 1}}, required("n", int64s)},
		codecNone, pageV1(10, len(data), encPlain, data)})
	f.Add(b[len(b)-8-int(binary.LittleEndian.Uint32(b[len(b)-8:])):len(b)-8], true)
	f.Add(pageV1(10, 80, encPlain, nil), false)
	f.Add(pageV2(10, 80, 2, encPlain, false, nil), false)
	f.Fuzz(func(t *testing.T, b []byte, whole bool) {
		if !whole {
			readPageHeader(&compact{b: b})
			return
		}
		footer, err := parseFooter(b)
		if err != nil {
			return
		}
		if footer.check("a", 1000) == nil {
			for i := range footer.leaves {
				builderFor(&footer.leaves[i])
			}
		}
	})
}

// TestParquetWide reads values that are said to be wide, of a page that is small: no
// room is made for them.
func TestParquetWide(t *testing.T) {
	const rows = 10_000
	for _, how := range []pageEncoding{encPlain, encByteStreamSplit} {
		schema := append(required("x", fixedBytes), thriftField{2, 1 << 20})
		b := made(rows, "somebody", madeColumn{schema: []thrift{schema}, pages: pageV1(rows, 100, how,
			make([]byte, 100))})
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := readAll(inMemory("f.parquet", b), asked("x"), Options{})
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), errCut.Error()) {
			t.Errorf("%v: %v", how, err)
		}
		if made := after.TotalAlloc - before.TotalAlloc; made > 256<<20 {
			t.Errorf("%v: %d MiB for a file of %d bytes", how, made>>20, len(b))
		}
	}
}
