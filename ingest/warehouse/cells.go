package warehouse

import (
	"fmt"
	"strings"
	"sync"
)

// column is a column of the table in SQL.
func (s *statement) column(c Column) string { return s.d.Quote(c.Name) }

// asText is a column as the text that uptake reads, the empty one where there is none.
func (s *statement) asText(c Column) string {
	x := s.column(c)
	switch c.Kind {
	case Text:
		x = s.cast(x, s.d.Text)
		return "coalesce(nullif(" + x + ", " + s.d.Literal(`\N`) + "), '')"
	case Boolean:
		return "CASE WHEN " + x + " THEN 'true' WHEN NOT " + x + " THEN 'false' ELSE '' END"
	}
	return "coalesce(" + s.cast(x, s.d.Text) + ", '')"
}

// noID are the words that stand for no id, in any case, as an expression without backslashes.
// One more, noObject, has brackets, which engines write in expressions in different ways.
var noID = sync.OnceValue(func() string {
	var words []string
	for _, w := range []string{"na", "n/a", "nan", "nil", "null", "none", "undefined"} {
		words = append(words, anyCase(w))
	}
	words = append(words, "<"+anyCase("na")+">", "<"+anyCase("null")+">", "[(]"+anyCase("not set")+"[)]")
	all := strings.Join(words, "|")
	return "^(" + all + "|[ \t]+(" + all + ")?[ \t]*)$"
})

const noObject = "[object object]"

func anyCase(word string) string {
	var b strings.Builder
	for _, r := range word {
		if u := strings.ToUpper(string(r)); u != string(r) {
			b.WriteString("[" + u + string(r) + "]")
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// oddID are ids that uptake takes for numbers, 12.0 being 12 there and 1.2e+15 refused, or that
// may be nothing but blanks of other kinds than space and tab, which uptake takes for none.
const oddID = "^[ \t]+.[Oo][Bb][Jj][Ee][Cc][Tt] [Oo][Bb][Jj][Ee][Cc][Tt].|^[ \t][^!-~]*[^ " +
	"-~\t][^!-~]*$|^-?[0-9]+[.]0+$|^-?[0-9]([.][0-9]+[eE][+-]?|[eE][+-])[0-9]+$"

// asID is a column as an id, NULL where there is none.
func (s *statement) asID(c Column) string {
	if c.Kind != Text {
		return s.cast(s.column(c), s.d.Text)
	}
	x := s.cast(s.column(c), s.d.Text)
	return fmt.Sprintf("CASE WHEN %[1]s = '' OR %[1]s = %[2]s OR %[3]s OR lower(%[1]s) = %[4]s AND upper(%[1]s) = "+
		"%[5]s THEN NULL ELSE %[1]s END",
		x, s.d.Literal(`\N`), s.d.Matches(x, noID()), s.d.Literal(noObject), s.d.Literal(strings.ToUpper(noObject)))
}

// field is a column that is added up as a number.
func (s *statement) field(c Column) string {
	x := s.column(c)
	switch c.Kind {
	case Whole:
		return s.cast(x, s.d.Big)
	case Boolean:
		return s.cast("CASE WHEN "+x+" THEN 1 WHEN NOT "+x+" THEN 0 END", s.d.Big)
	}
	return s.cast(x, s.d.Double)
}

// element is an element of a row's tuple, in one column or several. Missing comes first: a text
// that is missing is empty, and a number stands behind a mark.
func (s *statement) element(k part) []string {
	x := s.column(k.column)
	switch k.as {
	case idPart:
		x = "coalesce(" + s.asID(k.column) + ", '')"
	case textPart:
		x = s.spelled(k.column)
	case timePart:
		x = s.d.Micros(x, k.column.Kind == Instant)
	case numberPart:
		if k.column.Kind == Whole {
			x = s.cast(x, s.d.Wide)
		} else {
			x = s.cast(x, s.d.Double)
		}
	case spelledPart:
		return s.digits(k)
	default:
		x = s.d.printed(x, k.column.Type)
	}
	return []string{x + " AS " + k.name}
}
