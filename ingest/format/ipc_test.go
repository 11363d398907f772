package format

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
	flatbuffers "github.com/google/flatbuffers/go"
)

// smallDecimalFile and smallDecimalStream are what pyarrow 26 writes of three
// rows whose columns are decimals of 32, 64 and 256 bits: plain, within a
// struct, by code and by runs, with a UUID and a text behind them. In gzip
// and base64; the library here writes neither.
const smallDecimalFile = "H4sIAAAAAAACA+1Wv2sUQRR+c3t72YSVHOE4DhEJYmEhIdEgcqRICiVgIJJC06hZcysGkju43HlXWKS2ShnQIpVVwEY" +
	"EGxELSZlG8D8wpaBg/JX1vZk3e3Mvd6JNqjyYnZ15b773zXtvZndmYWH+9gRAgrLpAeSB" +
	"ZAhCyIEPAb6hqCxkscseJgn1g9guou1+BmAHWwNbAdtLBfALdbNkiy34nSS42CfMMzxH4mOLHjTiup7L8fwIlNBfDgbQN/Eo4Ix2PlzA5zPCA8sP" +
	"AN3BSsX01t8u7qHE78Q7qtdrrbFmk+wIY4b2Wo7bjbi6vlKr" +
	"lqvRWgwaN8Q1QYpveZKUeqxbixtRJWpEgGwDvQOz7sDst1hy9kv8FlmPIYN6swpfMY7nD7XtQJ59WJ+E9ShabcbrAEW08RljlGNCHG2EOBYZGd/A" +
	"+LkXVyvrNN5JyBcog9GJMuEZDDVA8ZlmPxaH+uVahWMU6Bl6" +
	"hhyzAFECY6qof498h5gvYQXarzpVcPhhiehc6PxVac7U1mTSiUfB4UD2mD44lxhsxdiVpHf8qG+tGM630GaKfdHCLWfNqKjH1sPaaqzrXleurp8R" +
	"9rXXhxvls3JlEt6gfoTnp9M85USejvrV6y9f0tWa17ENtd9B" +
	"J+d0LrfYL+jYF/hkhhodMlmtC9LcD6V5sme5xPVNmimeV06NZ6C/BM67EutIfnBPPNsZl2exm6eX1XlaSgG6eT1WnTNipSh8u3xC53y6+lExf1Xo" +
	"p4V+UeiXRP9W6HfFeE/g7Qv9ZyfXJAcifgcyzkrsV3Xr80Jf" +
	"4pdxHs+KBNmxvTcXVTcfG0tP8D6ucb8azPznej+tKiM3f+o7r2P3Zfz5jaevZPmm+u+JEYAnd9rXlpXELZe3N/fvnh4b3PDnvRffdq9/ePd6zoN/" +
	"lk/J38UXfIb74PSKm+fE5azgLeTI/iUPa2Rxo/vLqZ2tI3MH" +
	"BfoLEvKtO4fPC84dP8uX3AYnckl1k9jmjWz3uGdO/jNO/jNO/jOO9z/jo8f1N/EHUfScWxIMAAA="

