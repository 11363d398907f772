package event

import (
	"math/bits"
	"slices"

	"uptake/analysis/sums"
)

// Identity makes the fixed hashes of a batch's rows over several columns. It goes
// column by column through the rows that are asked for, and looks at each distinct
// value once where a column has codes. It is for one goroutine.
type Identity struct {
	columns []identityColumn
	rows    []RowHash
}

type identityColumn struct {
	text  *Text
	seed  uint64
	kind  Kind
	typed bool     // a number that is one without its text
	terms []term   // by code, nil of ids; the zero term is not made yet, or of a missing value
	ids   []uint64 // of ids: the hashes of those of the rows asked for last
}

// Kind says what of a column's text tells its rows apart.
type Kind uint8

// The kinds: a text as it stands, an id as one writes it everywhere, the value of a number.
const (
	IsText Kind = iota
	IsID
	IsNumber
)

// Take adds the column of a name.
func (h *Identity) Take(name string, column *Text, kind Kind) {
	c := identityColumn{text: column, seed: Seed(name), kind: kind, typed: kind == IsNumber && column.Typed()}
	if kind != IsID {
		c.terms = make([]term, column.Codes())
	}
	h.columns = append(h.columns, c)
}

var seedTime = Seed("ts")

// Sums gives the hashes of the rows listed: the sum over the columns of a hash of
// (name, value), mixed once, so that the order of columns does not matter and missing
// values do not count. at has the times, which are part of them, of the rows of the
// stretch from first on; it is nil where rows have none. The hashes go into into, whose
// memory is used again.
func (h *Identity) Sums(rows []int32, at []int64, first int, into []sums.Hash) []sums.Hash {
	h.rows = slices.Grow(h.rows[:0], len(rows))[:len(rows)]
	clear(h.rows)
	if at != nil {
		for k, i := range rows {
			h.rows[k].Add(seedTime, uint64(at[int(i)-first]))
		}
	}
	for k := range h.columns {
		if c := &h.columns[k]; c.kind == IsID && c.varies() { // the hashes of ids are kept anyhow
			c.addIDs(rows, h.rows)
		} else {
			c.add(rows, h.rows)
		}
	}
	into = slices.Grow(into[:0], len(rows))[:len(rows)]
	for k := range h.rows {
		into[k] = h.rows[k].Sum()
	}
	return into
}

// IDs gives IDHash of a column of the rows that Sums was asked for last, until it is asked
// again; into is memory for those of a column that is no part of the hashes.
func (h *Identity) IDs(column *Text, rows []int32, into []uint64) []uint64 {
	for k := range h.columns {
		if c := &h.columns[k]; c.text == column && c.kind == IsID && c.varies() {
			return c.ids
		}
	}
	return column.IDHashes(rows, into)
}

// varies reports whether not every row has the same value.
func (c *identityColumn) varies() bool { return c.text.codes != nil || c.text.Codes() == 0 }

// add adds what the column says of each row.
func (c *identityColumn) add(rows []int32, to []RowHash) {
	switch codes := c.text.codes; {
	case !c.varies():
		if v := c.code(0); v != 0 {
			t := mixed(c.seed, v)
			for k := range to {
				to[k].term(t)
			}
		}
	case codes == nil && c.typed && c.text.doubles != nil:
		c.addDoubles(rows, to)
	case codes == nil && c.kind == IsNumber && c.text.str != nil:
		for k, i := range rows {
			if c.text.null(int(i)) || c.text.str.ValueLen(int(i)) == 0 {
				continue // as most cells of a number that one event has
			}
			if v := c.cell(int(i)); v != 0 {
				to[k].Add(c.seed, v)
			}
		}
	case codes == nil:
		for k, i := range rows {
			if v := c.cell(int(i)); v != 0 {
				to[k].Add(c.seed, v)
			}
		}
	default:
		c.addCodes(rows, codes, to)
	}
}

// addIDs adds the ids.
func (c *identityColumn) addIDs(rows []int32, to []RowHash) {
	c.ids = c.text.IDHashes(rows, c.ids)
	seed, turned := c.seed, bits.RotateLeft64(c.seed, 32)
	to = to[:len(c.ids)]
	for k, v := range c.ids {
		if v != 0 { // RowHash.Add
			lo := Mix(v ^ seed)
			to[k].hi += Mix(lo ^ turned)
			to[k].lo += lo
		}
	}
}

// addDoubles adds numbers that stand in the column as such.
func (c *identityColumn) addDoubles(rows []int32, to []RowHash) {
	seed, turned := c.seed, bits.RotateLeft64(c.seed, 32)
	for k, i := range rows {
		if c.text.null(int(i)) {
			continue
		}
		if v := c.text.doubles[i]; v-v == 0 { // finite
			lo := Mix(HashNumber(v) ^ seed)
			to[k].hi += Mix(lo ^ turned)
			to[k].lo += lo
		} else if v := c.cell(int(i)); v != 0 {
			to[k].Add(c.seed, v)
		}
	}
}

// addCodes adds each code's term, which is made once.
func (c *identityColumn) addCodes(rows, codes []int32, to []RowHash) {
	none := int32(len(c.terms) - 1)
	for k, i := range rows {
		code := codes[i]
		if code == none {
			continue
		}
		t := c.terms[code]
		if t == (term{}) {
			v := c.code(int(code))
			if v == 0 {
				continue
			}
			t = mixed(c.seed, v)
			c.terms[code] = t
		}
		to[k].term(t)
	}
}

// cell hashes row i of a column that is not of ids, 0 when it is missing.
func (c *identityColumn) cell(i int) uint64 {
	if c.typed || c.kind == IsNumber && c.text.str != nil {
		switch v, found := c.text.Number(i); found {
		case Value:
			return HashNumber(v)
		case Missing:
			return 0
		}
	}
	return c.value(c.text.Value(i))
}

// code hashes what stands behind a code, 0 when it is missing.
func (c *identityColumn) code(code int) uint64 {
	if c.kind == IsID {
		return c.text.codeHash(code)
	}
	return c.value(c.text.Word(code))
}

// value hashes one text, 0 when it is missing. Numbers hash by their value.
func (c *identityColumn) value(s string) uint64 {
	if s == "" {
		return 0
	}
	if c.kind == IsNumber {
		switch v, found := c.text.ParseNumber(s); found {
		case Value:
			return HashNumber(v)
		case Missing:
			return 0
		}
	}
	return HashText(s)
}
