package format

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestCutOff reads files that end too early, at many places: that is an
// error that names the file, or, for text that is not compressed, fewer rows.
func TestCutOff(t *testing.T) {
	rec := sample(9, 400)
	columns := []Column{{Name: "id"}, {Name: "arm", Repeats: true}, {Name: "x"}}
	for _, f := range writtenFormats() {
		for _, c := range append([]compression{{}}, compressions...) {
			if c.name != "" && c.writer == nil || c.name == "" && f.magics == nil {
				continue
			}
			b := written(t, f.name, WriterOptions{Compression: c.name}, sliced(rec, 100)...)
			name := "sample" + Ending(f.name, c.name)
			for i := 1; i < 40; i++ {
				n := len(b) * i / 40
				for _, in := range []Input{inMemory(name, b[:n]), piped(name, b[:n])} {
					_, err := readAll(in, columns, Options{})
					if err == nil && f.name == "ipc-stream" && c.name == "" {
						continue // a stream may end behind any message
					}
					if err == nil {
						t.Errorf("%s cut to %d of %d bytes is read without an error", name, n, len(b))
					} else if !strings.Contains(err.Error(), name) {
						t.Errorf("%s cut off: %v", name, err)
					}
				}
			}
		}
	}
}

func TestGzipCutOffSentence(t *testing.T) {
	b := written(t, "csv", WriterOptions{Compression: "gzip"}, sample(9, 400))
	_, err := readAll(inMemory("a.csv.gz", b[:len(b)/2]), asked("id"), Options{})
	if err == nil || err.Error() != "a.csv.gz ends in the middle of its gzip data; was the upload complete?" {
		t.Error(err)
	}
	b[len(b)-6] ^= 1
	if _, err = readAll(inMemory("a.csv.gz", b), asked("id"), Options{}); err == nil || !strings.Contains(err.Error(),
		"a.csv.gz has damaged gzip data") {
		t.Error(err)
	}
}

func TestManyMembers(t *testing.T) {
	for _, name := range []string{"gzip", "zstd", "snappy", "lz4"} {
		one := written(t, "csv", WriterOptions{Compression: name}, sample(9, 400))
		other := func() []byte {
			var out bytes.Buffer
			for _, c := range compressions {
				if c.name == name {
					w, _ := c.writer(&out)
					w.Write([]byte(strings.Repeat(",", 12) + "\n"))
					w.Close()
				}
			}
			return out.Bytes()
		}()
		g, err := readAll(piped("a.csv", append(one, other...)), asked("id"), Options{})
		if err != nil || len(g.rows) != 401 {
			t.Errorf("%s: %d rows, %v", name, len(g.rows), err)
		}
	}
}

func TestBzip2(t *testing.T) {
	b, err := base64.StdEncoding.DecodeString("QlpoOTFBWSZTWb+HQH8AAANZAAAQAAQwADAAIAAwwAhpsogjJ4u5IpwoSF/DoD+A")
	if err != nil {
		t.Fatal(err)
	}
	g, err := readAll(inMemory("a.csv", b), asked("a", "b"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	wantRows(t, g, [][]string{{"1", "2"}})
}

func TestDecide(t *testing.T) {
	parquet := written(t, "parquet", WriterOptions{}, sample(1, 3))
	stream := written(t, "ipc-stream", WriterOptions{}, sample(1, 3))
	var twice bytes.Buffer
	w := gzip.NewWriter(&twice)
	w.Write(written(t, "csv", WriterOptions{Compression: "gzip"}, sample(1, 3)))
	w.Close()
	for _, c := range []struct {
		what, name, format string
		b                  []byte
		want               string // of the error; "" is none
	}{
		{"no ending", "x", "", parquet, ""},
		{"wrong ending", "x.csv", "", parquet, ""},
		{"said rightly", "x.csv", "parquet", parquet, ""},
		{"said wrongly", "x.parquet", "csv", parquet, "begins like parquet"},
		{"ipc means the stream too", "x", "ipc", stream, ""},
		{"unknown", "x", "xml", parquet, `there is no format "xml"; the formats are parquet`},
		{"text named parquet", "x.parquet", "", []byte("a,b\n1,2\n"), `it is text that begins "a,b`},
		{"said parquet", "x", "parquet", []byte("a,b\n"), "does not begin like it"},
		{"objects without a name", "x", "", []byte(` {"id":1}`), ""},
		{"an array without a name", "x", "", []byte(`[{"id":1}]`), ""},
		{"gzip twice", "x.csv.gz", "", twice.Bytes(), ""},
		{"not gzip", "x.csv.gz", "", []byte("id\n1\n"), ""},
		{"not zstd", "x.csv.zst", "", []byte("\x00\x01\x02\x03"), "is named .zst but does not begin like such a file"},
		{"xlsx", "x.xlsx", "", []byte("PK\x03\x04...."), "the workbook x.xlsx cannot be read: it is no whole zip " +
			"archive"},
		{"empty", "x.parquet", "", nil, "is empty"},
		{"empty within gzip", "x.csv", "", written(t, "ndjson", WriterOptions{Compression: "gzip"}, sample(1, 0)),
			"is empty"},
	} {
		_, err := readAll(inMemory(c.name, c.b), asked("id"), Options{Format: c.format})
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.what, err)
		}
		if c.want == "is empty" && !errors.Is(err, ErrEmpty) {
			t.Errorf("%s: %v is not ErrEmpty", c.what, err)
		}
	}
}

func TestReadable(t *testing.T) {
	for name, want := range map[string]bool{"a.parquet": true, "a.PQ": true, "a.csv.gz": true, "a.json": true,
		"part-0000.zst": true, "a.tar.gz": false, "README.md": false, "a.txt": false, "_SUCCESS": false} {
		if Readable(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

// TestNothingStays closes readers early and late: no goroutine and no
// temporary file may be left.
func TestNothingStays(t *testing.T) {
	dir := t.TempDir()
	before := runtime.NumGoroutine()
	for _, f := range writtenFormats() {
		b := written(t, f.name, WriterOptions{Compression: "gzip"}, sample(9, 5000))
		for range 3 {
			r, err := Open(piped("a", b), asked("id"), Options{TempDir: dir, BlockBytes: 1000})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := r.Next(); err != nil {
				t.Fatal(err)
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	for i := 0; runtime.NumGoroutine() > before && i < 100; i++ {
		time.Sleep(10 * time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines were left", n-before)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}
