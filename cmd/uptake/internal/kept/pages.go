package kept

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"uptake/analysis/whole"
)

// written are the files of one document, and the hash of everything that they hang on.
type written struct {
	Of    string            `json:"of"`
	Files map[string]string `json:"files"` // hash of what each holds, by name
}

// Stands reports whether the files of a document in a folder are those that this build of
// the program wrote last, of what has this hash: each is read and held against its own.
func (s *Store) Stands(dir, document, of string) bool {
	_, all := s.pages(dir)
	w := all[document]
	if w.Of != s.program+" "+of || len(w.Files) == 0 {
		return false
	}
	for name, sum := range w.Files {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || hashed(b) != sum {
			return false
		}
	}
	return true
}

// Wrote notes the files that were written of a document. A folder is one experiment's.
func (s *Store) Wrote(dir, document, of string, paths []string) error {
	w := written{Of: s.program + " " + of, Files: map[string]string{}}
	for _, path := range paths {
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("%s cannot be read: %w", path, whole.Bare(err))
		}
		w.Files[name] = hashed(b)
	}
	file, all := s.pages(dir)
	all[document] = w
	b, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return s.write(file, b)
}

// pages is what is known of a folder, by document; what cannot be read is not known.
func (s *Store) pages(dir string) (file string, of map[string]written) {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	file = hashed([]byte(dir)) + pagesEnding
	err := s.read(file, func(b []byte) error { return json.Unmarshal(b, &of) })
	if err != nil || of == nil {
		of = map[string]written{}
	}
	return file, of
}

func hashed(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
