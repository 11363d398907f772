package evaltool

import (
	"math"
	"strings"

	"uptake/ingest/event"
)

// coded is a column of few distinct values, each of which is looked at once a batch.
type coded struct {
	col   *event.Text
	known []int32 // by code: what it was found to be, plus 1
}

// code is what a column's cell was found to be by found.
func (c *coded) code(i int, found func(string) int32) int32 {
	if c.col == nil {
		return 0
	}
	n := c.col.Codes()
	if n == 0 {
		return found(c.col.Value(i))
	}
	if c.known == nil {
		c.known = make([]int32, n)
	}
	k := c.col.Code(i)
	if c.known[k] == 0 {
		c.known[k] = found(c.col.Word(k)) + 1
	}
	return c.known[k] - 1
}

// textAt is a cell, "" where the table has no such column.
func textAt(col *event.Text, i int) string {
	if col == nil {
		return ""
	}
	return col.Value(i)
}

// blank reports whether a cell of text says nothing.
func blank(s string) bool {
	if len(s) > 4 {
		return strings.TrimSpace(s) == ""
	}
	switch strings.TrimSpace(s) {
	case "", "NaN", "nan", "None", "null", "NULL", "<NA>":
		return true
	}
	return false
}

// quickNumber reads the short decimals that most scores are.
func quickNumber(s string) (float64, bool) {
	if len(s) == 0 || len(s) > 15 {
		return 0, false
	}
	var n, scale int64 = 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			n = n*10 + int64(c-'0')
			scale *= 10
		case c == '.' && scale == 0 && i > 0 && i < len(s)-1:
			scale = 1
		default:
			return 0, false
		}
	}
	if scale == 0 {
		scale = 1
	}
	return float64(n) / float64(scale), true // both are exact, so the quotient is the nearest
}

// whole reads a whole number from 0 on.
func whole(s string) (int32, bool) {
	v, ok := quickNumber(strings.TrimSpace(s))
	if !ok || v != math.Trunc(v) || v > 1e9 {
		return 0, false
	}
	return int32(v), true
}
