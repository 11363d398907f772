// Package phrase holds the small parts of which sentences about exports are made:
// lists that end somewhere, cells cut to a length. It knows no file and no
// experiment.
package phrase

import (
	"fmt"
	"strings"
)

// Few are the first of a list, and how many more there are.
func Few(list []string, most int) []string {
	if more := len(list) - most; more > 0 {
		return append(list[:most:most], fmt.Sprintf("and %d more", more))
	}
	return list
}

// Names lists up to most names of columns or events.
func Names(names []string, most int) string {
	var list []string
	for _, n := range names {
		if n == "" || strings.ContainsAny(n, " ,") {
			n = fmt.Sprintf("%q", n)
		}
		list = append(list, n)
	}
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(Few(list, most), ", ")
}

// Columns lists the columns that there are.
func Columns(names []string) string { return Names(names, 40) }

// Cut is a text of at most 91 characters.
func Cut(s string) string {
	if r := []rune(s); len(r) > 90 {
		return string(r[:90]) + "…"
	}
	return s
}

// Cell is a cell's text for an example, a copy of at most 91 characters and 255 bytes.
func Cell(s string) string {
	s = Cut(s)
	for len(s) > 255 {
		s = string([]rune(s)[:60]) + "…"
	}
	return string(append([]byte(nil), s...))
}
