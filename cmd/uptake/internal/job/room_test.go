package job

import (
	"os"
	"path/filepath"
	"testing"
)

// A room that a killed run left goes when the next one is made; one that a run holds stays, and so does a folder
// of that name that never was a room.
func TestRooms(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	left := filepath.Join(os.TempDir(), roomNames+"left")
	if err := os.Mkdir(left, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(left, roomLock), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(os.TempDir(), roomNames+"other")
	if err := os.Mkdir(other, 0o700); err != nil {
		t.Fatal(err)
	}
	there := func(dir string) bool { _, err := os.Stat(dir); return err == nil }
	one, err := newRoom()
	if err != nil {
		t.Fatal(err)
	}
	two, err := newRoom()
	if err != nil {
		t.Fatal(err)
	}
	if there(left) || !there(other) || !there(one.dir) || !there(two.dir) {
		t.Errorf("left %v, other %v, one %v, two %v", there(left), there(other), there(one.dir), there(two.dir))
	}
	if info, err := os.Stat(one.dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info, err)
	}
	if one.Close() != nil || two.Close() != nil || there(one.dir) || there(two.dir) {
		t.Error("a room stays when it is closed")
	}
	t.Setenv("TMPDIR", filepath.Join(os.TempDir(), "none"))
	if _, err := newRoom(); err == nil {
		t.Error("a room where there is no folder")
	}
}
