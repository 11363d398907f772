package out

import (
	"strconv"
	"strings"
	"unicode"
)

// formulaStarts are what a spreadsheet takes for the beginning of a formula or a command.
const formulaStarts = "=+-@|%＝＋－＠"

// CSVText is a text as a cell that no spreadsheet takes for a formula: where one could begin,
// at its start and behind what another program takes for the end of a cell, an apostrophe
// stands before it. Of what cannot be seen, line breaks and tabs become spaces and the rest
// goes. A text that is a plain number is left as it is.
func CSVText(s string) string {
	s = visible(s)
	if _, err := strconv.ParseFloat(s, 64); err == nil && !strings.ContainsAny(s, "xXpP_iInN") {
		return s
	}
	var b strings.Builder
	start := true
	for _, r := range s {
		if start && strings.ContainsRune(formulaStarts, r) {
			b.WriteByte('\'')
		}
		b.WriteRune(r)
		start = strings.ContainsRune(",;\"", r) || start && r == ' '
	}
	return b.String()
}

// visible is a text in one line, without control and direction-changing characters; every
// byte that is no UTF-8 becomes the replacement character, as in the JSON.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r) && r != '\u200d':
			return -1
		}
		return r
	}, s)
}
