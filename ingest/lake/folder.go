package lake

import (
	"bytes"
	"path/filepath"

	"uptake/ingest/source"
)

// folder is a folder of a tree: of this machine, or of a bucket.
type folder struct {
	*source.Tree
	path string
}

// at is the path of what lies in it.
func (f folder) at(slashed string) string { return filepath.Join(f.path, filepath.FromSlash(slashed)) }

func (f folder) in(name string) folder { return folder{f.Tree, f.at(name)} }

func (f folder) has(path string) bool {
	_, err := f.Stat(path)
	return err == nil
}

func (f folder) hasFolder(name string) bool {
	info, err := f.Stat(f.at(name))
	return err == nil && info.IsDir()
}

// whole gives all of a file of the log, for what looks at it at random.
func (f folder) whole(slashed string) (*bytes.Reader, error) {
	b, err := f.ReadFile(f.at(slashed))
	return bytes.NewReader(b), err
}
