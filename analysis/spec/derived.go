package spec

import (
	"slices"
	"strings"
)

// Derived is a column that the export does not have as such: what it holds is made of
// columns that it has, or of derived ones before it, row by row, in the order of the
// fields. The zero value of each does nothing.
type Derived struct {
	Name   string
	From   []string // columns or paths: the first that is not empty in a row
	Text   string   // instead of From: the same in every row
	Where  []Filter // rows for which it holds something; in others it is empty
	Decode []string // what the text is written in, from the outside in: Base64 or JSON
	At     string   // path into the JSON that it then is
	Epoch  bool     // a number of seconds, ms, µs or ns since 1970, by its size, becomes a time
	Values []Value  // what stands for what; other texts stay as they are
}

// Derives reports whether a name is that of a column derived in any source.
func (e *Experiment) Derives(name string) bool {
	return DerivedPlace(e.Derived, name) >= 0 || slices.ContainsFunc(e.Sources,
		func(s Source) bool { return DerivedPlace(s.Derived, name) >= 0 })
}

// Value gives the text that several others stand for.
type Value struct {
	To string
	Is []string
}

// The words of Derived.Decode: base64 in either alphabet, with padding or without, and
// JSON whose text holds a text.
const (
	Base64 = "base64"
	JSON   = "json"
)

// DerivedPlace is the place of a derived column in a list, the last of a name, −1 where
// there is none.
func DerivedPlace(list []Derived, name string) int {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Name == name {
			return i
		}
	}
	return -1
}

// DerivedAbove finds the derived column into whose JSON a path leads, and the rest of the path;
// −1 where it leads into none.
func DerivedAbove(list []Derived, path string) (place int, rest string) {
	for end := strings.LastIndexAny(path, ".["); end > 0; end = strings.LastIndexAny(path[:end], ".[") {
		if k := DerivedPlace(list, path[:end]); k >= 0 {
			return k, strings.TrimPrefix(path[end:], ".")
		}
	}
	return -1, ""
}
