package charts

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	paths, err := Readout.Write(dir, fixture.Hold(), out.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) != len(out.Usual()) {
		t.Fatalf("wrote %v", paths)
	}
	for i, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil || len(b) == 0 || filepath.Base(p) != "readout."+out.Usual()[i] {
			t.Errorf("%s: %d bytes, %v", p, len(b), err)
		}
		if info, _ := os.Stat(p); info.Mode().Perm() != 0o644 {
			t.Errorf("%s has mode %v", p, info.Mode())
		}
	}
	if names := fixture.List(t, dir); len(names) != len(out.Usual()) {
		t.Errorf("the folder holds %v", names)
	}
	narrow := t.TempDir()
	if paths, err := Readout.Write(narrow, fixture.Hold(), out.Options{Formats: []string{"md"}}); err != nil ||
		len(paths) != 1 || len(fixture.List(t, narrow)) != 1 {
		t.Errorf("only Markdown: %v, %v", paths, err)
	}
	if _, err := Readout.Write(narrow, fixture.Hold(), out.Options{Formats: []string{"docx"}}); err == nil ||
		!strings.Contains(err.Error(), strings.Join(out.Formats(), ", ")) {
		t.Errorf("an unknown output: %v", err)
	}
}

// When one file cannot be written, none is, nothing is left behind, and what
// stood there before still does.
func TestWriteAllOrNothing(t *testing.T) {
	dir := t.TempDir()
	old := []byte("from last week")
	if err := os.WriteFile(filepath.Join(dir, "readout.html"), old, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "readout.md"), 0o755); err != nil {
		t.Fatal(err)
	}
	_, err := Readout.Write(dir, fixture.Hold(), out.Options{})
	if err == nil || !strings.Contains(err.Error(), "readout.md") || !strings.Contains(err.Error(), "folder") {
		t.Errorf("the error says %v", err)
	}
	if names := fixture.List(t, dir); len(names) != 2 {
		t.Errorf("left behind: %v", names)
	}
	if b, _ := os.ReadFile(filepath.Join(dir, "readout.html")); !bytes.Equal(b, old) {
		t.Error("the old page was replaced")
	}
}

// Errors are sentences that name the file and no temporary one.
func TestWriteErrors(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Readout.Write(file, fixture.Hold(), out.Options{}); err == nil || !strings.Contains(err.Error(),
		file) {
		t.Errorf("a file as folder: %v", err)
	}
	if os.Getuid() != 0 {
		locked := t.TempDir()
		if err := os.Chmod(locked, 0o500); err != nil {
			t.Fatal(err)
		}
		_, err := Readout.Write(locked, fixture.Hold(), out.Options{})
		if err == nil || !strings.Contains(err.Error(), "readout.html cannot be written: permission denied") {
			t.Errorf("a locked folder: %v", err)
		}
	}
}
