package pack

import (
	"archive/zip"
	"bytes"
	"io"
	"path/filepath"
	"testing"
	"time"

	"uptake/ingest/format"
	"uptake/ingest/source"
)

// TestPackMember: a member of an archive is read once for as long as the archive stays as it is.
func TestPackMember(t *testing.T) {
	dir, path := t.TempDir(), filepath.Join(t.TempDir(), "a.zip")
	write := func(text string) {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		m, _ := w.Create("in/m.csv")
		io.WriteString(m, text)
		w.Close()
		put(t, path, b.Bytes())
		time.Sleep(30 * time.Millisecond)
	}
	night := func(want string, made int) {
		t.Helper()
		files, _, err := source.Find(path, format.Readable)
		if err != nil || len(files) != 1 {
			t.Fatal(files, err)
		}
		s := open(t, dir, io.Discard)
		r, err := s.Open(files[0], format.Input{Name: files[0].Name, Open: func() (io.ReadCloser, error) {
			return source.Open(files[0])
		}},
			[]format.Column{{Name: "x"}}, format.Options{})
		if err != nil {
			t.Fatal(err)
		}
		block, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		b, err := block.Decode()
		if err != nil || b.Columns[0].ValueStr(0) != want {
			t.Fatalf("%v, %v, expected %s", b.Columns[0], err, want)
		}
		r.Close()
		n, err := s.Finish(Night{Whole: true, Files: files})
		if err != nil || n.Made != made {
			t.Errorf("%+v, %v; expected %d packs made", n, err, made)
		}
	}
	write("x\none\n")
	night("one", 1)
	night("one", 0)
	write("x\ntwo\n")
	night("two", 1)
}
