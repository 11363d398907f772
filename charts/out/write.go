package out

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"uptake/analysis/whole"
)

// place makes the folder and writes the files into it, all or none.
func place(dir string, files []pending) ([]string, error) {
	undo, err := whole.Folder(dir)
	if err != nil {
		return nil, fmt.Errorf("the output folder %s cannot be made: %w", dir, whole.Bare(err))
	}
	paths, err := commit(files)
	if err != nil {
		undo()
	}
	return paths, err
}

// File is a file that is written beside the outputs.
type File struct {
	Name    string
	Content []byte
}

// pending is a file that is not in place yet.
type pending struct {
	path, temp string
	content    []byte
	last       bool // the JSON whose hash the others name
}

// commit writes every file under a temporary name and only then renames them, the
// JSON last: pages name the hash of theirs, so that a set of which a kill left one
// part new and one old is seen to be torn.
func commit(files []pending) (paths []string, err error) {
	defer func() {
		if err != nil {
			for _, f := range files {
				if f.temp != "" {
					os.Remove(f.temp)
				}
			}
		}
	}()
	for i := range files {
		f := &files[i]
		if info, err := os.Stat(f.path); err == nil && info.IsDir() {
			return nil, fmt.Errorf("%s cannot be written: it is a folder", f.path)
		}
		if f.temp, err = whole.Temp(f.path, f.content); err != nil {
			return nil, fmt.Errorf("%s cannot be written: %w", f.path, whole.Bare(err))
		}
	}
	for _, f := range files {
		paths = append(paths, f.path)
	}
	slices.SortStableFunc(files, func(a, b pending) int {
		switch {
		case a.last == b.last:
			return 0
		case a.last:
			return 1
		}
		return -1
	})
	for i := range files {
		f := &files[i]
		if err := os.Rename(f.temp, f.path); err != nil {
			return nil, fmt.Errorf("%s cannot be put in place: %w", f.path, whole.Bare(err))
		}
		f.temp = ""
	}
	return paths, nil
}

// Place puts files into a folder, which is made when it is missing: all or none, what ends in
// .json last, because pages name its hash.
func Place(dir string, files []File) error {
	var list []pending
	for _, f := range files {
		list = append(list, pending{path: filepath.Join(dir, f.Name), content: f.Content,
			last: filepath.Ext(f.Name) == ".json"})
	}
	_, err := place(dir, list)
	return err
}