const smallDecimalStream = "H4sIAAAAAAACA71Uv4sTQRR+k80mm7ByIYQQRCSIpRyHHoeEK2KhHCicXKFp1FuTFQN3CeSHSWFhbXXlgRZWVgc2I" +
	"tiIWEjKa/wbTCkoGH/d+N7szGbyLhFtfDA7O/PefO+b771dKaXccwByQJYFH1LggodvaCIJ" +
	"SZySR1LSnMFxDmPHCYADHD0cBRwvBcBP9G1QLA7vl5R42CXMU3qPzMUR3OuFHbWX0vt5KGG+FKQxN/Eo4I5KvlTA51PCA8MPANNBsxHNJt8I71DS" +
	"78Q76HTag+V+n+II49LW1ubNSjjsha1us92qtILdEBSuj2e8" +
	"GN/wJCvNObcb9oJG0AsA2XrqBtG5SXTfYsm6L/GraT9KBp1+C76gjmePVGw6p3OYnIT1INjph12AIsa4GqOsNSGORiGtRYLr60V57oStRpfWB5Jy" +
	"gYgwpioTXoQh0qRPVecxODTX2w2tkad26OlrzTxE8aJQQfN7" +
	"5JvVfAnLU3nFiYLFD1tE1ULVr0V7UW+tyqkeBYsDxWP54IyMsIXGbsj5+tE8aEacb2DMus5FB/etM2XWj4P77Z1Q9b3qXNU/eZ3rcAE3qmdjbRXe" +
	"oD+v96txnVKsTsfzqvMXzqtuzSltfZU3Y9UcoeW+zgtK+4L+" +
	"Mn2FDomk8nlx7bNxncy3XNL9TZ51vS+sHk/AYvOsd8HOkX3XM/EcJmyexVmeTlLVaTsGmOX1UEy/EWNFltvm41vfp+0vs/2LzF9l/hrzb7P5LfOP" +
	"2PqQ4Y2Z/5NVa7IJ02/CdRbsvmLWn2P+kn5Z0esNViCzNv/N" +
	"mpjlY7R0GO//tV7Ug4l/PO/GXRXZ9R/qnzeN+7zy/OqTV7x9Y/83GRnA41vDy3XBcSuVZ3vj2yeXM4/cTefF19GVD+9eX3Pgr+2j/LO5jM/SApx5" +
	"ujmWLqcZb2bH7s95mCCDG9ytx3E0/wYlgeSUKAgAAA=="

