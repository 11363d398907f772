package format

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// chunk collects the values of one column of one row group, page by page.
type chunk struct {
	leaf    *leaf
	width   int // bytes of a fixed-width value; 0 for text, for bool 1
	loan    *loan
	scratch *pageScratch
	lone    bool // its dictionary is of one batch

	present presence // of the page
	before  int      // rows of the group before the first
	validity

	fixed []byte // values of fixed width, zero where there is none
	dict  []byte // the dictionary of such values
	last  []byte // value, for those that are given by what differs
	text  *textValues
}

var errCut = errors.New("a page ends in the middle of a value; the file is damaged")

// newChunk makes room for rows values of so many bytes, as far as such
// numbers are to be believed before the values are seen.
func newChunk(leaf *leaf, repeats bool, rows int, size int64, l *loan, s *pageScratch) *chunk {
	c := &chunk{leaf: leaf, width: leaf.width, loan: l, scratch: s}
	rows = min(rows, 1<<20)
	if leaf.physical == byteArrays {
		c.text = newTextValues(repeats, rows, int(max(0, min(size, 32<<20))), l, s)
		return c
	}
	c.fixed = l.bytes(min(rows*c.width, 64<<20))[:0]
	return c
}

// knows takes a dictionary that was read before.
func (c *chunk) knows(d dictionary) error {
	c.dict = d.fixed
	if c.text == nil {
		return nil
	}
	return c.text.knows(d.texts)
}

// keep leaves n of the rows, from one on.
func (c *chunk) keep(from, n int) {
	c.validity.keep(from, n)
	if c.text != nil {
		c.text.keep(from, n)
	} else {
		c.fixed = c.fixed[from*c.width : (from+n)*c.width]
	}
}

// page adds a page.
func (c *chunk) page(p page) error {
	switch {
	case p.kind == pageDictionary:
		return c.dictionary(p.data, p.rows)
	case !p.isData():
		return nil
	}
	data, err := c.presentIn(&p)
	if err != nil {
		return err
	}
	return c.values(data, p.encoding)
}

// presentIn reads which rows of a page of values have one, and gives what stands
// behind that: the values.
func (c *chunk) presentIn(p *page) ([]byte, error) {
	data := p.data
	c.present.all(p.rows)
	if p.kind == pageData2 {
		data = data[p.repetition:]
		if c.leaf.definition > 0 {
			if err := c.levels(data[:p.definition], p.rows); err != nil {
				return nil, err
			}
		}
		return data[p.definition:], nil
	}
	size := 0
	if c.leaf.definition > 0 && p.levels == encBitPacked {
		size = (p.rows*bitsFor(c.leaf.definition) + 7) / 8
		if size > len(data) {
			return nil, errCut
		}
		c.oldLevels(data[:size], p.rows)
	} else if c.leaf.definition > 0 {
		if len(data) < 4 {
			return nil, errCut
		}
		size = int(binary.LittleEndian.Uint32(data))
		if data = data[4:]; size > len(data) {
			return nil, errCut
		}
		if err := c.levels(data[:size], p.rows); err != nil {
			return nil, err
		}
	}
	return data[size:], nil
}

// oldLevels reads levels as they were first written: bits one after another,
// the highest of a level first.
func (c *chunk) oldLevels(b []byte, n int) {
	c.present.begin(n)
	width := bitsFor(c.leaf.definition)
	for i := range n {
		level := uint32(0)
		for k := range width {
			bit := i*width + k
			level = level<<1 | uint32(b[bit/8]>>(7-bit%8)&1)
		}
		if level == c.leaf.definition {
			c.present.set(i, 1)
		}
	}
	c.present.counted()
}

// levels reads which of a page's n rows have a value: those whose definition
// level is the highest.
func (c *chunk) levels(b []byte, n int) error {
	highest := c.leaf.definition
	runs := runs{b, bitsFor(highest)}
	for at := 0; at < n; {
		r, err := runs.next(n - at)
		if err != nil {
			return err
		}
		if at == 0 {
			if r.n == n && r.packed == nil && r.value == highest {
				return nil
			}
			c.present.begin(n)
		}
		switch {
		case r.packed == nil && r.value == highest:
			c.present.set(at, r.n)
		case r.packed == nil:
		case highest == 1: // its bits are what is asked for
			c.present.copy(at, r.packed, r.n)
		default:
			levels := c.scratch.places(r.n)
			unpack(levels, r.packed, runs.width)
			for i, level := range levels {
				if uint32(level) == highest {
					c.present.set(at+i, 1)
				}
			}
		}
		at += r.n
	}
	if n > 0 {
		c.present.counted()
	}
	return nil
}

// values adds the values of a page.
func (c *chunk) values(b []byte, how pageEncoding) error {
	p := &c.present
	if p.count == 0 { // whatever stands for nothing
		b, how = b[:0], encPlain
	}
	var err error
	switch {
	case how == encPlain && len(b) < c.least(p.count): // before there is room for them
		err = errCut
	case c.text != nil:
		err = c.text.page(b, how, p)
	default:
		err = c.fixedPage(b, how, p)
	}
	c.validity.add(p)
	if err != nil {
		return fmt.Errorf("row %d and on of the group cannot be decoded (%v): %w", c.before+c.rows-p.n+1, how, err)
	}
	return nil
}

// least is how many bytes n PLAIN values have at least.
func (c *chunk) least(n int) int {
	switch c.leaf.physical {
	case byteArrays:
		return 4 * n
	case boolean:
		return (n + 7) / 8
	}
	return n * c.width
}
