package nightly_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"uptake/cmd/uptake/internal/nightly"
)

// age makes a file one that was changed some hours ago.
func age(t *testing.T, path string, hours int) {
	t.Helper()
	at := time.Now().Add(-time.Duration(hours) * time.Hour)
	must(t, os.Chtimes(path, at, at))
}

func numbers(t *testing.T) (run nightly.Numbers) {
	t.Helper()
	readJSON(t, "out/run.json", &run)
	return run
}

func sizeOf(t *testing.T, paths ...string) (n int64) {
	t.Helper()
	for _, p := range paths {
		info, err := os.Stat(p)
		must(t, err)
		n += info.Size()
	}
	return n
}

func packsIn(t *testing.T, dir string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, "*.pack"))
	must(t, err)
	return list
}

// TestState: with a state folder a night reads what is new, and every result is what the
// commands write.
func TestState(t *testing.T) {
	folder(t)
	write(t, "in/a.yaml", usersFile("a"))
	write(t, "in/s.yaml", shownFile("s"))
	write(t, "in/data/a.csv", users(3, 10))
	write(t, "in/data/s.csv", shown(1, 900))
	files := []string{"in/data/a.csv", "in/data/s.csv"}
	check := func(what string, read, unchanged int, bytes int64, made int) {
		t.Helper()
		if code, _, errs := night("in", "-o", "out", "--state", "kept"); code != 0 {
			t.Fatalf("%s: exit %d: %s", what, code, errs)
		}
		n := numbers(t)
		if n.FilesRead != read || n.FilesUnchanged != unchanged || n.BytesRead != bytes || n.PacksMade != made {
			t.Errorf("%s: %+v, want %d read, %d unchanged, %d bytes, %d packs", what, n, read, unchanged, bytes, made)
		}
		sameAsReadout(t, "in/a.yaml", "out/a")
		sameAsReadout(t, "in/s.yaml", "out/s")
		if k := len(packsIn(t, "kept")); k != 2 {
			t.Errorf("%s: %d packs are kept", what, k)
		}
	}
	check("the first night", 2, 0, sizeOf(t, files...), 2)
	check("nothing new", 0, 2, 0, 0)
	age(t, "in/data/a.csv", 5)
	check("a touched file", 0, 2, sizeOf(t, "in/data/a.csv"), 0)
	check("after the touch", 0, 2, 0, 0)
	write(t, "in/data/a.csv", users(3, 11))
	if _, out, _ := night("in", "-o", "out", "--state", "kept", "--dry-run"); !strings.Contains(out,
		"in/data/a.csv\n0 new, 1 changed, 1 unchanged; ") {
		t.Errorf("the dry run says %s", out)
	}
	check("a file that grew", 1, 1, sizeOf(t, "in/data/a.csv"), 1)
	if n := numbers(t); n.PacksDropped != 1 {
		t.Errorf("%+v, want the pack of the older content gone", n)
	}
	must(t, os.RemoveAll("kept/results")) // else no pack is looked at
	damaged := packsIn(t, "kept")[0]
	b := []byte(read(t, damaged))
	b[len(b)/4]++
	must(t, os.WriteFile(damaged, b, 0o644))
	if code, _, errs := night("in", "-o", "out", "--state", "kept"); code != 0 || !strings.Contains(errs,
		"a pack is damaged") || numbers(t).PacksMade != 1 {
		t.Errorf("a damaged pack: exit %d: %s", code, errs)
	}
	sameAsReadout(t, "in/a.yaml", "out/a")
	sameAsReadout(t, "in/s.yaml", "out/s")
	must(t, os.Remove("kept/manifest.packs"))
	check("without the manifest", 2, 0, sizeOf(t, files...), 0)
	must(t, os.RemoveAll("kept"))
	check("without the folder", 2, 0, sizeOf(t, files...), 2)
}

// TestStateHeld: two nights over one state folder do not meet, whatever they write to.
func TestStateHeld(t *testing.T) {
	folder(t)
	write(t, "in/a.yaml", usersFile("a"))
	write(t, "in/data/a.csv", users(3, 10))
	must(t, os.Mkdir("kept", 0o755))
	l := flock.New("kept/.nightly.lock")
	if got, err := l.TryLock(); !got {
		t.Fatal(err)
	}
	code, _, errs := night("in", "-o", "out", "--state", "kept")
	if code != 1 || !strings.Contains(errs, "another run writes into kept") || !strings.Contains(errs, "--state") {
		t.Errorf("exit %d: %s", code, errs)
	}
	l.Close()
	if code, _, errs := night("in", "-o", "out", "--state", "kept"); code != 0 {
		t.Errorf("exit %d: %s", code, errs)
	}
}