func unpacked(tb testing.TB, text string) []byte {
	tb.Helper()
	z, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(text)))
	if err != nil {
		tb.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func TestSmallDecimals(t *testing.T) {
	want := [][]string{
		{"0.1", "12345678901234.56", "-7", "12345678901234567890123456789012345678901234567890.5", "1.5", "2.5", "0.3",
			"00000000-0000-0000-0000-000000000001", "a"},
		{"∅", "0", "100000000000000000", "∅", "∅", "2.5", "0.3", "∅", "b"},
		{"-12", "∅", "∅", "-0.25", "∅", "∅", "∅", "ffffffff-ffff-ffff-ffff-ffffffffffff", "c"},
	}
	columns := asked("d32", "d64", "whole", "wide", "in.d", "code", "run", "id", "after")
	for name, text := range map[string]string{"a.arrow": smallDecimalFile, "a.arrows": smallDecimalStream} {
		b := unpacked(t, text)
		for _, in := range []Input{inMemory(name, b), piped(name, b)} {
			for _, columns := range [][]Column{columns, repeating(columns)} {
				g, err := readAll(in, columns, Options{})
				if err != nil {
					t.Fatal(err)
				}
				wantRows(t, g, want)
			}
		}
	}
}

// wideIntegerFile and wideIntegerStream are what polars 2.1 writes of three rows
// whose columns are integers of 128 bits: plain, within a struct and in lists,
// with a text behind them.
const wideIntegerFile = "H4sIAAAAAAACA+1Wu0oDQRS9s5voGiOsUSFFihR+QOxSJmBhEVCCYB0lykK0iLF2PyEf4SdYWqS2SmnhF0gQEZFI1PHM" +
	"Y7PZMbCE3Ubwhpk7955zzzx2mU292dw/2iHKENEr53yTxJihz9EqOegzNEY+j4yDn0CX0B+A" +
	"UkIbYdxHq5DSuP3mvAjvSj4RE4KwPWhk4VunvXYX/hG8BvxuwNsiOavQGAMrz2pYSuMFeZ9Cntdrn4v8DbRF3PEueyKucqVdC+rXwppDPl+7wUNt" +
	"0S7QPqVuhgTFQ6KPuDSn9l7Xiv11Wt2zNvwdcttzuO+aSzhFR5/0" +
	"FdoI+Sq8WFtR810qgOHSulTIy6q3mXU6tALckWNPyRNgPmRqr0LTt1VePVcbKhtSN4/oCbiG5bN05SgHbga4q2NlTPua9hXtfQMfGHgATOuZUW/g" +
	"AyMmK8qvWVHc13E5qLcoYkE83YsdxYM4qK/Zv2nOTMwMmbRiNn9Z" +
	"U/uiZPbBo2biBnxNKc+fTVifdH4es//lmPpJwvltStV8tmDBJKWJWcx7G1eX1vzWgufaOj5J/P4QhfequAer03tV3M4F3DHiNs7LNQ71Qh+0942F" +
	"/n9T/8I39RmuLv8h/QBhR6R8KAkAAA=="

const wideIntegerStream = "H4sIAAAAAAACA61SO07DQBCdtR0wwUjmJ6VIkYIDpEzpgoIiBQUXCCggS4EihBofIYfgCJQUKREVB+AEKAVCCAUFWN" +
	"7+EnuxZEX2WOvZmffZ9a455/yREXlE9I75Hok5GlSnTfLx9miGfoCOj0ega3gfg9LEmGI+xmiT" +
	"8rj/5byBHEo+EROGiCN41JB756P+EPkFvC7yoeHtk1xVeMyAtdIejvJ4Qz+hJS8e9S9F/w7eoh7E1yNRd7jyjox+a6k54fneXb70FuMK41v6eiQo" +
	"MRpj1M0c7ZPWiu8b9IYXfeQH9A5yuJ+aSzhFX5/0DcYU/Q6y2FtD" +
	"80PaASOkbekQSNVHap8+bQD35TxW9gSYP+v7FJ6Jq/rqXl247ErfANUrcA3LuwzlrA6uBzzUtQqmc6RzW+fEwicWboCFnll6C59YNTlZfuRk8UTX" +
	"LaN3KBOmXnyLm8VNbfSR+5/mp2pm2VRVs/xtLeKHysUXz4aNW/At" +
	"Vbx+raS+7Pq84PvXC/Tzkuu7VGkkbEXBvKKFWcF/W6Sran1nxXPtnZ6V/n9E/gNHCoQkMAcAAA=="

func TestWideIntegers(t *testing.T) {
	want := [][]string{
		{"-7", "5", "340282366920938463463374607431768211455", "-170141183460469231731687303715884105728", "a"},
		{"∅", "∅", "∅", "1", "b"},
		{"170141183460469231731687303715884105727", "0", "7", "∅", "c"},
	}
	columns := asked("i", "u", "large", "in.n", "after")
	for name, text := range map[string]string{"a.arrow": wideIntegerFile, "a.arrows": wideIntegerStream} {
		b := unpacked(t, text)
		for _, in := range []Input{inMemory(name, b), piped(name, b)} {
			for _, columns := range [][]Column{columns, repeating(columns)} {
				g, err := readAll(in, columns, Options{})
				if err != nil {
					t.Fatal(err)
				}
				wantRows(t, g, want)
			}
			if _, err := readAll(in, asked("list[0]"), Options{}); err == nil || !strings.Contains(err.Error(),
				`column "list[0]" of `+name+" holds lists with decimals, or integers of 128 bits, in them") {
				t.Errorf("elements of a list in %s: %v", name, err)
			}
		}
	}
}

// ipcTypes are columns of types that exports have, in the JSON of the
// library's builders, and what they are read as.
var ipcTypes = []struct {
	name string
	t    arrow.DataType
	json string
	want []string // or a part of the refusal alone
}{
	{"view", arrow.BinaryTypes.StringView, `["a",null,"longer than twelve bytes"]`,
		[]string{"a", "∅", "longer than twelve bytes"}},
	{"bytes view", arrow.BinaryTypes.BinaryView, `["YQ==",null,"/wAB"]`, []string{"a", "∅", "ff0001"}},
	{"bytes", arrow.BinaryTypes.Binary, `["YQ==",null,"/wAB"]`, []string{"a", "∅", "ff0001"}},
	{"control bytes", arrow.BinaryTypes.Binary, `["AQI=","","CQ=="]`, []string{"0102", "", "\t"}},
	{"large bytes", arrow.BinaryTypes.LargeBinary, `["YQ==",null,"/wAB"]`, []string{"a", "∅", "ff0001"}},
	{"large text", arrow.BinaryTypes.LargeString, `["a",null,"é"]`, []string{"a", "∅", "é"}},
	{"fixed bytes", &arrow.FixedSizeBinaryType{ByteWidth: 3}, `["YWJj",null,"/wAB"]`, []string{"abc", "∅", "ff0001"}},
	{"filled up", &arrow.FixedSizeBinaryType{ByteWidth: 3}, `["YQAA","AAAA","AGEA"]`, []string{"a", "000000",
		"006100"}},
	{"decimal", &arrow.Decimal128Type{Precision: 38, Scale: 9}, `["0.1",null,"-12"]`, []string{"0.1", "∅", "-12"}},
	{"wide decimal", &arrow.Decimal256Type{Precision: 70, Scale: 30},
		`["0.1",null,"-12.000000000000000000000000000001"]`,
		[]string{"0.1", "∅", "-12.000000000000000000000000000001"}},
	{"half", arrow.FixedWidthTypes.Float16, `[0.5,null,-2]`, []string{"0.5", "∅", "-2"}},
	{"days", arrow.FixedWidthTypes.Date64, `["2026-04-01",null,"1969-12-31"]`, []string{"2026-04-01", "∅",
		"1969-12-31"}},
	{"clock", arrow.FixedWidthTypes.Time32s, `["12:30:01",null,"00:00:00"]`, []string{"12:30:01", "∅", "00:00:00"}},
	{"finer clock", arrow.FixedWidthTypes.Time64us, `["12:30:01.5",null,"23:59:59"]`, []string{"12:30:01.500000", "∅",
		"23:59:59"}},
	{"naive", &arrow.TimestampType{Unit: arrow.Millisecond}, `["2026-04-01T12:00:00",null,"2026-04-02"]`,
		[]string{"2026-04-01T12:00:00.000000Z", "∅", "2026-04-02T00:00:00.000000Z"}},
	{"codes of numbers", &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8,
		ValueType: arrow.PrimitiveTypes.Int64}, `[7,null,7]`, []string{"7", "∅", "7"}},
	{"codes of decimals", &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Uint32,
		ValueType: &arrow.Decimal128Type{Precision: 10, Scale: 2}}, `["0.5",null,"1"]`, []string{"0.5", "∅", "1"}},
	{"codes of truths", &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int16,
		ValueType: arrow.FixedWidthTypes.Date32}, `["2026-04-01",null,"2026-04-01"]`, []string{"2026-04-01", "∅",
		"2026-04-01"}},
	{"runs", arrow.RunEndEncodedOf(arrow.PrimitiveTypes.Int16, arrow.BinaryTypes.String), `["a","a","b"]`,
		[]string{"a", "a", "b"}},
	{"runs of nothing", arrow.RunEndEncodedOf(arrow.PrimitiveTypes.Int32, arrow.BinaryTypes.String), `["a",null,null]`,
		[]string{"a", "∅", "∅"}},
	{"runs of numbers", arrow.RunEndEncodedOf(arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Float64),
		`[1.5,1.5,null]`, []string{"1.5", "1.5", "∅"}},
	{"runs of truths", arrow.RunEndEncodedOf(arrow.PrimitiveTypes.Int32, arrow.FixedWidthTypes.Boolean),
		`[true,false,null]`, []string{"true", "false", "∅"}},
	{"nothing", arrow.Null, `[null,null,null]`, []string{"∅", "∅", "∅"}},
	{"length", arrow.FixedWidthTypes.Duration_ms, `[1,2,3]`, []string{"is a length of time (duration[ms])"}},
	{"list", arrow.ListOf(arrow.PrimitiveTypes.Int64), `[[1],null,[]]`, []string{"holds lists"}},
	{"interval", arrow.FixedWidthTypes.MonthInterval, `[{"months":1},null,{"months":2}]`,
		[]string{"is of the type month_interval"}},
}

