package source

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// packed writes an archive; a member's text is its name, one named *.raw is stored.
func packed(t *testing.T, path string, names ...string) {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zipZstd, func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) })
	for _, n := range names {
		h := &zip.FileHeader{Name: n, Method: zipDeflated}
		switch {
		case strings.HasSuffix(n, ".raw"):
			h.Method = zipStored
		case strings.HasSuffix(n, ".zst.csv"):
			h.Method = zipZstd
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(n, "/") {
			io.WriteString(f, n)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestZip: an archive is a folder of its members, which beside files is looked into only
// when it is asked for.
func TestZip(t *testing.T) {
	tree(t, "in/a.csv", "only/", "pair/", "text.zip", "nest/", "two/", "leads/")
	packed(t, "in/b.zip", "b.csv")
	packed(t, "only/x.ZIP", "day=1/p.csv", "day=2/", "day=2/p.csv", "__MACOSX/._p.csv", "notes.txt", `back\slash.csv`,
		"whole.raw", "late.zst.csv")
	packed(t, "pair/1.zip", "p.csv")
	packed(t, "pair/2.zip", "q.csv")
	packed(t, "nest/n.zip", "a.csv", "deep/inner.zip")
	packed(t, "two/t.zip", "a.csv", "a.csv")
	packed(t, "leads/l.zip", "../a.csv")
	for _, c := range []struct{ path, want string }{
		{"in", "in/a.csv"},
		{"in/*", "in/a.csv"},
		{"in/**", "in/a.csv"},
		{"in/*/*.csv", "! the pattern in/*/*.csv gives no file: no file matches it"},
		{"in/b.zip", "in/b.zip/b.csv"},
		{"in/*.zip", "in/b.zip/b.csv"},
		{"in/b.zip/b.csv", "in/b.zip/b.csv"},
		{"in/b.zip/c.csv", "! there is no file in/b.zip/c.csv, but beside it there is b.csv"},
		{"only", "only/x.ZIP/back/slash.csv only/x.ZIP/day=1/p.csv only/x.ZIP/day=2/p.csv only/x.ZIP/late.zst.csv"},
		{"only/x.ZIP/day=*/*.csv", "only/x.ZIP/day=1/p.csv only/x.ZIP/day=2/p.csv"},
		{"only/x.ZIP/whole.raw", "only/x.ZIP/whole.raw"},
		{"pair", "pair/1.zip/p.csv pair/2.zip/q.csv"},
		{"pair/[12].zip/*.csv", "pair/1.zip/p.csv pair/2.zip/q.csv"},
		{"text.zip", "! text.zip is named .zip but is no whole zip archive; was the download complete?"},
		{"nest", "! nest/n.zip holds the archive deep/inner.zip, and archives within archives are not read; unpack " +
			"the outer one into a folder"},
		{"two", "! the archive two/t.zip has two members named a.csv, so which counts is not known; unpack it into a " +
			"folder"},
		{"leads/l.zip",
			`! the archive leads/l.zip has a member named "../a.csv", which leads out of it; it is not read`},
	} {
		files, _, err := Find(c.path, csvOnly)
		got := "! "
		if err != nil {
			got += err.Error()
		} else {
			var paths []string
			for _, f := range files {
				paths = append(paths, f.Path)
			}
			got = strings.Join(paths, " ")
		}
		if got != c.want {
			t.Errorf("%s: %s, expected %s", c.path, got, c.want)
		}
		for _, f := range files {
			r, err := Open(f)
			if err != nil {
				t.Errorf("%s: %v", f.Path, err)
				continue
			}
			text, err := io.ReadAll(r)
			if err != nil || f.Size != int64(len(text)) || !strings.HasSuffix(f.Path, strings.ReplaceAll(string(text),
				`\`, "/")) {
				t.Errorf("%s: %q of %d bytes, %v", f.Path, text, f.Size, err)
			}
			if _, random := r.(io.ReaderAt); random != (strings.HasSuffix(f.Path, ".raw") || f.Path == "in/a.csv") {
				t.Errorf("%s: at random is %v", f.Path, random)
			}
			r.Close()
		}
	}
}

// TestZipDamaged: what an archive says of a member is held against what is there.
func TestZipDamaged(t *testing.T) {
	tree(t)
	packed(t, "good.zip", "one.csv", "two.csv")
	good, err := os.ReadFile("good.zip")
	if err != nil {
		t.Fatal(err)
	}
	central := bytes.Index(good, []byte("PK\x01\x02"))
	put16 := func(b []byte, at int, v uint16) { binary.LittleEndian.PutUint16(b[at:], v) }
	put32 := func(b []byte, at int, v uint32) { binary.LittleEndian.PutUint32(b[at:], v) }
	for _, c := range []struct {
		name, want string
		harm       func(b []byte) []byte
	}{
		{"checksum", "c.zip/one.csv does not have the checksum", func(b []byte) []byte {
			put32(b, central+16, 1)
			return b
		}},
		{"too much", "c.zip/one.csv unpacks to more than the archive says", func(b []byte) []byte {
			put32(b, central+24, 2)
			return b
		}},
		{"too little", "c.zip/one.csv ends before what the archive says", func(b []byte) []byte {
			put32(b, central+24, 20)
			return b
		}},
		{"data", "packed data are damaged", func(b []byte) []byte {
			b[len("PK\x03\x04")+26+len("one.csv")] = 0xff
			return b
		}},
		{"secret", "c.zip/one.csv is encrypted", func(b []byte) []byte { put16(b, central+8, 1); return b }},
		{"method", "packed by method 14", func(b []byte) []byte { put16(b, central+10, 14); return b }},
		{"bomb", "as only one made to do harm does", func(b []byte) []byte { put32(b, central+24, 1<<31); return b }},
		{"overlap", "they overlap", func(b []byte) []byte { put32(b, central+20, uint32(len(b))); return b }},
		{"cut", "is no whole zip archive", func(b []byte) []byte { return b[:len(b)-10] }},
	} {
		if err := os.WriteFile("c.zip", c.harm(bytes.Clone(good)), 0o644); err != nil {
			t.Fatal(err)
		}
		files, _, err := Find("c.zip/one.csv", csvOnly)
		var r io.ReadCloser
		if err == nil {
			if r, err = Open(files[0]); err == nil {
				_, err = io.ReadAll(r)
				r.Close()
			}
		}
		var sentence interface{ Sentence() }
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, expected %s", c.name, err, c.want)
		} else if c.name != "data" && !errors.As(err, &sentence) {
			t.Errorf("%s: %v is no sentence", c.name, err)
		}
	}
}
