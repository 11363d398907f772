package format

import (
	"bytes"
	"compress/gzip"
	"io"
	"runtime"
	"testing"
)

// endless gives a header and then lines, size bytes of them.
type endless struct {
	head, lines []byte
	size        int
}

func (e *endless) Read(p []byte) (int, error) {
	if len(e.head) > 0 {
		n := copy(p, e.head)
		e.head = e.head[n:]
		return n, nil
	}
	if e.size <= 0 {
		return 0, io.EOF
	}
	e.head = e.lines
	e.size -= len(e.lines)
	return 0, nil
}

func (e *endless) Close() error { return nil }

// TestMemoryStays reads much text, plain and compressed: what a reader holds
// must not grow with its file.
func TestMemoryStays(t *testing.T) {
	const size = 128 << 20 // blocks that are read ahead make up to 35 MiB of it
	lines := bytes.Repeat([]byte(`"{""a"":1}",x,"quoted ""text"", long enough"`+"\n"), 1000)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	io.Copy(w, &endless{[]byte("p,b,c\n"), lines, size})
	w.Close()
	object := bytes.Repeat([]byte(`{"p":{"a":1},"b":"x","c":"some text, long enough"},`+"\n"), 1000)
	for name, in := range map[string]io.ReadCloser{
		"f.csv":    &endless{[]byte("p,b,c\n"), lines, size},
		"f.csv.gz": io.NopCloser(&packed),
		"f.ndjson": &endless{nil, bytes.ReplaceAll(object, []byte("},\n"), []byte("}\n")), size},
		"f.json":   &endless{[]byte("["), object, size},
	} {
		r, err := Open(Input{name, func() (io.ReadCloser, error) { return in, nil }},
			[]Column{{Name: "p.a", Repeats: true}, {Name: "b", Repeats: true}, {Name: "c"}}, Options{})
		if err != nil {
			t.Fatal(name, err)
		}
		var most uint64
		for i := 0; ; i++ {
			b, err := r.Next()
			if err == io.EOF || name == "f.json" && err != nil { // it has no closing bracket
				break
			}
			if err != nil {
				t.Fatal(name, err)
			}
			if _, err := b.Decode(); err != nil {
				t.Fatal(name, err)
			}
			if i%8 == 0 {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
		}
		r.Close()
		if most > size/2 {
			t.Errorf("%s: reading %d MiB holds %d MiB", name, size>>20, most>>20)
		}
	}
}
