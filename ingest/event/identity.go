package event

import (
	"math/bits"

	"uptake/analysis/sums"
)

// Identity makes the fixed hashes of a batch's rows over several columns. It goes
// column by column through the rows that are asked for, and looks at each distinct
// value once where a column has codes. It is for one goroutine.
type Identity struct {
	columns []identityColumn
	hi, lo  []uint64
}

type identityColumn struct {
	text  *Text
	seed  uint64
	kind  Kind
	terms []term // by code, nil of ids; the zero term is not made yet, or of a missing value
}

// Kind says what of a column's text tells its rows apart.
type Kind uint8

// The kinds: a text as it stands, an id as one writes it everywhere, the value of a number.
const (
	IsText Kind = iota
	IsID
	IsNumber
)

// term is what one value of one column adds to the hashes of the rows that have it.
type term struct{ hi, lo uint64 }

func newTerm(seed, value uint64) term {
	if value == 0 {
		return term{}
	}
	lo := Mix(value ^ seed)
	return term{Mix(lo ^ bits.RotateLeft64(seed, 32)), lo}
}

// Take adds the column of a name.
func (h *Identity) Take(name string, column *Text, kind Kind) {
	c := identityColumn{text: column, seed: Seed(name), kind: kind}
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
	h.hi, h.lo = zeroed(h.hi, len(rows)), zeroed(h.lo, len(rows))
	if at != nil {
		turned := bits.RotateLeft64(seedTime, 32)
		for k, i := range rows {
			lo := Mix(uint64(at[int(i)-first]) ^ seedTime)
			h.lo[k] = lo
			h.hi[k] = Mix(lo ^ turned)
		}
	}
	for c := range h.columns {
		h.columns[c].add(rows, h.hi, h.lo)
	}
	into = into[:0]
	for k := range rows {
		sum := RowHash{h.hi[k], h.lo[k]}
		into = append(into, sum.Sum())
	}
	return into
}

func zeroed(s []uint64, n int) []uint64 {
	if cap(s) < n {
		return make([]uint64, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// add adds what the column says of each row.
func (c *identityColumn) add(rows []int32, hi, lo []uint64) {
	if c.text.Codes() > 0 {
		c.addCodes(rows, hi, lo)
		return
	}
	if c.kind == IsID {
		c.text.HashIDs(rows)
	}
	numbers := c.kind == IsNumber && c.text.Typed()
	for k, i := range rows {
		if numbers {
			if v, found := c.text.Number(int(i)); found != Bad {
				if found == Value {
					t := newTerm(c.seed, HashNumber(v))
					hi[k] += t.hi
					lo[k] += t.lo
				}
				continue
			}
		}
		c.addValue(int(i), k, hi, lo)
	}
}

func (c *identityColumn) addValue(i, k int, hi, lo []uint64) {
	v := uint64(0)
	if c.kind == IsID {
		v = c.text.IDHash(i)
	} else {
		v = c.value(c.text.Value(i))
	}
	t := newTerm(c.seed, v)
	hi[k] += t.hi
	lo[k] += t.lo
}

func (c *identityColumn) addCodes(rows []int32, hi, lo []uint64) {
	codes, none := c.text.codes, int32(c.text.Codes()-1)
	if codes == nil { // one value in every row
		t := c.term(0)
		for k := range rows {
			hi[k] += t.hi
			lo[k] += t.lo
		}
		return
	}
	if c.terms == nil { // of ids, whose hashes are kept anyhow
		for k, i := range rows {
			t := newTerm(c.seed, c.text.codeHash(int(codes[i])))
			hi[k] += t.hi
			lo[k] += t.lo
		}
		return
	}
	for k, i := range rows {
		code := codes[i]
		if code == none {
			continue
		}
		t := c.terms[code]
		if t.hi|t.lo == 0 {
			t = c.term(int(code))
			c.terms[code] = t
		}
		hi[k] += t.hi
		lo[k] += t.lo
	}
}

// term makes the term of a code.
func (c *identityColumn) term(code int) term {
	if c.kind == IsID {
		return newTerm(c.seed, c.text.codeHash(code))
	}
	return newTerm(c.seed, c.value(c.text.Word(code)))
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
