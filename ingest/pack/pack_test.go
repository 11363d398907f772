package pack

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/ingest/event"
	"uptake/ingest/format"
	"uptake/ingest/source"
)

// seen is all that a file gives to whoever asks for columns.
type seen struct {
	Err     string
	Names   []string
	Notes   []string
	Rows    []string // row number and cells, "-" for a column that is not there
	Bad     []format.BadRow
	Present []bool // by column, in any block
}

// readAs reads a file by an opener.
func readAs(open opener, path string, ask []format.Column, o format.Options) (s seen) {
	o.Note = func(text string) { s.Notes = append(s.Notes, text) }
	f := source.File{Path: path, Name: filepath.Base(path)}
	r, err := open(f, format.Input{Name: f.Name, Open: func() (io.ReadCloser, error) { return source.Open(f) }}, ask, o)
	if err != nil {
		return seen{Err: err.Error()}
	}
	defer r.Close()
	s.Names, s.Present = r.Names(), make([]bool, len(ask))
	for {
		b, err := r.Next()
		if err == io.EOF {
			return s
		}
		var batch *format.Batch
		if err == nil {
			batch, err = b.Decode()
		}
		if err != nil {
			s.Err = err.Error()
			return s
		}
		s.Bad = append(s.Bad, batch.Bad...)
		var texts []*event.Text
		for i, a := range batch.Columns {
			texts = append(texts, event.NewText(a))
			s.Present[i] = s.Present[i] || a != nil
		}
		for i := range batch.Rows {
			at := i
			if batch.RowIndex != nil {
				at = int(batch.RowIndex[i])
			}
			var row strings.Builder
			fmt.Fprint(&row, batch.FirstRow+int64(at)+1)
			for k, t := range texts {
				switch {
				case batch.Columns[k] == nil:
					row.WriteString("|-")
				case batch.Columns[k].IsNull(i):
					row.WriteString("|∅")
				default:
					n, found := t.Number(i)
					fmt.Fprintf(&row, "|%s %d %v %v", t.Value(i), t.IDHash(i), n, found)
				}
			}
			s.Rows = append(s.Rows, row.String())
		}
		batch.Release()
	}
}

type opener = func(source.File, format.Input, []format.Column, format.Options) (format.Reader, error)

func itself(_ source.File, in format.Input, ask []format.Column, o format.Options) (format.Reader, error) {
	return format.Open(in, ask, o)
}

func columns(names string, optional bool) (out []format.Column) {
	for _, n := range strings.Fields(names) {
		name, repeats := strings.CutSuffix(n, "*")
		out = append(out, format.Column{Name: name, Repeats: repeats, Optional: optional})
	}
	return out
}

