package source

import (
	"path/filepath"
	"strings"
)

// Base parts a path into what comes before its first wildcard and the pattern
// below it; the pattern is empty where path is there as it is written.
func Base(path string) (base string, pattern []string) {
	t, in, err := TreeOf(path)
	if err != nil {
		return path, nil
	}
	return t.Base(in)
}

// Base is Base for a path in the tree.
func (t *Tree) Base(path string) (base string, pattern []string) {
	if _, err := t.Stat(path); err == nil || !isGlob(path) {
		return path, nil
	}
	slashed := filepath.ToSlash(path)
	parts := strings.Split(slashed, "/")
	first := t.literal(parts)
	base = strings.Join(parts[:first], "/")
	if base == "" {
		base = "."
		if strings.HasPrefix(slashed, "/") {
			base = "/"
		}
	}
	return filepath.FromSlash(base), parts[first:]
}

// Within reports whether a file below the base of a path is taken in by the
// pattern, by the names alone and hidden names included; rel is its path from
// the base, with slashes. The empty pattern takes everything in.
func Within(pattern []string, rel string) bool {
	return within(pattern, strings.Split(rel, "/"))
}

func within(pattern, names []string) bool {
	for len(pattern) > 0 && pattern[0] == "" {
		pattern = pattern[1:]
	}
	if len(pattern) == 0 {
		return true // the file itself, or a folder that it is in
	}
	if len(names) == 0 {
		return false
	}
	if pattern[0] == "**" {
		rest := pattern[1:]
		if len(rest) == 0 {
			rest = []string{"*"}
		}
		return within(rest, names) || within(pattern, names[1:])
	}
	ok, _ := filepath.Match(pattern[0], names[0])
	return ok && within(pattern[1:], names[1:])
}
