package source

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"
)

// nullFolder is what Hive, Spark and their kin name the folder of rows
// without a value.
const nullFolder = "__HIVE_DEFAULT_PARTITION__"

// Hive gives the constant columns that the folders on the way to the file at
// path carry: name=value, both percent-decoded. Where a name comes twice the
// inner folder counts.
func Hive(path string) []Pair {
	var pairs []Pair
	for _, part := range strings.Split(filepath.ToSlash(filepath.Dir(path)), "/") {
		name, value, ok := strings.Cut(part, "=")
		if !ok || name == "" {
			continue
		}
		p := Pair{Name: unescape(name), Value: unescape(value)}
		if value == nullFolder {
			p.Value, p.Null = "", true
		}
		if i := slices.IndexFunc(pairs, func(q Pair) bool { return q.Name == p.Name }); i >= 0 {
			pairs[i] = p
			continue
		}
		pairs = append(pairs, p)
	}
	return pairs
}

// unescape undoes percent encoding; text that is not validly encoded was
// never encoded.
func unescape(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}
