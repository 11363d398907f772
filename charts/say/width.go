package say

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// RuneColumns is how many columns of a terminal a rune takes.
func RuneColumns(r rune) int {
	switch {
	case r == '\u200d' || unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r < 0x1100:
		return 1
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	if r >= 0x1F000 && r <= 0x1FAFF { // pictographs that some terminals draw wide
		return 2
	}
	return 1
}

// Columns is how many columns of a terminal a text takes. Joined emoji count
// as their parts: a terminal that joins them leaves a gap, none overflows.
func Columns(s string) int {
	n := 0
	for _, r := range s {
		n += RuneColumns(r)
	}
	return n
}

// Fit cuts s to n columns, with an ellipsis where something was cut.
func Fit(s string, n int) string {
	if Columns(s) <= n {
		return s
	}
	var b strings.Builder
	used := 0
	for _, r := range s {
		w := RuneColumns(r)
		if used+w > n-1 {
			break
		}
		used += w
		b.WriteRune(r)
	}
	return b.String() + "…"
}

// Pad fits s into exactly n columns.
func Pad(s string, n int) string {
	s = Fit(s, n)
	return s + strings.Repeat(" ", n-Columns(s))
}

// Wrap breaks s into lines of at most n columns, at spaces where it can.
func Wrap(s string, n int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		for Columns(word) > n { // a word longer than the line is cut where it must be
			if line != "" {
				lines, line = append(lines, line), ""
			}
			head := ""
			for _, r := range word {
				if head != "" && Columns(head)+RuneColumns(r) > n {
					break
				}
				head += string(r)
			}
			lines, word = append(lines, head), word[len(head):]
		}
		switch {
		case word == "":
		case line == "":
			line = word
		case Columns(line)+1+Columns(word) <= n:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
