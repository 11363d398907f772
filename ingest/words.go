package ingest

import (
	"fmt"
	"strings"

	"uptake/analysis/spec"
)

// The small parts of which this package's sentences are made.

func quoted(s string) string { return fmt.Sprintf("%q", s) }

// counted is 1 row, 2 rows.
func counted[N int | int64](n N, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// few are the first of a list, and how many more there are.
func few(list []string, most int) []string {
	if more := len(list) - most; more > 0 {
		return append(list[:most:most], fmt.Sprintf("and %d more", more))
	}
	return list
}

// nameList lists up to most names of columns or events.
func nameList(names []string, most int) string {
	var list []string
	for _, n := range names {
		if n == "" || strings.ContainsAny(n, " ,") {
			n = quoted(n)
		}
		list = append(list, n)
	}
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(few(list, most), ", ")
}

// columnList lists the columns that there are.
func columnList(names []string) string { return nameList(names, 40) }

// cutText is a text of at most 91 characters.
func cutText(s string) string {
	if r := []rune(s); len(r) > 90 {
		return string(r[:90]) + "…"
	}
	return s
}

// shortCell is a cell's text for an example, a copy of at most 91 characters and 255 bytes.
func shortCell(s string) string {
	s = cutText(s)
	for len(s) > 255 {
		s = string([]rune(s)[:60]) + "…"
	}
	return string(append([]byte(nil), s...))
}

func orOpen(d spec.Day) string {
	if d == spec.NoDay {
		return "open"
	}
	return d.String()
}
