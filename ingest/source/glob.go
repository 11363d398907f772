package source

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
)

func isGlob(path string) bool { return strings.ContainsAny(path, "*?[") }

// glob gives the files that a pattern matches. Hidden names match only where
// the pattern spells their first character.
func (t *Tree) glob(pattern string, readable func(string) bool) ([]File, []string, error) {
	slashed := filepath.ToSlash(pattern)
	parts := strings.Split(slashed, "/")
	first := t.literal(parts)
	for _, p := range parts[first:] {
		if _, err := filepath.Match(p, ""); err != nil {
			return nil, nil, fmt.Errorf("%s is neither a file nor a pattern: %q has a [ without its ]", pattern, p)
		}
	}
	base := strings.Join(parts[:first], "/")
	if base == "" && strings.HasPrefix(slashed, "/") {
		base = "/"
	}
	if t.gather != nil && len(parts)-first > 1 {
		if err := t.gather(base); err != nil {
			return nil, nil, err
		}
	}
	// Names in messages begin at the folder before the first wildcard.
	root := base
	if root == "" {
		root = "."
	}
	w := walk{Tree: t, asked: root, zips: isZip(strings.TrimRight(slashed, "/")), readable: readable,
		deep: slices.Contains(parts, "**")}
	if err := w.match(base, parts[first:]); err != nil {
		return nil, nil, err
	}
	if err := w.unpacked(); err != nil {
		return nil, nil, err
	}
	if len(w.found) == 0 {
		w.found = w.loose
	} else {
		for _, f := range w.loose {
			w.other = append(w.other, filepath.Base(f.Path))
		}
	}
	if len(w.found) == 0 {
		why := "no file matches it"
		if _, err := t.Stat(filepath.FromSlash(root)); errors.Is(err, fs.ErrNotExist) {
			why = fmt.Sprintf("there is no folder %s%s", root, t.nearest(root))
		} else if len(w.other) > 0 {
			why = "the folders that match hold nothing that can be read: " + w.seen()
		}
		return nil, nil, w.nothing(fmt.Errorf("the pattern %s gives no file: %s", pattern, why))
	}
	return w.sorted(), w.left(), nil
}

// literal counts the parts of a pattern that are taken as they are: those
// before the first wildcard, and names with brackets that there are.
func (t *Tree) literal(parts []string) int {
	for i, p := range parts {
		if isGlob(p) && !t.exists(strings.Join(parts[:i+1], "/")) {
			return i
		}
	}
	return len(parts)
}

// exists says whether there is a file or folder of this very name.
func (t *Tree) exists(slashed string) bool {
	_, err := t.Stat(filepath.FromSlash(slashed))
	return err == nil || t.isLink(filepath.FromSlash(slashed))
}

// match adds what the rest of the pattern matches below dir ("" is here).
func (w *walk) match(dir string, parts []string) error {
	for len(parts) > 0 && parts[0] == "" { // "a//b", "a/"
		parts = parts[1:]
	}
	if len(parts) == 0 {
		return w.matched(dir)
	}
	part, rest := parts[0], parts[1:]
	if part != "**" && (!isGlob(part) || strings.Contains(part, "[") && w.exists(filepath.Join(dir, part))) {
		next := filepath.Join(dir, part)
		if _, err := w.Stat(next); err != nil {
			return nil
		}
		return w.match(next, rest)
	}
	if part == "**" { // no folder at all is a match too
		if len(rest) == 0 {
			rest = []string{"*"}
		}
		if err := w.match(dir, rest); err != nil {
			return err
		}
	}
	list := dir
	if list == "" {
		list = "."
	}
	entries, err := w.ReadDir(list)
	if err != nil {
		if errors.Is(err, fs.ErrPermission) {
			return w.openError(list, err)
		}
		var told *toldError
		if errors.As(err, &told) {
			return err
		}
		return nil // a file where the pattern wants a folder
	}
	for _, e := range entries {
		name := e.Name()
		if hidden(name) && name[0] != part[0] {
			continue
		}
		next := filepath.Join(dir, name)
		if part == "**" {
			if e.IsDir() {
				if err := w.match(next, parts); err != nil {
					return err
				}
			}
			continue
		}
		if ok, _ := filepath.Match(part, name); ok {
			if len(rest) > 0 && isZip(name) && !isZip(part) {
				continue // no pattern of folders goes into archives unasked
			}
			if err := w.match(next, rest); err != nil {
				return err
			}
		}
	}
	return nil
}

// matched adds a file that matches, or what a folder that matches holds.
func (w *walk) matched(path string) error {
	info, err := w.Stat(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return w.openError(path, err)
	}
	if isArchive(info) {
		w.archives = append(w.archives, path)
		return nil
	}
	if info.IsDir() {
		if w.deep && w.isLink(path) {
			return nil
		}
		return w.folder(path, []fs.FileInfo{info})
	}
	f := w.file(path, w.asked, info)
	if w.accepts(filepath.Base(path)) {
		w.found = append(w.found, f)
	} else {
		w.loose = append(w.loose, f)
	}
	return nil
}
