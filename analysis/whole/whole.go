package whole

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"
)

// stale is how old a temporary file has to be to be that of a run that was killed.
const stale = time.Hour

// ours are the temporary names that nobody else gives: the one of Create, and those
// of versions before it.
var ours = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(
		`^\..+\.[0-9]+\.uptake$|^\.((readout|ignores|plan|aa)\.(html|json|md)|(units|unit_days|suggestions)\.parquet)\.[0-9]+$`)
})

// swept are the folders of which this process has taken away what killed runs left: a night
// writes thousands of files into one.
var swept sync.Map

// Create opens a temporary file in the folder of path, to be renamed to it. Those of
// killed runs in the folder go, the first time.
func Create(path string) (*os.File, error) {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*.uptake")
	if err != nil {
		return nil, err
	}
	if at, e := filepath.Abs(dir); e == nil {
		if _, done := swept.LoadOrStore(at, true); !done {
			sweep(dir, f)
		}
	}
	return f, nil
}

// sweep removes the temporary files of runs that were killed before the hour in
// which now was made: the folder's own clock tells.
func sweep(dir string, now *os.File) {
	info, err := now.Stat()
	if err != nil {
		return
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !isOurs(e) {
			continue
		}
		if old, err := e.Info(); err == nil && info.ModTime().Sub(old.ModTime()) > stale {
			os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

func isOurs(e fs.DirEntry) bool {
	return strings.HasPrefix(e.Name(), ".") && ours().MatchString(e.Name()) && e.Type().IsRegular()
}

// Sweep removes every temporary file of the folder, whatever its age, for one who
// knows that no other run writes there, and says how many there were.
func Sweep(dir string) (n int) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0
	}
	for _, e := range entries {
		if isOurs(e) && os.Remove(filepath.Join(dir, e.Name())) == nil {
			n++
		}
	}
	return n
}

// Folder makes a folder and those above it that are missing. undo removes what was
// made as far as it is still empty.
func Folder(dir string) (undo func(), err error) {
	var made []string
	for at := filepath.Clean(dir); ; at = filepath.Dir(at) {
		if _, err := os.Lstat(at); !errors.Is(err, fs.ErrNotExist) || at == filepath.Dir(at) {
			break
		}
		made = append(made, at)
	}
	undo = func() {
		for _, at := range made {
			if os.Remove(at) != nil {
				return
			}
		}
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		undo()
		return nil, err
	}
	return undo, nil
}
