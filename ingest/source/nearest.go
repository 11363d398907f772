package source

import (
	"path/filepath"
	"slices"
	"strings"
)

// nearest gives, for the error that path does not exist, the names beside it
// that look like it: " (in exports there are a.csv, b.csv)". Empty when the
// folder cannot be listed; then the first folder that is missing is named.
func (t *Tree) nearest(path string) string {
	dir, name := filepath.Split(filepath.Clean(path))
	if dir == "" {
		dir = "."
	}
	entries, err := t.ReadDir(dir)
	if err != nil {
		parent := filepath.Clean(dir)
		for parent != filepath.Dir(parent) {
			if _, err := t.Stat(filepath.Dir(parent)); err == nil {
				return ", nor a folder " + parent
			}
			parent = filepath.Dir(parent)
		}
		return ""
	}
	type near struct {
		name string
		away int
	}
	var names []near
	for _, e := range entries {
		away := distance(strings.ToLower(name), strings.ToLower(e.Name()))
		if away <= 1+max(len(name), len(e.Name()))/3 {
			names = append(names, near{e.Name(), away})
		}
	}
	if len(names) == 0 {
		return ""
	}
	slices.SortFunc(names, func(a, b near) int {
		if a.away != b.away {
			return a.away - b.away
		}
		return strings.Compare(a.name, b.name)
	})
	var list []string
	for _, n := range names[:min(3, len(names))] {
		list = append(list, n.name)
	}
	return ", but beside it there is " + strings.Join(list, ", ")
}

// distance is Levenshtein's, over bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
