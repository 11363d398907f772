package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Find gives the files that path means, sorted by path, at least one:
//
//   - "-": standard input;
//   - a file: that file, whatever its name is made of;
//   - a folder: every file below it that readable accepts by its name, or whose
//     name has no ending. Files and folders whose names begin with "." or "_"
//     are not looked at;
//   - otherwise a glob of *, ?, [abc] and ** (any number of folders): every
//     such file that matches, and what a matching folder holds; where no
//     readable name matches, every file that does.
//
// Symbolic links are followed. readable nil accepts every name. left names the
// files that were left out for their ending. When there is nothing to read the
// error says what was there.
func Find(path string, readable func(name string) bool) (files []File, left []string, err error) {
	if path == "" {
		return nil, nil, errors.New("the path of the export is empty; name a file, a folder, a glob, or - for " +
			"standard input")
	}
	if path == Stdin {
		return []File{{Path: Stdin, Name: "standard input", Size: -1}}, nil, nil
	}
	t, path, err := TreeOf(path)
	if err != nil {
		return nil, nil, err
	}
	return t.Find(path, readable)
}

// Find is Find for a path in the tree.
func (t *Tree) Find(path string, readable func(name string) bool) (files []File, left []string, err error) {
	info, err := t.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return t.folder(path, info, readable)
	case err == nil:
		return []File{t.file(path, path, info)}, nil, nil
	case isGlob(path) && (errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid)):
		return t.glob(path, readable)
	}
	return nil, nil, t.openError(path, err)
}

// folder gives what a folder that was named in full holds.
func (t *Tree) folder(path string, info fs.FileInfo, readable func(string) bool) ([]File, []string, error) {
	if t.gather != nil && !isArchive(info) {
		if err := t.gather(path); err != nil {
			return nil, nil, err
		}
	}
	w := walk{Tree: t, asked: path, readable: readable}
	if err := w.folder(path, []fs.FileInfo{info}); err != nil {
		return nil, nil, err
	}
	if err := w.unpacked(); err != nil {
		return nil, nil, err
	}
	if len(w.found) == 0 {
		return nil, nil, w.nothing(fmt.Errorf("%s holds nothing that can be read: %s", t.calls(path), w.seen()))
	}
	return w.sorted(), w.left(), nil
}

// walk collects files below folders.
type walk struct {
	*Tree
	asked    string // names in messages begin at its last element
	readable func(string) bool
	deep     bool // ** goes into every folder, so links to folders would give files twice
	found    []File
	other    []string // names that were left out
	loose    []File   // match a pattern, but no format claims their ending
	zips     bool     // the pattern asks for archives
	archives []string // lie beside files; are looked into where there is nothing else
}

// folder adds the files below dir; above are the folders on the way to it,
// itself included, which end circles of links.
func (w *walk) folder(dir string, above []fs.FileInfo) error {
	entries, err := w.ReadDir(dir)
	if err != nil {
		return w.openError(dir, err)
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if hidden(e.Name()) {
			w.other = append(w.other, e.Name())
			continue
		}
		info, err := w.Stat(path)
		if errors.Is(err, fs.ErrNotExist) { // a link to nothing
			w.other = append(w.other, e.Name())
			continue
		}
		if err != nil {
			return w.openError(path, err)
		}
		if isArchive(info) {
			w.archives = append(w.archives, path)
			continue
		}
		if info.IsDir() {
			if w.deep && e.Type()&fs.ModeSymlink != 0 {
				continue
			}
			if slices.ContainsFunc(above, func(a fs.FileInfo) bool { return os.SameFile(a, info) }) {
				continue
			}
			if err := w.folder(path, append(above[:len(above):len(above)], info)); err != nil {
				return err
			}
			continue
		}
		if !w.accepts(e.Name()) {
			w.other = append(w.other, e.Name())
			continue
		}
		w.found = append(w.found, w.file(path, w.asked, info))
	}
	return nil
}

// unpacked looks into the archives where there is no other file: beside files one is
// more likely a copy of them.
func (w *walk) unpacked() error {
	for _, path := range w.archives {
		if len(w.found) > 0 && !w.zips {
			w.other = append(w.other, filepath.Base(path))
		}
	}
	if len(w.found) > 0 && !w.zips {
		return nil
	}
	for _, path := range w.archives {
		info, err := w.Stat(path)
		if err != nil {
			return w.openError(path, err)
		}
		if err := w.folder(path, []fs.FileInfo{info}); err != nil {
			return err
		}
	}
	return nil
}

// calls is what messages call a folder that was asked for.
func (t *Tree) calls(path string) string {
	if info, err := t.Stat(path); err == nil && isArchive(info) {
		return "the archive " + t.Whole(path)
	}
	return "the folder " + t.Whole(path)
}

// accepts says whether a name is of a format that is read, or says nothing.
func (w *walk) accepts(name string) bool {
	return w.readable == nil || w.readable(name) || filepath.Ext(name) == ""
}

// left lists the names that were left out for their ending.
func (w *walk) left() []string {
	names := slices.DeleteFunc(slices.Clone(w.other), hidden)
	slices.Sort(names)
	return slices.Compact(names)
}

// seen lists what was left out, for the error that nothing is left.
func (w *walk) seen() string {
	if len(w.other) == 0 {
		return "it is empty"
	}
	slices.Sort(w.other)
	names := slices.Compact(w.other)
	const most = 5
	if len(names) > most {
		return fmt.Sprintf("there are %s and %d more, none with an ending that says a known format",
			strings.Join(names[:most], ", "), len(names)-most)
	}
	return fmt.Sprintf("there is %s, which no known format claims by its ending", strings.Join(names, ", "))
}

// ErrEndings is what the error is when there are files, but none with an ending
// that readable accepts.
var ErrEndings = errors.New("no ending of the files is known")

// nothing marks the error that nothing is left.
func (w *walk) nothing(err error) error {
	if len(w.left()) == 0 {
		return err
	}
	return marked{err, ErrEndings}
}

func (w *walk) sorted() []File {
	slices.SortFunc(w.found, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return slices.CompactFunc(w.found, func(a, b File) bool { return a.Path == b.Path })
}

func hidden(name string) bool { return name[0] == '.' || name[0] == '_' }

// shortName drops the folders above what was asked for when they say nothing
// about the data: an absolute path or one that climbs.
func shortName(path, root string) string {
	clean := filepath.Clean(path)
	if filepath.IsLocal(clean) {
		return filepath.ToSlash(clean)
	}
	base := filepath.Dir(filepath.Clean(root))
	if rel, err := filepath.Rel(base, clean); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return filepath.Base(clean)
}
