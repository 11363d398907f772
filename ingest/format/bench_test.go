package format

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/klauspost/compress/gzip"
)

// eventColumns is what a readout with two segments asks of the benchmark's export:
// 11 of its 15 columns, enumerations as codes.
var eventColumns = []Column{{Name: "ts"}, {Name: "user_id"}, {Name: "event", Repeats: true},
	{Name: "experiment", Repeats: true}, {Name: "variant", Repeats: true},
	{Name: "suggestion_id"}, {Name: "platform", Repeats: true}, {Name: "country", Repeats: true}, {Name: "latency_ms"},
	{Name: "value"}, {Name: "event_id"}}

// events makes n rows like an export of suggestion events.
func events(n int) arrow.Record {
	text := arrow.BinaryTypes.String
	names := []string{"event_id", "ts", "user_id", "event", "experiment", "variant", "suggestion_id", "surface",
		"platform", "country", "plan", "model_version"}
	var fields []arrow.Field
	for _, n := range names {
		fields = append(fields, arrow.Field{Name: n, Type: text, Nullable: true})
	}
	fields[1].Type = arrow.FixedWidthTypes.Timestamp_us
	fields = append(fields, arrow.Field{Name: "latency_ms", Type: arrow.PrimitiveTypes.Int64, Nullable: true},
		arrow.Field{Name: "confidence", Type: arrow.PrimitiveTypes.Float64, Nullable: true}, arrow.Field{Name: "value",
			Type: arrow.PrimitiveTypes.Float64, Nullable: true})
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	rng := rand.New(rand.NewPCG(1, 2))
	one := func(words ...string) string { return words[rng.IntN(len(words))] }
	at := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
	user := ""
	for i := range n {
		if i%12 == 0 {
			user = fmt.Sprintf("u_%07d", rng.IntN(n/20+1))
		}
		at += rng.Int64N(2e6)
		kind := rng.IntN(6)
		row := []string{fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", rng.Uint32(), rng.IntN(1<<16), rng.IntN(1<<12),
			rng.IntN(1<<16), rng.Int64N(1<<48)), "", user,
			[]string{"exposure", "session_start", "suggestion_shown", "suggestion_shown", "suggestion_accepted",
				"suggestion_dismissed"}[kind], "", "", "",
			one("editor", "chat", "email"), one("ios", "web", "android"), one("US", "BR", "DE", "IN", "FR", "JP"),
			one("free", "pro"), "m-2024-11"}
		if kind == 0 {
			row[4], row[5] = "suggestion_ranker", one("control", "treatment")
		}
		if kind > 1 {
			row[6] = fmt.Sprintf("s_%016x", rng.Uint64())
		}
		for k, v := range row {
			switch {
			case k == 1:
				b.Field(1).(*array.TimestampBuilder).Append(arrow.Timestamp(at))
			case v == "":
				b.Field(k).AppendNull()
			default:
				b.Field(k).(*array.StringBuilder).Append(v)
			}
		}
		if kind == 2 || kind == 3 {
			b.Field(12).(*array.Int64Builder).Append(rng.Int64N(900))
			b.Field(13).(*array.Float64Builder).Append(float64(rng.IntN(10000)) / 10000)
		} else {
			b.Field(12).AppendNull()
			b.Field(13).AppendNull()
		}
		b.Field(14).AppendNull()
	}
	return b.NewRecord()
}

// BenchmarkRead reads an export of every format in one goroutine. Set
// UPTAKE_BENCH to a file to read that instead.
func BenchmarkRead(b *testing.B) {
	if path := os.Getenv("UPTAKE_BENCH"); path != "" {
		benchRead(b, Input{Name: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }}, 0)
		return
	}
	rec := events(300_000)
	for _, f := range []struct{ format, codec, compression string }{
		{"csv", "", ""}, {"csv", "", "gzip"}, {"csv", "", "zstd"}, {"tsv", "", ""}, {"ndjson", "", ""},
		{"ndjson", "", "gzip"},
		{"parquet", "zstd", ""}, {"parquet", "snappy", ""}, {"ipc", "none", ""}, {"ipc-stream", "zstd", ""},
		{"ipc-stream", "lz4", ""},
	} {
		b.Run(f.format+f.codec+f.compression, func(b *testing.B) {
			file := written(b, f.format, WriterOptions{Compression: f.compression, Codec: f.codec},
				sliced(rec, 50_000)...)
			benchRead(b, inMemory("events"+Ending(f.format, f.compression), file), len(file))
		})
	}
}

// BenchmarkLimit does what no reader of the file that UPTAKE_BENCH names can do
// without: unpacking its pages, gunzipping it, or looking for its line ends.
func BenchmarkLimit(b *testing.B) {
	path := os.Getenv("UPTAKE_BENCH")
	if path == "" {
		b.Skip("UPTAKE_BENCH names no file")
	}
	began := processorTime()
	rows := 0
	for b.Loop() {
		file, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		if strings.HasSuffix(path, ".parquet") {
			rows += unpackAll(b, file)
		} else {
			rows += countLines(b, path, file)
		}
		file.Close()
	}
	b.ReportMetric(float64(rows)/1e6/(processorTime()-began).Seconds(), "Mrows/cpu-s")
}

func countLines(b *testing.B, path string, file *os.File) (lines int) {
	var in io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(bufio.NewReader(file))
		if err != nil {
			b.Fatal(err)
		}
		in = z
	}
	block := make([]byte, defaultBlock)
	for {
		n, err := io.ReadFull(in, block)
		for rest := block[:n]; ; lines++ {
			i := bytes.IndexByte(rest, '\n')
			if i < 0 {
				break
			}
			rest = rest[i+1:]
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return lines
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

func unpackAll(b *testing.B, file *os.File) (rows int) {
	info, err := file.Stat()
	if err != nil {
		b.Fatal(err)
	}
	r, err := openParquetSource(source{name: file.Name(), at: file, size: info.Size()}, eventColumns, Options{})
	if err != nil {
		b.Fatal(err)
	}
	p := r.(*parquetReader)
	pages := p.newPages()
	for _, g := range p.footer.rows {
		for _, c := range p.columns {
			if c.leaf < 0 {
				continue
			}
			pages.begin(file, g.chunks[c.leaf], info.Size())
			for n := 0; n < int(g.rows); {
				page, err := pages.next()
				if err != nil {
					b.Fatal(err)
				}
				if page.isData() {
					n += page.rows
				}
			}
		}
		rows += int(g.rows)
	}
	return rows
}

// processorTime is what the process has used of the processors, all goroutines
// of the runtime among it: elapsed time says little on a busy machine.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// sliced cuts a record, so that IPC has batches of a usual size.
func sliced(rec arrow.Record, rows int64) (out []arrow.Record) {
	for i := int64(0); i < rec.NumRows(); i += rows {
		out = append(out, rec.NewSlice(i, min(i+rows, rec.NumRows())))
	}
	return out
}

func benchRead(b *testing.B, in Input, size int) {
	b.SetBytes(int64(size))
	b.ReportAllocs()
	rows, began := 0, processorTime()
	for b.Loop() {
		r, err := Open(in, eventColumns, Options{})
		if err != nil {
			b.Fatal(err)
		}
		for {
			block, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
			batch, err := block.Decode()
			if err != nil {
				b.Fatal(err)
			}
			rows += batch.Rows
			batch.Release()
		}
		r.Close()
	}
	b.ReportMetric(float64(rows)/1e6/(processorTime()-began).Seconds(), "Mrows/cpu-s")
}
