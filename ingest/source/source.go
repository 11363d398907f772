package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
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
}

// Pair is one constant column: a folder named name=value.
type Pair struct {
	Name, Value string
	Null        bool // the folder stands for rows without a value
}

// At describes the file at path, found by asking for asked, without a search.
func At(path, asked string) (File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return File{}, openError(path, err)
	}
	return newFile(path, asked, info), nil
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
	file, err := os.Open(f.Path)
	if err != nil {
		return nil, openError(f.Path, err)
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, openError(f.Path, err)
	}
	if info.IsDir() {
		file.Close()
		return nil, fmt.Errorf("%s is a folder where a file is expected; name a file in it", f.Path)
	}
	if !info.Mode().IsRegular() {
		return stream{file, file}, nil
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

// openError says in a sentence why path could not be opened.
func openError(path string, err error) error {
	var pe *fs.PathError
	why := err
	if errors.As(err, &pe) {
		why = pe.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return marked{fmt.Errorf("there is no file %s%s", path, nearest(path)), fs.ErrNotExist}
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s may not be read by this user; change its permissions or run as someone who may: %w", path, fs.ErrPermission)
	}
	return fmt.Errorf("%s cannot be opened: %w", path, why)
}
