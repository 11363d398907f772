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

// whole reads a whole number from 0 on.
func whole(s string) (int32, bool) {
	v, ok := event.ShortNumber(strings.TrimSpace(s))
	if !ok || v != math.Trunc(v) || v > 1e9 {
		return 0, false
	}
	return int32(v), true
}
