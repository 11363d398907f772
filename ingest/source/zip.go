package source

import (
	"archive/zip"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// archives are files of which zip archives are folders of their members.
type archives struct {
	files
	mu   sync.Mutex
	seen map[string]*archive // by path
}

// archive is what the contents of one say.
type archive struct {
	sync.Once
	path    string
	changed time.Time
	size    int64
	err     error
	members map[string]*zip.File   // by path
	folders map[string][]*zipEntry // by path, "." for the archive itself; sorted by name
}

const (
	// A member that unpacks to more than largestUnpacked and to so many times what it
	// takes packed is made to fill a disk or a day: text packs to a tenth, at best to a
	// hundredth.
	largestUnpacked = 1 << 30
	mostTimes       = 250
	// mostMembers is how many one may have.
	mostMembers = 1 << 20
)

func isZip(name string) bool { return strings.EqualFold(path.Ext(name), ".zip") }

// zipEntry is a member or a folder in an archive, or an archive as the folder of its own.
type zipEntry struct {
	name    string
	size    int64
	changed time.Time
	folder  bool
	top     bool
	sum     uint32
}

func (e *zipEntry) Name() string       { return e.name }
func (e *zipEntry) Size() int64        { return e.size }
func (e *zipEntry) ModTime() time.Time { return e.changed }
func (e *zipEntry) IsDir() bool        { return e.folder }
func (e *zipEntry) Sys() any           { return nil }
func (e *zipEntry) Mode() fs.FileMode {
	if e.folder {
		return fs.ModeDir | 0o555
	}
	return 0o444
}
func (e *zipEntry) Type() fs.FileMode          { return e.Mode().Type() }
func (e *zipEntry) Info() (fs.FileInfo, error) { return e, nil }

// isArchive reports whether a folder is an archive.
func isArchive(info fs.FileInfo) bool {
	e, ok := info.(*zipEntry)
	return ok && e.top
}

// within parts a path at the first archive on it; inner is "." for the archive itself.
func (a *archives) within(p string) (x *archive, inner string, ok bool) {
	names := parts(p)
	for i, n := range names {
		if !isZip(n) {
			continue
		}
		at := filepath.FromSlash(strings.Join(names[:i+1], "/"))
		if info, err := a.files.Stat(at); err == nil && info.Mode().IsRegular() {
			return a.archive(at, info), path.Clean(strings.Join(names[i+1:], "/")), true
		}
	}
	return nil, "", false
}

func (a *archives) Stat(p string) (fs.FileInfo, error) {
	x, inner, ok := a.within(p)
	if !ok {
		return a.files.Stat(p)
	}
	if inner == "." {
		return &zipEntry{name: filepath.Base(p), size: x.size, changed: x.changed, folder: true, top: true}, nil
	}
	if err := a.read(x); err != nil {
		return nil, err
	}
	in := x.folders[path.Dir(inner)]
	if i, ok := slices.BinarySearchFunc(in, path.Base(inner),
		func(e *zipEntry, n string) int { return cmp.Compare(e.name, n) }); ok {
		return in[i], nil
	}
	return nil, &fs.PathError{Op: "stat", Path: p, Err: fs.ErrNotExist}
}

func (a *archives) ReadDir(p string) ([]fs.DirEntry, error) {
	x, inner, ok := a.within(p)
	if !ok {
		return a.files.ReadDir(p)
	}
	if err := a.read(x); err != nil {
		return nil, err
	}
	in, ok := x.folders[inner]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: p, Err: fs.ErrNotExist}
	}
	var out []fs.DirEntry
	for _, e := range in {
		if isZip(e.name) && !e.folder {
			return nil, told("%s holds the archive %s, and archives within archives are not read; unpack the outer "+
				"one into a folder", x.path, path.Join(inner, e.name))
		}
		out = append(out, e)
	}
	return out, nil
}

func (a *archives) open(p string) (io.ReadCloser, error) {
	x, inner, ok := a.within(p)
	if !ok {
		return a.files.open(p)
	}
	if err := a.read(x); err != nil {
		return nil, err
	}
	f := x.members[inner]
	if f == nil {
		if _, folder := x.folders[inner]; folder {
			return nil, told("%s is a folder where a file is expected; name a file in it", p)
		}
		return nil, &fs.PathError{Op: "open", Path: p, Err: fs.ErrNotExist}
	}
	return a.member(x, f, inner)
}

// archive is the record of an archive, which is read when it is looked into. One that
// has changed meanwhile is another.
func (a *archives) archive(at string, info fs.FileInfo) *archive {
	a.mu.Lock()
	defer a.mu.Unlock()
	if x := a.seen[at]; x != nil && x.size == info.Size() && x.changed.Equal(info.ModTime()) {
		return x
	}
	if a.seen == nil {
		a.seen = map[string]*archive{}
	}
	x := &archive{path: at, size: info.Size(), changed: info.ModTime()}
	a.seen[at] = x
	return x
}

// read reads the contents of an archive once.
func (a *archives) read(x *archive) error {
	x.Do(func() { x.err = a.contents(x) })
	return x.err
}

func (a *archives) contents(x *archive) error {
	list, err := listed(x.path, &reopened{a.files, x.path}, x.size)
	if errors.Is(err, zip.ErrFormat) {
		return told("%s is named .zip but is no whole zip archive; was the download complete?", x.path)
	}
	if err != nil {
		return err
	}
	x.members, x.folders = map[string]*zip.File{}, map[string][]*zipEntry{".": nil}
	for _, m := range list {
		if m.folder {
			x.folder(m.name)
			continue
		}
		x.members[m.name] = m.file
		x.folder(path.Dir(m.name))
		// When the archive was made tells more than when a member was, which many writers leave out.
		x.folders[path.Dir(m.name)] = append(x.folders[path.Dir(m.name)], &zipEntry{name: path.Base(m.name),
			size: int64(min(m.file.UncompressedSize64, 1<<62)), changed: x.changed, sum: m.file.CRC32})
	}
	for _, in := range x.folders {
		slices.SortFunc(in, func(a, b *zipEntry) int { return cmp.Compare(a.name, b.name) })
	}
	return nil
}

// folder makes a folder and those above it.
func (x *archive) folder(name string) {
	if _, there := x.folders[name]; there {
		return
	}
	x.folders[name] = nil
	above := path.Dir(name)
	x.folder(above)
	x.folders[above] = append(x.folders[above], &zipEntry{name: path.Base(name), changed: x.changed, folder: true})
}

// reopened reads an archive where few pieces of it are asked for, and leaves nothing open.
type reopened struct {
	files files
	path  string
}

func (r *reopened) ReadAt(b []byte, off int64) (int, error) {
	f, err := r.files.open(r.path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	at, ok := f.(io.ReaderAt)
	if !ok {
		return 0, os.ErrInvalid
	}
	return at.ReadAt(b, off)
}