// TestIPCTypes reads every type from files and streams, packed and not, among
// others that nobody asks for, and from a batch that is a slice of another.
func TestIPCTypes(t *testing.T) {
	var fields []arrow.Field
	var arrays []arrow.Array
	for _, c := range ipcTypes {
		a, _, err := array.FromJSON(memory.DefaultAllocator, c.t, strings.NewReader(c.json))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		fields, arrays = append(fields, arrow.Field{Name: c.name, Type: c.t, Nullable: true}), append(arrays, a)
	}
	schema := arrow.NewSchema(fields, nil)
	rec := array.NewRecord(schema, arrays, 3)
	for name, option := range map[string]ipc.Option{"none": ipc.WithSchema(schema), "lz4": ipc.WithLZ4(),
		"zstd": ipc.WithZstd()} {
		var file, stream bytes.Buffer
		w, err := ipc.NewFileWriter(&placed{w: &file}, ipc.WithSchema(schema), option)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.Write(rec), w.Close()); err != nil {
			t.Fatal(err)
		}
		s := ipc.NewWriter(&stream, ipc.WithSchema(schema), option)
		if err := s.Write(rec); err != nil {
			t.Fatal(err)
		}
		s.Close()
		for _, b := range [][]byte{file.Bytes(), stream.Bytes()} {
			for _, c := range ipcTypes {
				for _, columns := range [][]Column{asked(c.name), repeating(asked(c.name))} {
					g, err := readAll(inMemory("a", b), columns, Options{})
					if len(c.want) == 1 {
						if err == nil || !strings.Contains(err.Error(), "column \""+c.name+"\" of a "+c.want[0]) {
							t.Errorf("%s, %s: %v", c.name, name, err)
						}
						continue
					}
					if err != nil {
						t.Errorf("%s, %s: %v", c.name, name, err)
						continue
					}
					wantRows(t, g, [][]string{{c.want[0]}, {c.want[1]}, {c.want[2]}})
				}
			}
		}
	}
	for i, c := range ipcTypes {
		a, err := ipcKind{}.plain(array.NewSlice(arrays[i], 1, 3))
		if len(c.want) == 1 {
			continue
		}
		if err != nil || cellText(a, 0) != c.want[1] || cellText(a, 1) != c.want[2] {
			t.Errorf("a slice of %s: %v, %v", c.name, a, err)
		}
	}
}

