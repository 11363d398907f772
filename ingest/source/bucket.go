package source

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// bucket is the files of a store: objects whose keys are paths.
type bucket struct {
	*caller
	root    string // s3://name
	mu      sync.Mutex
	folders map[string][]fs.DirEntry // that were listed, by path from / on
	found   map[string]entry         // objects that were looked at by themselves
}

// entry is an object, or a folder of them.
type entry struct {
	name    string
	size    int64
	changed time.Time
	mark    string // the ETag
	folder  bool
}

func (e entry) Name() string               { return e.name }
func (e entry) Size() int64                { return e.size }
func (e entry) ModTime() time.Time         { return e.changed }
func (e entry) IsDir() bool                { return e.folder }
func (e entry) Sys() any                   { return nil }
func (e entry) Type() fs.FileMode          { return e.Mode().Type() }
func (e entry) Info() (fs.FileInfo, error) { return e, nil }
func (e entry) Mark() string               { return e.mark }
func (e entry) Mode() fs.FileMode {
	if e.folder {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

// mostObjects is how many a listing may give.
const mostObjects = 1 << 20

func clean(p string) string { return path.Clean("/" + filepath.ToSlash(p)) }

func (b *bucket) Stat(p string) (fs.FileInfo, error) {
	p = clean(p)
	if p == "/" {
		return entry{name: "/", folder: true}, nil
	}
	b.mu.Lock()
	in, listed := b.folders[path.Dir(p)]
	one, seen := b.found[p]
	b.mu.Unlock()
	if listed {
		i, ok := slices.BinarySearchFunc(in, path.Base(p),
			func(e fs.DirEntry, n string) int { return cmp.Compare(e.Name(), n) })
		if ok {
			return in[i].Info()
		}
		return nil, &fs.PathError{Op: "stat", Path: p, Err: fs.ErrNotExist}
	}
	if seen {
		return one, nil
	}
	e, _, err := b.describe(b.root+p, p[1:])
	if errors.Is(err, fs.ErrNotExist) {
		in, err := b.listed(p, false)
		if err != nil {
			return nil, err
		}
		if len(in) == 0 {
			return nil, &fs.PathError{Op: "stat", Path: p, Err: fs.ErrNotExist}
		}
		e = entry{name: path.Base(p), folder: true}
	} else if err != nil {
		return nil, err
	}
	b.mu.Lock()
	b.found[p] = e
	b.mu.Unlock()
	return e, nil
}

func (b *bucket) ReadDir(p string) ([]fs.DirEntry, error) {
	in, err := b.listed(clean(p), false)
	if err == nil && len(in) == 0 && clean(p) != "/" {
		err = &fs.PathError{Op: "open", Path: p, Err: fs.ErrNotExist}
	}
	return in, err
}

// gather lists a folder and those below it at once.
func (b *bucket) gather(p string) error {
	_, err := b.listed(clean(p), true)
	return err
}

// listed gives what a folder holds, sorted by name.
func (b *bucket) listed(p string, whole bool) ([]fs.DirEntry, error) {
	b.mu.Lock()
	in, ok := b.folders[p]
	b.mu.Unlock()
	if ok {
		return in, nil
	}
	prefix := strings.TrimPrefix(p+"/", "/")
	if p == "/" {
		prefix = ""
	}
	found := map[string]map[string]entry{p: {}}
	// into puts a folder and those above it, up to the one that is listed, into what holds it.
	var into func(dir string)
	into = func(dir string) {
		if dir == p || len(dir) < len(p) {
			return
		}
		if found[dir] == nil && whole {
			found[dir] = map[string]entry{}
		}
		above := path.Dir(dir)
		if whole {
			into(above)
		}
		if found[above] == nil {
			found[above] = map[string]entry{}
		}
		if _, there := found[above][path.Base(dir)]; !there {
			found[above][path.Base(dir)] = entry{name: path.Base(dir), folder: true}
		}
	}
	for token, count := "", 0; ; {
		address, err := b.list(prefix, token, whole)
		if err != nil {
			return nil, told("%s cannot be listed: %w", b.root+p, err)
		}
		a, err := b.get(b.root+p, address, 0, -1)
		if err != nil {
			return nil, err
		}
		got, err := b.page(io.LimitReader(a.Body, 64<<20))
		a.Body.Close()
		if err != nil {
			return nil, told("%s cannot be listed: the answer of the store cannot be read", b.root+p)
		}
		for _, f := range got.folders {
			into(clean(f))
		}
		for _, e := range got.objects {
			at := clean(e.name)
			if strings.HasSuffix(e.name, "/") || "/"+e.name != at { // the mark of a folder, or what no path leads to
				continue
			}
			into(path.Dir(at))
			e.name = path.Base(at)
			if in := found[path.Dir(at)]; !in[e.name].folder {
				in[e.name] = e
			}
		}
		if count += len(got.objects); count > mostObjects {
			return nil, told("%s holds more than %d objects; name a folder or a pattern with fewer", b.root+p,
				mostObjects)
		}
		if token = got.next; token == "" {
			break
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for dir, in := range found {
		list := []fs.DirEntry{}
		for _, e := range in {
			list = append(list, e)
		}
		slices.SortFunc(list, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
		b.folders[dir] = list
	}
	return b.folders[p], nil
}

func (b *bucket) open(p string) (io.ReadCloser, error) {
	p = clean(p)
	info, err := b.Stat(p)
	if err != nil {
		return nil, err
	}
	e := info.(entry)
	if e.folder {
		return nil, told("%s is a folder where a file is expected; name a file in it", b.root+p)
	}
	return &object{from: b.caller, name: b.root + p, key: p[1:], entry: e, ranges: true}, nil
}
