package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"uptake/analysis/counted"
)

// Tree is where files lie: this machine, and the members of the zip archives on it,
// which are as files in a folder named like the archive. Its methods are for any
// number of goroutines.
type Tree struct {
	files
	gather func(folder string) error // lists all below a folder at once; nil where folders cost little
	// what stands before its paths where they are told apart from others, "" for this machine
	root string
}

// files is a file system. What there is not is fs.ErrNotExist.
type files interface {
	Stat(path string) (fs.FileInfo, error) // links followed
	ReadDir(path string) ([]fs.DirEntry, error)
	open(path string) (io.ReadCloser, error)
}

// TreeOf gives the tree that a path leads into, and the path in it.
func TreeOf(path string) (*Tree, string, error) {
	if isDatabase(path) {
		d, err := newDatabase(path)
		return &Tree{files: d, root: path}, "", err
	}
	for _, key := range []string{"table", "query"} {
		if file, _, ok := strings.Cut(path, "#"+key+"="); ok {
			return nil, "", told("%s is no database, of which a %s could be asked; write path: sqlite:export.db or "+
				"path: postgres://host/name, or remove %s", file, key, key)
		}
	}
	scheme, rest, ok := strings.Cut(path, "://")
	if !ok || strings.ContainsAny(scheme, `/\`) {
		return &Tree{files: &archives{files: local{}}}, path, nil
	}
	if scheme == "https" || scheme == "http" {
		return newWeb(path)
	}
	name, key, _ := strings.Cut(rest, "/")
	if name == "" || strings.ContainsAny(name, "*?[@") {
		return nil, "", told("%s names no bucket; write it as %s://bucket/folder/*.parquet", path, scheme)
	}
	var s service
	switch scheme {
	case "s3", "s3a", "s3n":
		scheme, s = "s3", newS3(name)
	case "gs":
		s = newGS(name)
	case "az", "abfs", "abfss", "wasb", "wasbs":
		if scheme != "az" {
			return nil, "", told("%s:// is not read; write az://container/path, and the account in "+
				"AZURE_STORAGE_ACCOUNT", scheme)
		}
		z, err := newAzure(name)
		if err != nil {
			return nil, "", told("%s cannot be read: %w", path, err)
		}
		s = z
	default:
		return nil, "", told("%s:// is not read here; sources are files of this machine, https://, s3://, gs:// and "+
			"az://, and databases at sqlite:file and postgres://host/name", scheme)
	}
	root := scheme + "://" + name
	b := &bucket{caller: newCaller(s), root: root, folders: map[string][]fs.DirEntry{}, found: map[string]entry{}}
	return &Tree{files: &archives{files: b}, root: root, gather: b.gather}, "/" + key, nil
}

// Whole gives the path as it is written outside of the tree.
func (t *Tree) Whole(path string) string { return t.root + path }

// Open opens a file of the tree.
func (t *Tree) Open(path string) (io.ReadCloser, error) { return t.open(path) }

// ReadFile gives all of a small file.
func (t *Tree) ReadFile(path string) ([]byte, error) {
	f, err := t.open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// Here reports whether it is this machine's.
func (t *Tree) Here() bool { return t.root == "" }

// Inside gives the path in the tree that an address means; false where it leads elsewhere.
func (t *Tree) Inside(address string) (string, bool) {
	if t.Here() {
		return filepath.FromSlash(address), !strings.Contains(address, "://")
	}
	// Spark and others write s3a and s3n for s3.
	scheme, rest, ok := strings.Cut(address, ":")
	if ok && (scheme == "s3a" || scheme == "s3n") {
		address = "s3:" + rest
	}
	if in, ok := strings.CutPrefix(address, t.root+"/"); ok {
		return "/" + in, true
	}
	return "", false
}

// Real is the one name of a file, links followed.
func (t *Tree) Real(path string) string {
	path = t.Absolute(path)
	if t.root == "" {
		if r, err := filepath.EvalSymlinks(path); err == nil {
			return r
		}
	}
	return path
}

// Absolute is the path from the root of the tree on.
func (t *Tree) Absolute(path string) string {
	if t.root == "" {
		if abs, err := filepath.Abs(path); err == nil {
			return abs
		}
	}
	return filepath.Clean(path)
}

// At describes the file at path, found by asking for asked, without a search.
func (t *Tree) At(path, asked string) (File, error) {
	info, err := t.Stat(path)
	if err != nil {
		return File{}, t.openError(path, err)
	}
	return t.file(path, asked, info), nil
}

// file describes the file at path, found by asking for root.
func (t *Tree) file(path, root string, info fs.FileInfo) File {
	size := int64(-1)
	if info.Mode().IsRegular() {
		size = info.Size()
	}
	if d, ok := t.files.(*database); ok {
		return File{Path: t.root, Name: d.name, Size: size, tree: t}
	}
	return File{Path: t.Whole(path), Name: shortName(path, root), Hive: Hive(path), Size: size, tree: t, in: path}
}

// openError says in a sentence why path could not be opened.
func (t *Tree) openError(path string, err error) error {
	var told *toldError
	if errors.As(err, &told) {
		return err
	}
	var pe *fs.PathError
	why := err
	if errors.As(err, &pe) {
		why = pe.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return marked{fmt.Errorf("there is no file %s%s", t.Whole(path), t.nearest(path)), fs.ErrNotExist}
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s may not be read by this user; change its permissions or run as someone who may: %w",
			t.Whole(path), fs.ErrPermission)
	}
	return fmt.Errorf("%s cannot be opened: %w", t.Whole(path), why)
}

// toldError is a sentence that names its file already.
type toldError struct{ error }

func told(format string, args ...any) error { return &toldError{counted.Errorf(format, args...)} }

func (e *toldError) Unwrap() error { return e.error }

// Sentence says to whoever hands it on that nothing need be added.
func (e *toldError) Sentence() {}

// local is this machine's file system.
type local struct{}

func (local) Stat(path string) (fs.FileInfo, error)      { return os.Stat(path) }
func (local) ReadDir(path string) ([]fs.DirEntry, error) { return os.ReadDir(path) }

// open gives an *os.File of a regular file, hence also an io.ReaderAt, and a bare
// stream of anything else.
func (local) open(path string) (io.ReadCloser, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, err
	}
	if info.IsDir() {
		file.Close()
		return nil, told("%s is a folder where a file is expected; name a file in it", path)
	}
	if !info.Mode().IsRegular() {
		return stream{file, file}, nil
	}
	return file, nil
}

// isLink says whether a path of this machine is a link itself.
func (t *Tree) isLink(path string) bool {
	if t.root != "" {
		return false
	}
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// parts parts a slashed path.
func parts(path string) []string { return strings.Split(filepath.ToSlash(path), "/") }
