package source

import (
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// Stdin is the path that means standard input.
const Stdin = "-"

// File is one file to read.
type File struct {
	Path string // how to open it; Stdin for standard input
	Name string // for messages: the path from the folder that was asked for on, slashes forward
	Hive []Pair // constant columns from folder names, outermost first, names unique
	Size int64  // bytes; -1 when it is not known before reading
	// Columns says, of a file that a table's log names, what each column of the
	// table (nested: its dotted path) is called in this file, "" where the file
	// has none; nil: the file has its own names.
	Columns map[string]string

	tree *Tree  // where it lies, nil for standard input
	in   string // its path there
}

// Pair is one constant column: a folder named name=value.
type Pair struct {
	Name, Value string
	Null        bool // the folder stands for rows without a value
}

// place gives the tree that the file lies in and its path there.
func (f File) place() (*Tree, string, error) {
	if f.tree == nil {
		return TreeOf(f.Path)
	}
	return f.tree, f.in, nil
}

// In is the file's path in its tree.
func (f File) In() string { return f.in }

// State is what a file is told by from what it was: where it is, its size, the time of
// its last change in nanoseconds since 1970, and a mark that its place gives to each of
// its contents, "" where it gives none.
type State struct {
	Path    string
	Size    int64
	Changed int64
	Mark    string
}

// Now gives what the file is now; false for what is no file of bytes that stay.
func (f File) Now() (s State, stays bool, err error) {
	if f.Path == Stdin {
		return s, false, nil
	}
	tree, in, err := f.place()
	if err != nil {
		return s, false, err
	}
	info, err := tree.Stat(in)
	if err != nil || !info.Mode().IsRegular() {
		return s, false, err
	}
	s = State{Path: tree.Whole(tree.Absolute(in)), Size: info.Size(), Changed: info.ModTime().UnixNano()}
	if m, ok := info.(interface{ Mark() string }); ok {
		s.Mark = m.Mark()
	}
	return s, true, nil
}

// Column gives what a column or a path into one is called in the file; false
// where the file has no such column.
func (f File) Column(path string) (string, bool) {
	if f.Columns == nil {
		return path, true
	}
	for end := len(path); end > 0; end = strings.LastIndexAny(path[:end], ".[") {
		name, quote := path[:end], ""
		if end > 1 && name[0] == '"' && name[end-1] == '"' { // a."x.y"
			name, quote = name[1:end-1], `"`
		}
		switch own, ok := f.Columns[name]; {
		case ok && own == "":
			return "", false
		case ok:
			return quote + own + quote + path[end:], true
		}
	}
	return "", false
}

// Names lists the columns that can be asked for: the table's, or else the
// file's own.
func (f File) Names(own []string) []string {
	if f.Columns == nil {
		return own
	}
	return slices.Sorted(maps.Keys(f.Columns))
}

// Open opens the file for reading. A regular file is an *os.File, hence also
// an io.ReaderAt; anything else, such as standard input or a named pipe, can
// be read once from its beginning to its end. Close it in any case.
func Open(f File) (io.ReadCloser, error) {
	if f.Path == Stdin {
		return stream{os.Stdin, nopCloser{}}, nil
	}
	tree, in, err := f.place()
	if err != nil {
		return nil, err
	}
	file, err := tree.open(in)
	if err != nil {
		return nil, tree.openError(in, err)
	}
	return file, nil
}

// stream hides random access, which pipes only pretend to have.
type stream struct {
	io.Reader
	io.Closer
}

type nopCloser struct{}

func (nopCloser) Close() error { return nil }

// marked is a sentence that errors.Is knows as something.
type marked struct {
	error
	as error
}

func (e marked) Is(target error) bool { return target == e.as }
