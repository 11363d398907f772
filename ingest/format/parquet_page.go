package format

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// chunk collects the values of one column of one row group, page by page.
type chunk struct {
	leaf  *leaf
	width int // bytes of a fixed-width value; 0 for text, for bool 1
	rows  int

	present []bool // of the page: which rows have a value
	valid   []byte // one bit a row, once a row had none
	nulls   int

	fixed []byte // values of fixed width, zero where there is none
	dict  []byte // the dictionary of such values
	last  []byte // value, for those that are given by what differs
	text  *textValues
}

var errCut = errors.New("a page ends in the middle of a value; the file is damaged")

// newChunk makes room for rows values of so many bytes, as far as such
// numbers are to be believed before the values are seen.
func newChunk(leaf *leaf, repeats bool, rows int, size int64) *chunk {
	c := &chunk{leaf: leaf, width: leaf.width}
	rows = min(rows, 1<<20)
	if leaf.physical == byteArrays {
		c.text = newTextValues(repeats, rows, int(max(0, min(size, 32<<20))))
		return c
	}
	c.fixed = make([]byte, 0, min(rows*c.width, 64<<20))
	return c
}

// page adds a page.
func (c *chunk) page(p page) error {
	data := p.data
	c.present = c.present[:0]
	switch p.kind {
	case pageDictionary:
		return c.dictionary(data, p.rows)
	case pageData:
		size := 0
		if c.leaf.definition > 0 && p.levels == encBitPacked {
			size = (p.rows*bitsFor(c.leaf.definition) + 7) / 8
			if size > len(data) {
				return errCut
			}
			c.oldLevels(data[:size], p.rows)
		} else if c.leaf.definition > 0 {
			if len(data) < 4 {
				return errCut
			}
			size = int(binary.LittleEndian.Uint32(data))
			if data = data[4:]; size > len(data) {
				return errCut
			}
			if err := c.levels(data[:size], p.rows); err != nil {
				return err
			}
		}
		return c.values(data[size:], p.rows, p.encoding)
	case pageData2:
		data = data[p.repetition:]
		if c.leaf.definition > 0 {
			if err := c.levels(data[:p.definition], p.rows); err != nil {
				return err
			}
		}
		return c.values(data[p.definition:], p.rows, p.encoding)
	}
	return nil
}

// oldLevels reads levels as they were first written: bits one after another,
// the highest of a level first.
func (c *chunk) oldLevels(b []byte, n int) {
	width := bitsFor(c.leaf.definition)
	all := true
	for i := range n {
		level := uint32(0)
		for k := range width {
			bit := i*width + k
			level = level<<1 | uint32(b[bit/8]>>(7-bit%8)&1)
		}
		c.present = append(c.present, level == c.leaf.definition)
		all = all && level == c.leaf.definition
	}
	c.settle(all)
}

// settle forgets which rows have a value when all do.
func (c *chunk) settle(all bool) {
	if all {
		c.present = c.present[:0]
	}
}

// levels reads which of a page's n rows have a value: those whose definition
// level is the highest. It leaves present empty when all have one.
func (c *chunk) levels(b []byte, n int) error {
	highest := c.leaf.definition
	runs := newRuns(b, bitsFor(highest))
	all := true
	for len(c.present) < n {
		r, err := runs.next(n - len(c.present))
		if err != nil {
			return err
		}
		if r.packed == nil {
			v := r.value == highest
			all = all && v
			for range r.n {
				c.present = append(c.present, v)
			}
			continue
		}
		for i := range r.n {
			v := r.packed.at(i) == highest
			all = all && v
			c.present = append(c.present, v)
		}
	}
	c.settle(all)
	return nil
}

// values adds the values of a page of n rows.
func (c *chunk) values(b []byte, n int, how pageEncoding) error {
	count := n
	if len(c.present) > 0 {
		count = c.mark()
	} else if c.nulls > 0 {
		c.valid = setBits(c.valid, c.rows, n)
	}
	if count == 0 { // whatever stands for nothing
		b, how = nil, encPlain
	}
	var err error
	if c.text != nil {
		err = c.text.page(b, count, how)
		if err == nil && len(c.present) > 0 {
			c.text.spread(c.present)
		}
	} else {
		from := len(c.fixed)
		err = c.fixedPage(b, count, how)
		if err == nil && len(c.fixed)-from != count*c.width {
			err = errCut
		}
		if err == nil && len(c.present) > 0 {
			c.spread(from)
		}
	}
	c.rows += n
	if err != nil {
		return fmt.Errorf("row %d and on of the group cannot be decoded (%v): %w", c.rows-n+1, how, err)
	}
	return nil
}

// mark notes which rows of the page have a value and gives how many do.
func (c *chunk) mark() int {
	if c.nulls == 0 {
		c.valid = setBits(c.valid[:0], 0, c.rows)
	}
	count := 0
	for i, v := range c.present {
		at := c.rows + i
		if at/8 == len(c.valid) {
			c.valid = append(c.valid, 0)
		}
		if v {
			c.valid[at/8] |= 1 << (at % 8)
			count++
		}
	}
	c.nulls += len(c.present) - count
	return count
}

// setBits sets n bits from the place at on, making room for them.
func setBits(b []byte, at, n int) []byte {
	for (at+n+7)/8 > len(b) {
		b = append(b, 0)
	}
	for i := at; i < at+n; {
		if i%8 == 0 && at+n-i >= 8 {
			b[i/8] = 0xff
			i += 8
			continue
		}
		b[i/8] |= 1 << (i % 8)
		i++
	}
	return b
}

// spread moves the page's values, which stand from byte from on without gaps,
// to their rows.
func (c *chunk) spread(from int) {
	w := c.width
	at := len(c.fixed)
	for range len(c.present)*w - (at - from) {
		c.fixed = append(c.fixed, 0)
	}
	for i := len(c.present) - 1; i >= 0; i-- {
		row := c.fixed[from+i*w : from+(i+1)*w]
		switch {
		case !c.present[i]:
			clear(row)
			continue
		case w == 8: // most columns: a call costs more than the move
			at -= w
			binary.LittleEndian.PutUint64(row, binary.LittleEndian.Uint64(c.fixed[at:]))
		default:
			at -= w
			copy(row, c.fixed[at:at+w])
		}
	}
}