// TestUnknownIPCType reads a file of a type that no version knows yet: only
// that it is newer is known, not that the file is broken.
func TestUnknownIPCType(t *testing.T) {
	b := written(t, "ipc-stream", WriterOptions{}, sample(1, 3))
	meta := b[8 : 8+binary.LittleEndian.Uint32(b[4:])]
	inner := func(t flatbuffers.Table, slot flatbuffers.VOffsetT) flatbuffers.UOffsetT {
		return t.Indirect(flatbuffers.UOffsetT(t.Offset(slot)) + t.Pos)
	}
	at := flatbuffers.Table{Bytes: meta, Pos: flatbuffers.GetUOffsetT(meta)}
	version := &meta[flatbuffers.UOffsetT(at.Offset(schemaVersion))+at.Pos]
	*version = lastVersion + 1
	if _, err := readAll(inMemory("a.arrows", b), asked("arm"), Options{}); err == nil || !strings.Contains(err.Error(),
		"a.arrows cannot be read: it is of version V6 of the format") {
		t.Error(err)
	}
	*version = lastVersion
	at.Pos = inner(at, messageHeader)
	at.Pos = at.Indirect(at.Vector(flatbuffers.UOffsetT(at.Offset(schemaFields))))
	meta[flatbuffers.UOffsetT(at.Offset(fieldTypeIs))+at.Pos] = 40
	_, err := readAll(inMemory("a.arrows", b), asked("arm"), Options{})
	if err == nil || !strings.Contains(err.Error(),
		`its column "id" is of a type that came later than this program (number 40`) {
		t.Error(err)
	}
}

// TestOldIPCStream reads a stream as it was before Arrow 0.15, where nothing
// stood before the size of a message.
func TestOldIPCStream(t *testing.T) {
	rec := plainRecord(plainText(sampleSchema), sample(4, 50))
	b := written(t, "ipc-stream", WriterOptions{}, rec)
	var old []byte
	for len(b) >= 8 {
		size := int(binary.LittleEndian.Uint32(b[4:]))
		old = append(old, b[4:8]...)
		if b = b[8:]; size == 0 {
			break
		}
		// The body follows the message, which says how long it is.
		message := flatbuffers.Table{Bytes: b, Pos: flatbuffers.GetUOffsetT(b)}
		const bodyLength = 10
		whole := size + int(message.GetInt64Slot(bodyLength, 0))
		old, b = append(old, b[:whole]...), b[whole:]
	}
	for _, in := range []Input{inMemory("a.arrows", old), piped("a", old)} {
		g, err := readAll(in, asked("id", "n64"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range g.rows {
			if row[0] != cellText(rec.Column(0), i) || row[1] != cellText(rec.Column(4), i) {
				t.Fatalf("row %d is %q", i, row)
			}
		}
		if len(g.rows) != 50 {
			t.Errorf("%d rows", len(g.rows))
		}
	}
}
