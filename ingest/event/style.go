package event

import (
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"uptake/analysis/spec"
)

// Style is how the cells of one table are written where their text alone does
// not tell: which words stand for no value, and the marks of numbers. The zero
// value knows the words that every export may hold, and plain decimals. It is
// for any number of goroutines.
type Style struct {
	words     []string // further words of the experiment, as written
	decimal   byte     // 0 = "."
	thousands string   // "" = numbers have no groups
}

// NewStyle is the style of a table of the experiment.
func NewStyle(missing []string, csv spec.CSV) *Style {
	s := &Style{words: missing, thousands: csv.Thousands}
	if csv.Decimal != "" && csv.Decimal != "." {
		s.decimal = csv.Decimal[0]
	}
	return s
}

var plainStyle = &Style{}

// Text views a column of the table; nil gives a column of missing values.
func (s *Style) Text(a arrow.Array) *Text {
	t := NewText(a)
	t.style = s
	return t
}

// Constant is a column of the table that has the same text in every row.
func (s *Style) Constant(text string) *Text {
	t := Constant(text)
	t.style = s
	return t
}

// Blank reports whether an id, a time or a number is written as a word for no
// value: what databases, R, Python, JavaScript and analytics tools put there.
// In text that is a name or a level these words stay: NA is a region.
func (s *Style) Blank(text string) bool {
	if len(s.words) > 0 && slices.Contains(s.words, text) {
		return true
	}
	if text == "" {
		return true
	}
	switch text[0] { // most values are none of these: look at one letter first
	case 'n', 'N', 'u', 'U', '(', '[', '<', '\\':
		return blankWord(text)
	case ' ', '\t':
		return s.Blank(strings.TrimSpace(text))
	}
	return false
}

func blankWord(text string) bool {
	is := func(word string) bool { return strings.EqualFold(text, word) }
	switch len(text) {
	case 2:
		return text == nullText || is("na")
	case 3:
		return is("n/a") || is("nan") || is("nil")
	case 4:
		return is("null") || is("none") || is("<na>")
	case 6:
		return is("<null>")
	case 9:
		return is("undefined") || is("(not set)")
	case 15:
		return is("[object object]")
	}
	return false
}

// nullText is what databases write for null in text; it is missing everywhere.
const nullText = `\N`
