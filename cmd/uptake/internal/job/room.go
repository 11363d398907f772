package job

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"uptake/analysis/whole"
)

// room is a folder for rows that an engine had, which nobody else can read. It is locked while its run lives, so that
// one whose lock is free was left by a run that was killed.
type room struct {
	dir  string
	lock *flock.Flock
}

const roomNames, roomLock = "uptake-fetched-", "lock"

// newRoom makes a room in the system's temporary folder, and clears what killed runs left there.
func newRoom() (*room, error) {
	clearRooms()
	for {
		dir, err := os.MkdirTemp("", roomNames)
		if err != nil {
			return nil, fmt.Errorf("rows of the engine have no place in %s: %w. Set TMPDIR to a folder with room",
				os.TempDir(), whole.Bare(err))
		}
		r := &room{dir, flock.New(filepath.Join(dir, roomLock))}
		held, err := r.lock.TryLock()
		if _, gone := os.Stat(dir); held && gone == nil {
			return r, nil
		}
		if err := r.Close(); err != nil {
			return nil, err
		}
		if err != nil && !os.IsNotExist(err) {
			return nil, fmt.Errorf("rows of the engine have no place in %s: %w. Set TMPDIR to a folder with room",
				os.TempDir(), whole.Bare(err))
		}
		// Another run took it for one that was left, before it was locked.
	}
}

// clearRooms removes rooms that no run holds. One that cannot be removed is another user's.
func clearRooms() {
	left, _ := filepath.Glob(filepath.Join(os.TempDir(), roomNames+"*", roomLock))
	for _, path := range left {
		lock := flock.New(path)
		if held, err := lock.TryLock(); err == nil && held {
			lock.Unlock()
			os.RemoveAll(filepath.Dir(path))
		}
	}
}

// Close removes the room.
func (r *room) Close() error {
	if r == nil {
		return nil
	}
	r.lock.Unlock()
	return os.RemoveAll(r.dir)
}
