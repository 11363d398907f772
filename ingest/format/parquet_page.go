package format

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/schema"
)

// chunk collects the values of one column of one row group, page by page.
type chunk struct {
	leaf  *schema.Column
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
func newChunk(leaf *schema.Column, repeats bool, rows int, size int64) *chunk {
	c := &chunk{leaf: leaf}
	rows = min(rows, 1<<20)
	switch leaf.PhysicalType() {
	case parquet.Types.ByteArray:
		c.text = newTextValues(repeats, rows, int(min(size, 32<<20)))
		return c
	case parquet.Types.Boolean:
		c.width = 1
	case parquet.Types.Int32, parquet.Types.Float:
		c.width = 4
	case parquet.Types.Int64, parquet.Types.Double:
		c.width = 8
	case parquet.Types.Int96:
		c.width = 12
	default:
		c.width = leaf.TypeLength()
	}
	c.fixed = make([]byte, 0, rows*c.width)
	return c
}

// page adds a page.
func (c *chunk) page(p file.Page) error {
	switch p := p.(type) {
	case *file.DictionaryPage:
		return c.dictionary(p.Data(), int(p.NumValues()))
	case *file.DataPageV1:
		data, n := p.Data(), int(p.NumValues())
		if c.leaf.MaxDefinitionLevel() > 0 {
			if p.DefinitionLevelEncoding() != parquet.Encodings.RLE {
				return errors.New("its definition levels are bit-packed the old way, which is not read here; write the file anew")
			}
			if len(data) < 4 {
				return errCut
			}
			size := int(binary.LittleEndian.Uint32(data))
			if size < 0 || size > len(data)-4 {
				return errCut
			}
			if err := c.levels(data[4:4+size], n); err != nil {
				return err
			}
			data = data[4+size:]
		} else {
			c.present = nil
		}
		return c.values(data, n, parquet.Encoding(p.Encoding()))
	case *file.DataPageV2:
		data, n := p.Data(), int(p.NumValues())
		repetition, definition := int(p.RepetitionLevelByteLen()), int(p.DefinitionLevelByteLen())
		if repetition < 0 || definition < 0 || repetition+definition > len(data) {
			return errCut
		}
		c.present = nil
		if c.leaf.MaxDefinitionLevel() > 0 {
			if err := c.levels(data[repetition:repetition+definition], n); err != nil {
				return err
			}
		}
		return c.values(data[repetition+definition:], n, parquet.Encoding(p.Encoding()))
	}
	return nil
}

// levels reads which of a page's n rows have a value: those whose definition
// level is the highest. It sets present to nil when all have one.
func (c *chunk) levels(b []byte, n int) error {
	highest := uint32(c.leaf.MaxDefinitionLevel())
	runs := newRuns(b, bitsFor(highest))
	c.present = c.present[:0]
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
	if all {
		c.present = nil
	}
	return nil
}

// values adds the values of a page of n rows.
func (c *chunk) values(b []byte, n int, how parquet.Encoding) error {
	count := n
	if c.present != nil {
		count = c.mark()
	} else if c.nulls > 0 {
		c.valid = setBits(c.valid, c.rows, n)
	}
	var err error
	if c.text != nil {
		err = c.text.page(b, count, how)
		if err == nil && c.present != nil {
			c.text.spread(c.present)
		}
	} else {
		from := len(c.fixed)
		err = c.fixedPage(b, count, how)
		if err == nil && len(c.fixed)-from != count*c.width {
			err = errCut
		}
		if err == nil && c.present != nil {
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
		if c.present[i] {
			at -= w
			copy(row, c.fixed[at:at+w])
			continue
		}
		clear(row)
	}
}
