package warehouse

import (
	"fmt"
	"strings"
)

// Columns that uptake knows nothing of but their text are ordered as that text is: of a time the
// one of RFC 3339 in UTC, without zeros at its end, of a day YYYY-MM-DD, of a number the plain
// decimal with as few digits as tell it from others. What no SQL writes so is set aside.

// spelled is a column as the text that uptake writes of it, the empty one where there is none.
func (s *statement) spelled(c Column) string {
	if asText(c.Kind) {
		return s.asText(c)
	}
	in, text := s.dated(c)
	return "CASE WHEN " + in + " THEN " + text + " ELSE '' END"
}

// dated is a time or a day as text, and a condition of those of the years 1 to 9999, which have four digits.
func (s *statement) dated(c Column) (in, text string) {
	x := s.column(c)
	if c.Kind == Date {
		return s.d.Day(x)
	}
	return s.d.Stamp(x, c.Kind == Instant)
}

// digits are the columns of a number whose order is that of its decimal as text. A sign comes
// before digits, and a number before the longer one that begins with it; so texts are in order
// of what stands before the point as text, and then of size. Missing is first.
func (s *statement) digits(k part) []string {
	x := s.column(k.column)
	whole := func(of string) string { return s.cast(s.cast("floor(abs("+x+"))", of), s.d.Text) }
	if !k.column.Kind.floating() {
		return []string{
			fmt.Sprintf("CASE WHEN %[1]s IS NULL THEN 0 WHEN %[1]s < 0 THEN 1 ELSE 2 END AS %[2]s_sign", x, k.name),
			fmt.Sprintf("coalesce(%s, '') AS %s_whole", whole(s.d.Wide), k.name),
			fmt.Sprintf("coalesce(abs(%s), 0) AS %s", x, k.name),
		}
	}
	none := x + " IS NULL OR " + s.d.NaN(x)
	return []string{
		fmt.Sprintf("CASE WHEN %s THEN 0 WHEN %s < 0 OR %s LIKE '-%%' THEN 1 ELSE 2 END AS %s_sign", none, x,
			s.cast(x, s.d.Text), k.name),
		fmt.Sprintf("CASE WHEN %s THEN '' WHEN %s THEN 'Infinity' WHEN abs(%s) < %s THEN %s ELSE '' END AS %s_whole",
			none, s.d.Infinite(x), x, s.double(exactBelow(k.column)), whole(s.d.Big), k.name),
		fmt.Sprintf("CASE WHEN %s OR %s THEN %s ELSE abs(%s) END AS %s", none, s.d.Infinite(x), s.double("0"),
			s.cast(x, s.d.Double), k.name),
	}
}

// exactBelow is up to where every whole number is one of the type, so that its digits are its own.
func exactBelow(c Column) string {
	if c.Kind == Single {
		return fmt.Sprint(1 << 24)
	}
	return fmt.Sprint(1 << 53)
}

// beyond is one text of the elements that are not spelled, "" where the table has no column that
// may have any: times of other years, and numbers whose digits are not their own.
func (s *statement) beyond() string {
	var all []string
	for _, k := range s.tuple {
		c := k.column
		x, far := s.column(c), ""
		switch {
		case k.as == textPart && (c.Kind.time() || c.Kind == Date):
			in, _ := s.dated(c)
			far = "NOT (" + in + ")"
		case k.as == timePart:
			far = x + " IS NOT NULL AND " + s.d.Micros(x, c.Kind == Instant) + " IS NULL"
		case k.as == spelledPart && c.Kind.floating():
			far = fmt.Sprintf("NOT (%s) AND NOT (%s) AND abs(%s) >= %s", s.d.NaN(x), s.d.Infinite(x), x,
				s.double(exactBelow(c)))
		default:
			continue
		}
		all = append(all, "CASE WHEN "+far+" THEN "+s.cast(x, s.d.Text)+" ELSE '' END")
	}
	return strings.Join(all, " || '|' || ")
}
