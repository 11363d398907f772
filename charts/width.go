package charts

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// runeColumns is how many columns of a terminal a rune takes.
func runeColumns(r rune) int {
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

// columns is how many columns of a terminal a text takes. Joined emoji count
// as their parts: a terminal that joins them leaves a gap, none overflows.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

// fit cuts s to n columns, with an ellipsis where something was cut.
func fit(s string, n int) string {
	if columns(s) <= n {
		return s
	}
	var b strings.Builder
	used := 0
	for _, r := range s {
		w := runeColumns(r)
		if used+w > n-1 {
			break
		}
		used += w
		b.WriteRune(r)
	}
	return b.String() + "…"
}

// pad fits s into exactly n columns.
func pad(s string, n int) string {
	s = fit(s, n)
	return s + strings.Repeat(" ", n-columns(s))
}

// wrap breaks s into lines of at most n columns, at spaces where it can.
func wrap(s string, n int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		for columns(word) > n { // a word longer than the line is cut where it must be
			if line != "" {
				lines, line = append(lines, line), ""
			}
			head := ""
			for _, r := range word {
				if head != "" && columns(head)+runeColumns(r) > n {
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
		case columns(line)+1+columns(word) <= n:
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
