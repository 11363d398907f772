package nightly

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"uptake/analysis/whole"
)

// lockName is the file that one run locks; it says which. The lock is the kernel's,
// so a run that was killed holds none, and its file is all that is left.
const lockName = ".nightly.lock"

// HeldError says that another run writes into the folder.
type HeldError struct{ dir, holder, flag string }

// Error names the holder.
func (e *HeldError) Error() string {
	return fmt.Sprintf("another run writes into %s: its lock is held by %s; wait for it, or give another folder with "+
		"%s", e.dir, e.holder, e.flag)
}

type lock struct {
	*flock.Flock
}

// takeLock takes the folder's lock. left is what a run that was killed has written of
// itself, "" where none was.
func takeLock(dir string, now time.Time) (l *lock, left string, err error) {
	path := filepath.Join(dir, lockName)
	for range 100 {
		f := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o644))
		got, err := f.TryLock()
		if err != nil {
			return nil, "", fmt.Errorf("the lock %s cannot be taken: %w", path, whole.Bare(err))
		}
		text, _ := os.ReadFile(path)
		holder := strings.TrimSpace(string(text))
		if !got {
			if holder == "" { // it has not written it yet, or the system lets nobody read it
				holder = "one that has not said its pid yet"
			}
			return nil, "", &HeldError{dir, holder, "-o"}
		}
		if !isStill(f, path) { // the run that held it has just ended, and removed its file
			f.Close()
			continue
		}
		// What it says is for people: a full disk does not stop the night here.
		_ = os.WriteFile(path, fmt.Appendf(nil, "pid %d since %s\n", os.Getpid(), now.UTC().Format(time.RFC3339)),
			0o644)
		return &lock{f}, holder, nil
	}
	return nil, "", fmt.Errorf("the lock %s cannot be taken: it is removed as often as it is made", path)
}

// isStill reports whether the file that is locked is the one that the path names.
func isStill(f *flock.Flock, path string) bool {
	mine, err := f.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(path)
	return err == nil && os.SameFile(mine, named)
}

// release removes the file, which nobody can lock in between, and lets go.
func (l *lock) release() error {
	if runtime.GOOS == "windows" { // which removes no open file
		return errors.Join(l.Close(), os.Remove(l.Path()))
	}
	return errors.Join(os.Remove(l.Path()), l.Close())
}
