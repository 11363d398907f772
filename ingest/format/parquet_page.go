package format

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
)

// chunk collects the values of one column of one row group, page by page.
type chunk struct {
	leaf  *leaf
	width int // bytes of a fixed-width value; 0 for text, for bool 1
	rows  int

	present presence // of the page; empty where every row has a value
	valid   []byte   // one bit a row, once a row had none
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
	c.present.forget()
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
	for i := range n {
		level := uint32(0)
		for k := range width {
			bit := i*width + k
			level = level<<1 | uint32(b[bit/8]>>(7-bit%8)&1)
		}
		c.present.run(1, level == c.leaf.definition)
	}
}

// levels reads which of a page's n rows have a value: those whose definition
// level is the highest.
func (c *chunk) levels(b []byte, n int) error {
	highest := c.leaf.definition
	runs := newRuns(b, bitsFor(highest))
	for c.present.n < n {
		r, err := runs.next(n - c.present.n)
		switch {
		case err != nil:
			return err
		case r.packed == nil:
			c.present.run(r.n, r.value == highest)
		case highest == 1: // its bits are what is asked for
			c.present.copy(r.packed.b, r.packed.from, r.n)
		default:
			for i := range r.n {
				c.present.run(1, r.packed.at(i) == highest)
			}
		}
	}
	return nil
}

// values adds the values of a page of n rows.
func (c *chunk) values(b []byte, n int, how pageEncoding) error {
	count := n
	if c.present.n > 0 {
		if count = c.present.count(); count == n {
			c.present.forget()
		}
	}
	if c.present.n > 0 {
		if c.nulls == 0 {
			c.valid = setBits(c.valid[:0], 0, c.rows)
		}
		c.valid = addBits(c.valid, c.rows, c.present.bits, n)
		c.nulls += n - count
	} else if c.nulls > 0 {
		c.valid = setBits(c.valid, c.rows, n)
	}
	if count == 0 { // whatever stands for nothing
		b, how = nil, encPlain
	}
	var err error
	if c.text != nil {
		err = c.text.page(b, count, how)
		if err == nil && c.present.n > 0 {
			c.text.spread(&c.present)
		}
	} else {
		from := len(c.fixed)
		err = c.fixedPage(b, count, how)
		if err == nil && len(c.fixed)-from != count*c.width {
			err = errCut
		}
		if err == nil && c.present.n > 0 {
			c.spread(from, count)
		}
	}
	c.rows += n
	if err != nil {
		return fmt.Errorf("row %d and on of the group cannot be decoded (%v): %w", c.rows-n+1, how, err)
	}
	return nil
}

// spread moves the page's count values, which stand from byte from on without gaps,
// to their rows.
func (c *chunk) spread(from, count int) {
	w := c.width
	for range (c.present.n - count) * w {
		c.fixed = append(c.fixed, 0)
	}
	page, at := c.fixed[from:], count*w
	for k := len(c.present.bits) - 1; k >= 0; k-- {
		for b := c.present.bits[k]; b != 0; { // rows with a value, the last first
			bit := bits.Len8(b) - 1
			b &^= 1 << bit
			at -= w
			if i := (8*k + bit) * w; w == 8 { // most columns: a call costs more than the move
				binary.LittleEndian.PutUint64(page[i:], binary.LittleEndian.Uint64(page[at:]))
			} else {
				copy(page[i:i+w], page[at:at+w])
			}
		}
	}
	for i := 0; i < count; i++ { // where values stood that have moved
		if i%8 == 0 && c.present.bits[i/8] == 0xff {
			i += 7
		} else if !c.present.has(i) {
			clear(page[i*w : i*w+w])
		}
	}
}
