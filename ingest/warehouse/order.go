package warehouse

import (
	"encoding/binary"
	"fmt"
	"strings"

	"uptake/analysis/counted"
)

// order is the one order of rows with one time and rank of their event: that of their tuples.
func (s *statement) order(until func(part) bool) []string {
	var out []string
	for _, k := range s.tuple {
		if until != nil && until(k) {
			break
		}
		out = append(out, s.key(k)...)
	}
	return out
}

// key is an element as keys of an order.
func (s *statement) key(k part) []string {
	x := k.name
	switch k.as {
	case idPart, textPart:
		return []string{s.d.Bytes(x)}
	case spelledPart:
		return []string{x + "_sign", s.d.Bytes(x + "_whole"), x}
	case timePart:
		return []string{one(x + " IS NOT NULL"), x}
	case numberPart:
		return s.numberKey(k)
	case finerPart:
		x := s.first(k.column)
		if k.column.Kind == Whole {
			return []string{x}
		}
		return []string{fmt.Sprintf("CASE WHEN NOT (%s) AND NOT (%s) THEN %s END", s.d.NaN(x), s.d.Infinite(x), x)}
	}
	return []string{x}
}

// first is the name under which a number's column stands among the elements.
func (s *statement) first(c Column) string {
	for _, k := range s.tuple {
		if k.as == numberPart && k.column == c {
			return k.name
		}
	}
	return s.column(c)
}

// numberKey orders a number by its integer with 9 decimals: missing first, and last what is
// no such integer.
func (s *statement) numberKey(k part) []string {
	x := k.name
	if k.column.Kind == Whole {
		return []string{one(x + " IS NOT NULL"), x}
	}
	const whole = 8388608 // from here on two doubles are two integers
	in := fmt.Sprintf("abs(%s) < %s", x, s.double(fmt.Sprint(whole)))
	number := fmt.Sprintf("%s IS NULL OR %s OR %s", x, s.d.NaN(x), s.d.Infinite(x))
	return []string{
		fmt.Sprintf("CASE WHEN %[1]s IS NULL OR %[2]s THEN 0 WHEN %[3]s THEN 1 WHEN abs(%[1]s) >= %[4]s THEN 2 ELSE "+
			"1 END", x, s.d.NaN(x), s.d.Infinite(x), s.double(fmt.Sprintf("%.17g", 0x1p63/1e9))),
		fmt.Sprintf("CASE WHEN %s IS NULL OR %s THEN %s WHEN %s THEN CASE WHEN %s > 0 THEN %s ELSE %s END WHEN %s "+
			"THEN floor(%s * %s + %s) WHEN %s > 0 THEN %s ELSE %s END",
			x, s.d.NaN(x), s.double("0"), s.d.Infinite(x), x, s.double(asBytes("+Inf")), s.double(asBytes("-Inf")),
			in, x, s.double("1e9"), s.double("0.5"), x, s.double("1e17"), s.double("-1e17")),
		fmt.Sprintf("CASE WHEN %s OR %s OR abs(%s) >= %s THEN %s ELSE %s END", number, in, x,
			s.double(fmt.Sprintf("%.17g", 0x1p63/1e9)), s.double("0"), x),
	}
}

// asBytes is the number of which the bytes are those of a short text: what is no number is
// compared as its text.
func asBytes(text string) string {
	b := make([]byte, 8)
	copy(b, text)
	return fmt.Sprintf("%.17g", float64(int64(binary.BigEndian.Uint64(b)^1<<63)))
}

// refuseCopies refuses copies of which cannot be said which one stays, so many for columns that have no order in SQL
// and so many for what is not spelled.
func (p *Plan) refuseCopies(unordered, unspelled int64) error {
	var why []string
	for _, x := range []struct {
		rows int64
		of   func(part) bool
		what string
	}{
		{unordered, func(k part) bool { return k.as == anyPart }, ", which no engine puts in uptake's order"},
		{unspelled, func(k part) bool { return k.as == textPart && (k.column.Kind.time() || k.column.Kind == Date) },
			" outside the years 1 to 9999"},
		{unspelled, func(k part) bool { return k.as == timePart }, " before 1990 or after 2099"},
		{unspelled, func(k part) bool { return k.as == spelledPart && k.column.Kind == Double }, " from 2^53 on"},
		{unspelled, func(k part) bool { return k.as == spelledPart && k.column.Kind == Single }, " from 2^24 on"},
	} {
		var names []string
		for _, k := range p.tuple {
			if x.rows > 0 && x.of(k) {
				names = append(names, k.column.Name)
			}
		}
		if len(names) > 0 {
			why = append(why, "in "+strings.Join(names, " or ")+x.what)
		}
	}
	return fmt.Errorf("%s of %s are of one event_id and time as the copy that would stay and differ from it %s, so "+
		"that it cannot be said which of them does; give a view without these columns, or one in which they are text",
		counted.Noun(max(unordered, unspelled), "row"), p.Written, strings.Join(why, ", or "))
}
