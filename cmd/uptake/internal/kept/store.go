package kept

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/klauspost/compress/s2"

	"uptake/analysis/report"
	"uptake/analysis/whole"
	"uptake/ingest"
)

// schema is the version of what lies in the folder.
const schema = "uptake.kept/1"

// The endings of what lies there; no format that is read has them, where a state folder
// lies among exports.
const (
	resultEnding = ".result"
	foundEnding  = ".found"
	pagesEnding  = ".pages"

	answersEnding = ".answers"
)

// Store is a folder of results for one night. Its methods are for any number of goroutines.
type Store struct {
	dir     string
	program string
	mu      sync.Mutex
	used    map[string]bool // names of files that this night took or wrote
}

// Open opens the results of a state folder, in a folder of their own there that is made
// where there is none, for a build of the program as Program names it. Whoever opens it
// writes there alone.
func Open(state, program string) (*Store, error) {
	dir := filepath.Join(state, "results")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("the folder %s of kept results cannot be made: %w", dir, whole.Bare(err))
	}
	whole.Sweep(dir)
	return &Store{dir: dir, program: program, used: map[string]bool{}}, nil
}

// Program is the build that the store is for.
func (s *Store) Program() string { return s.program }

// Has reports whether there is a result of this key, which may yet be damaged.
func (s *Store) Has(k Key) bool {
	_, err := os.Stat(filepath.Join(s.dir, string(k)+resultEnding))
	return err == nil
}

// Get is a result; nil where there is none. One that is damaged is an error, and goes.
func (s *Store) Get(k Key) (r *Result, err error) {
	err = s.read(string(k)+resultEnding, func(b []byte) (err error) {
		r, err = decode(b)
		return err
	})
	return r, err
}

// Put keeps a result; ignores is nil where there is nothing to investigate.
func (s *Store) Put(k Key, r *Begun, ignores *report.Ignores) error {
	b, err := r.encode(ignores)
	if err != nil {
		return err
	}
	return s.write(string(k)+resultEnding, b)
}

// Found is what the rows of an experiment file name; nil where that is not known. What is
// damaged is an error, and goes.
func (s *Store) Found(k Key) (found []ingest.Found, err error) {
	err = s.read(string(k)+foundEnding, func(b []byte) error { return json.Unmarshal(b, &found) })
	return found, err
}

// PutFound keeps what the rows of an experiment file name.
func (s *Store) PutFound(k Key, found []ingest.Found) error {
	b, err := exactly(found)
	if err != nil {
		return err
	}
	return s.write(string(k)+foundEnding, b)
}

var errDamaged = errors.New("it is not what was written")

// read gives a file to take, where there is one: a checksum, and what it is of, packed.
func (s *Store) read(name string, take func([]byte) error) error {
	path := filepath.Join(s.dir, name)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	switch {
	case err != nil:
	case len(b) < sha256.Size || sha256.Sum256(b[sha256.Size:]) != [sha256.Size]byte(b[:sha256.Size]):
		err = errDamaged
	default:
		if b, err = s2.Decode(nil, b[sha256.Size:]); err == nil {
			err = take(b)
		}
	}
	if err != nil {
		os.Remove(path)
		return fmt.Errorf("%s cannot be read: %w", path, whole.Bare(err))
	}
	s.use(name)
	return nil
}

func (s *Store) write(name string, b []byte) error {
	packed := s2.Encode(nil, b)
	sum := sha256.Sum256(packed)
	if err := whole.WriteSpare(filepath.Join(s.dir, name), append(sum[:], packed...)); err != nil {
		return err
	}
	s.use(name)
	return nil
}

// Finish removes what the night neither took nor wrote, where it is known that nothing
// else refers to it.
func (s *Store) Finish() error {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return fmt.Errorf("the folder %s of kept results cannot be read: %w", s.dir, whole.Bare(err))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var all error
	for _, e := range entries {
		ours := slices.Contains([]string{resultEnding, foundEnding, pagesEnding, answersEnding}, filepath.Ext(e.Name()))
		if !ours || s.used[e.Name()] {
			continue
		}
		if err := os.Remove(filepath.Join(s.dir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			all = errors.Join(all, fmt.Errorf("the kept result %s cannot be removed: %w", e.Name(), whole.Bare(err)))
		}
	}
	return all
}

// Close removes the folder where it is empty.
func (s *Store) Close() {
	if s != nil {
		os.Remove(s.dir)
	}
}

func (s *Store) use(name string) {
	s.mu.Lock()
	s.used[name] = true
	s.mu.Unlock()
}
