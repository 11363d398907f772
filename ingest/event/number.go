package event

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v15/arrow/array"
)

// Found says what a cell held.
type Found uint8

// A cell holds a value, nothing, or something that is not what was asked for.
const (
	Value Found = iota
	Missing
	Bad
)

// Number returns row i of the column as a float64. Text is read as a decimal
// number in the table's style; words for no value and NaN are Missing, the
// infinities are Bad.
func (t *Text) Number(i int) (float64, Found) {
	if t.constant == nil && (t.arr == nil || t.null(i)) {
		return 0, Missing
	}
	if t.str != nil {
		return t.parsed(i)
	}
	if len(t.style.words) == 0 {
		if t.doubles != nil {
			return finite(t.doubles[i])
		}
		switch a := t.arr.(type) {
		case *array.Float32:
			return finite(float64(a.Value(i)))
		case *array.Int64:
			return float64(a.Value(i)), Value
		case *array.Int32:
			return float64(a.Value(i)), Value
		case *array.Decimal128:
			return decimalNumber(a, i), Value
		case *array.Boolean:
			if a.Value(i) {
				return 1, Value
			}
			return 0, Value
		}
	}
	return t.ParseNumber(t.Value(i))
}

// parsedNumber is what a text was read as.
type parsedNumber struct {
	value float64
	found Found
	known bool
}

// parsed is Number of a text. A row's is asked for where it is hashed and where it is
// added up, so it is kept while rows near it are asked for.
func (t *Text) parsed(i int) (float64, Found) {
	if block := i / hashedRows; block != t.numbered || t.numbers == nil {
		if t.numbers == nil {
			t.numbers = make([]parsedNumber, min(hashedRows, t.arr.Len()))
		} else {
			clear(t.numbers)
		}
		t.numbered = block
	}
	n := &t.numbers[i%hashedRows]
	if !n.known {
		v, found := t.ParseNumber(t.Value(i))
		*n = parsedNumber{v, found, true}
	}
	return n.value, n.found
}

// Typed reports whether Number gives what a row's text says because the column's type
// is that of the number, so that no text need be made of it.
func (t *Text) Typed() bool {
	switch t.arr.(type) {
	case *array.Float64, *array.Int64, *array.Int32:
		return len(t.style.words) == 0
	}
	return false
}

// Boolean reports whether the column is of a type that holds true and false only.
func (t *Text) Boolean() bool {
	_, is := t.arr.(*array.Boolean)
	return is
}

// ParseNumber reads a number as this column writes it.
func (t *Text) ParseNumber(s string) (float64, Found) {
	if t.style.Blank(s) {
		return 0, Missing
	}
	switch t.arr.(type) {
	case nil, *array.String, *array.Dictionary, *array.Binary, *array.LargeString:
	case *array.Boolean:
		n, found := ParseBinary(s)
		return float64(n), found
	default: // typed: its text is plain
		return ParseNumber(s)
	}
	plain, ok := t.style.plainNumber(s)
	if !ok {
		return 0, Bad
	}
	return ParseNumber(plain)
}

// Double returns row i of a column of doubles; false where it has none, or the column is of
// something else.
func (t *Text) Double(i int) (float64, bool) {
	if t.doubles == nil || t.null(i) {
		return 0, false
	}
	v := t.doubles[i]
	return v, !math.IsNaN(v) && !math.IsInf(v, 0)
}

// Doubles are the rows of a column of doubles; nil where a row has none, or the column is of something else.
func (t *Text) Doubles() []float64 {
	if t.valid != nil {
		return nil
	}
	return t.doubles
}

// Plain returns row i's number as plain decimal text, "" where it is missing; a percent
// sign stays behind it, and what the style does not read stays as it is.
func (t *Text) Plain(i int) string {
	v := t.Value(i)
	if t.style.Blank(v) {
		return ""
	}
	number, percent := strings.CutSuffix(v, "%")
	if plain, ok := t.style.plainNumber(number); ok {
		if percent {
			return plain + "%"
		}
		return plain
	}
	return v
}

// ParseNumber reads a plain decimal number. One that is larger than any double
// is the largest double: a value that does not fit, rather than none.
func ParseNumber(s string) (float64, Found) {
	if v, ok := ShortNumber(s); ok {
		return v, Value
	}
	s = strings.TrimSpace(s)
	if s == "" {
		return 0, Missing
	}
	v, err := strconv.ParseFloat(s, 64)
	if errors.Is(err, strconv.ErrRange) {
		return math.Copysign(math.MaxFloat64, v), Value
	}
	if err != nil {
		return 0, Bad
	}
	return finite(v)
}

func finite(v float64) (float64, Found) {
	switch {
	case math.IsNaN(v):
		return 0, Missing
	case math.IsInf(v, 0):
		return 0, Bad
	}
	return v, Value
}

// Binary returns row i as 0 or 1: 0/1, true/false or yes/no, in any case.
func (t *Text) Binary(i int) (int64, Found) {
	v := t.Value(i)
	if t.style.Blank(v) {
		return 0, Missing
	}
	return ParseBinary(v)
}

// ParseBinary reads 0/1, true/false or yes/no, in any case.
func ParseBinary(s string) (int64, Found) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "":
		return 0, Missing
	case "1", "true", "yes", "t", "y", "1.0":
		return 1, Value
	case "0", "false", "no", "f", "n", "0.0":
		return 0, Value
	}
	return 0, Bad
}
