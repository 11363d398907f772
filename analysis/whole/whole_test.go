package whole

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestSweep: of hidden files only those go that are certainly ours and an hour old.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	old := time.Now().Add(-2 * time.Hour)
	for name, at := range map[string]time.Time{
		// ours
		".readout.html.123.uptake": old, ".events.parquet.9.uptake": old, ".readout.json.4242": old,
		".units.parquet.7":        old,
		".readout.html.77.uptake": time.Now().Add(-50 * time.Minute), ".readout.html.swp": old, ".notes.1": old,
		"readout.html.5.uptake": old, ".uptake": old, ".x.y.uptake": old,
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, ".readout.md.1.uptake"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(filepath.Join(dir, ".readout.md.1.uptake"), old, old); err != nil {
		t.Fatal(err)
	}
	f, err := Create(filepath.Join(dir, "readout.html"))
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	later := filepath.Join(dir, ".aa.json.9.uptake")
	if err := errors.Join(os.WriteFile(later, nil, 0o644), os.Chtimes(later, old, old)); err != nil {
		t.Fatal(err)
	}
	if again, err := Create(filepath.Join(dir, "readout.html")); err != nil {
		t.Fatal(err)
	} else if again.Close(); os.Remove(again.Name()) != nil || os.Remove(later) != nil {
		t.Error("a folder is swept more than once")
	}
	if !ours().MatchString(filepath.Base(f.Name())) {
		t.Errorf("%s would never be swept", f.Name())
	}
	os.Remove(f.Name())
	var left []string
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if want := []string{".notes.1", ".readout.html.77.uptake", ".readout.html.swp", ".readout.md.1.uptake", ".uptake",
		".x.y.uptake", "readout.html.5.uptake"}; !slices.Equal(left, want) {
		t.Errorf("left are %v, want %v", left, want)
	}
}

// TestFolder: what was made goes again while it is empty, what was there stays.
func TestFolder(t *testing.T) {
	dir := t.TempDir()
	undo, err := Folder(filepath.Join(dir, "a", "b"))
	if err != nil {
		t.Fatal(err)
	}
	undo()
	if _, err := os.Stat(filepath.Join(dir, "a")); err == nil {
		t.Error("an empty folder was left")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Error("a folder that was there went")
	}
	undo, _ = Folder(filepath.Join(dir, "a", "b"))
	os.WriteFile(filepath.Join(dir, "a", "kept"), nil, 0o644)
	undo()
	if _, err := os.Stat(filepath.Join(dir, "a", "kept")); err != nil {
		t.Error("a file went")
	}
	if _, err := Folder(filepath.Join(dir, "a", "kept", "c")); err == nil {
		t.Error("a file is no folder")
	}
}

// TestSweepAll: with the folder to oneself the young ones go too, and nothing else.
func TestSweepAll(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{".readout.html.123.uptake", ".readout.json.4242", ".notes.1", "readout.html"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if n := Sweep(dir); n != 2 {
		t.Errorf("%d went, want 2", n)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) != 1 || filepath.Base(left[0]) != ".notes.1" {
		t.Errorf("left are %v", left)
	}
	if Sweep(filepath.Join(dir, "none")) != 0 {
		t.Error("something went where nothing is")
	}
}

// TestWrite: a file is replaced whole or stays, and errors name it and no temporary one.
func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run.json")
	for text, put := range map[string]func(string, []byte) error{"waits for the disk": Write, "does not": WriteSpare} {
		if err := put(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(path); err != nil || string(b) != text {
			t.Errorf("%q, %v; want %q", b, err, text)
		}
	}
	if err := Write(filepath.Join(path, "x"), nil); err == nil || !strings.HasPrefix(err.Error(),
		filepath.Join(path, "x")+" cannot be written: ") || strings.Contains(err.Error(), ".uptake") {
		t.Errorf("below a file: %v", err)
	}
	if full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0); err == nil {
		if err := fill(full, []byte("x"), true); err == nil || !strings.Contains(err.Error(), "no space") {
			t.Errorf("a full disk: %v", err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