func open(t *testing.T, dir string, log io.Writer) *Store {
	t.Helper()
	s, err := Open(t.Context(), Options{Dir: dir, Version: "1", Workers: 2,
		Log: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// put writes a file that was changed long ago.
func put(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
}

func zipped(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

// typed is a record of every type that is written.
func typed(rows int) arrow.Record {
	var fields []arrow.Field
	var columns []arrow.Array
	add := func(name string, a arrow.Array) {
		fields, columns = append(fields, arrow.Field{Name: name, Type: a.DataType(), Nullable: true}),
			append(columns, a)
	}
	at := memory.DefaultAllocator
	text, flag := array.NewStringBuilder(at), array.NewBooleanBuilder(at)
	whole, big, double := array.NewInt32Builder(at), array.NewUint64Builder(at), array.NewFloat64Builder(at)
	when := array.NewTimestampBuilder(at, &arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "UTC"})
	local := array.NewTimestampBuilder(at, &arrow.TimestampType{Unit: arrow.Microsecond})
	day, money := array.NewDate32Builder(at), array.NewDecimal128Builder(at, &arrow.Decimal128Type{Precision: 20,
		Scale: 2})
	props := array.NewStringBuilder(at)
	for i := range rows {
		if i%7 == 3 {
			for _, b := range []array.Builder{text, flag, whole, big, double, when, local, day, money, props} {
				b.AppendNull()
			}
			continue
		}
		text.Append(fmt.Sprintf("u%d é", i%300))
		flag.Append(i%3 == 0)
		whole.Append(int32(-i))
		big.Append(1<<63 + uint64(i))
		double.Append(float64(i) / 3)
		when.Append(arrow.Timestamp(1_775_000_000_000 + i))
		local.Append(arrow.Timestamp(1_775_000_000_000_000 + i))
		day.Append(arrow.Date32(20_000 + i))
		money.Append(decimal128.FromI64(int64(i) * 101))
		props.Append(fmt.Sprintf(`{"a":{"b":%d},"c":"x%d"}`, i, i%5))
	}
	for _, x := range []struct {
		name string
		b    array.Builder
	}{{"user", text}, {"flag", flag}, {"whole", whole}, {"big", big}, {"double", double}, {"when", when},
		{"local", local}, {"day", day}, {"money", money}, {"props", props}} {
		add(x.name, x.b.NewArray())
	}
	return array.NewRecord(arrow.NewSchema(fields, nil), columns, int64(rows))
}

func encoded(t *testing.T, kind string, o format.WriterOptions) []byte {
	t.Helper()
	rec := typed(900)
	var b bytes.Buffer
	w, err := format.NewWriter(&b, kind, rec.Schema(), o)
	if err != nil {
		t.Fatal(err)
	}
	for from := int64(0); from < 900; from += 300 { // slices, whose buffers begin in the middle
		if err := w.Write(rec.NewSlice(from, from+300)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func lines(n int, line func(i int) string) []byte {
	var b strings.Builder
	for i := range n {
		b.WriteString(line(i) + "\n")
	}
	return []byte(b.String())
}

// TestAsTheFile: whatever is asked for in whatever order, a pack gives what the file
// gives, in the night that makes it and in the next, which reads no file.
func TestAsTheFile(t *testing.T) {
	rows := func(i int) string {
		switch {
		case i == 0:
			return "ts,user,event,props,Note"
		case i%50 == 7:
			return "2026-04-01,short"
		}
		return fmt.Sprintf(`2026-04-%02d,u%d,%s,"{""a"":{""b"":%d}}",n%d`, 1+i%28, i%40,
			[]string{"shown", "accepted"}[i%2], i, i)
	}
	csv := lines(600, rows)
	objects := lines(600, func(i int) string {
		switch {
		case i%60 == 9:
			return `{"ts":`
		case i >= 500:
			return fmt.Sprintf(
				`{"ts":%d,"user":"u%d","late":{"x":%d},"props":{"a":{"b":%d},"l":[{"key":"k","value":%d}]}}`, i, i%40,
				i, i, i)
		}
		return fmt.Sprintf(`{"ts":%d,"user":"u%d","event":"shown","empty":{},"props":{"a":{"b":%d}}}`, i, i%40, i)
	})
	parquet := encoded(t, "parquet", format.WriterOptions{RowGroup: 250})
	asks := []string{"ts user event*", "user ts props.a.b", "User EVENT* note", "user none late.x late empty props " +
		"props.l[key=k].value", "flag whole big double when local day money props.c", "none"}
	for name, x := range map[string]struct {
		content []byte
		o       format.Options
	}{
		"a.csv": {csv, format.Options{}}, "a.csv.gz": {zipped(csv), format.Options{}},
		"a.ndjson": {objects, format.Options{}}, "a.ndjson.gz": {zipped(objects), format.Options{}},
		"a.json":     {[]byte(`{"rows":[{"user":"a","ts":1},{"user":"b","ts":2}]}`), format.Options{Rows: "rows"}},
		"a.parquet":  {parquet, format.Options{}},
		"a.arrow":    {encoded(t, "ipc", format.WriterOptions{}), format.Options{}},
		"a.arrows":   {encoded(t, "ipc-stream", format.WriterOptions{}), format.Options{}},
		"titled.csv": {append([]byte("a report\nof,two\n"), csv...), format.Options{}},
		"semi.csv": {bytes.ReplaceAll(csv, []byte(","), []byte(";")),
			format.Options{CSV: format.Dialect{Delimiter: ";"}}},
		"latin.csv":  {bytes.ReplaceAll(csv, []byte(",n"), []byte(",\xe9")), format.Options{}},
		"latin.json": {bytes.ReplaceAll(objects, []byte(`"u1"`), []byte("\"\xe9\"")), format.Options{}},
		"twice.csv":  {bytes.Replace(csv, []byte("Note"), []byte("user"), 1), format.Options{}},
		"header.csv": {[]byte("ts,user\n"), format.Options{}}, "empty.csv": {nil, format.Options{}},
		"blank.csv": {[]byte("\n\n"), format.Options{}}, "list.json": {[]byte("[]"), format.Options{}},
		"cut.parquet": {parquet[:len(parquet)-9], format.Options{}}, "cut.csv.gz": {zipped(csv)[:900],
			format.Options{}},
		"no.csv": {[]byte("PK\x03\x04...."), format.Options{}},
	} {
		t.Run(name, func(t *testing.T) {
			dir, path := t.TempDir(), filepath.Join(t.TempDir(), name)
			put(t, path, x.content)
			x.o.BlockBytes = 4 << 10
			for night := range 2 {
				s := open(t, dir, io.Discard)
				for _, ask := range asks {
					for _, optional := range []bool{true, false} {
						want := readAs(itself, path, columns(ask, optional), x.o)
						if got := readAs(s.Open, path, columns(ask, optional), x.o); !reflect.DeepEqual(got, want) {
							t.Fatalf("night %d, %s, optional %v:\n%+v\nwant\n%+v", night, ask, optional, head5(got),
								head5(want))
						}
					}
				}
				n, err := s.Finish(Night{Whole: true, Files: []source.File{{Path: path}}})
				if err != nil {
					t.Fatal(err)
				}
				t.Logf("night %d: %+v", night, n)
			}
		})
	}
}

func head5(s seen) seen {
	s.Rows = s.Rows[:min(5, len(s.Rows))]
	s.Bad = s.Bad[:min(5, len(s.Bad))]
	return s
}
