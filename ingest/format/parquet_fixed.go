package format

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// fixedPage adds the rows of a page of values of fixed width.
func (c *chunk) fixedPage(b []byte, how pageEncoding, p *presence) error {
	size := p.count * c.width
	if how == encByteStreamSplit && len(b) < size { // before there is room for them
		return errCut
	}
	c.fixed = c.loan.more(c.fixed, p.n*c.width)
	rows := c.fixed[len(c.fixed)-p.n*c.width:]
	values := rows
	switch {
	case !p.gaps():
	case how == encPlain && c.leaf.physical != boolean: // where they stand
		p.spreadBytes(rows, b[:size:cap(b)], c.width)
		return nil
	default:
		c.scratch.fixed = c.scratch.loan.more(c.scratch.fixed[:0], size)
		values = c.scratch.fixed
	}
	if err := c.fixedValues(values, b, how); err != nil {
		return err
	}
	if p.gaps() {
		p.spreadBytes(rows, values, c.width)
	}
	return nil
}

// fixedValues fills values with those of a page.
func (c *chunk) fixedValues(values, b []byte, how pageEncoding) error {
	isBool := c.leaf.physical == boolean
	w := c.width
	count := len(values) / w
	switch how {
	case encPlain:
		if isBool {
			for i := range values {
				values[i] = b[i/8] >> (i % 8) & 1
			}
			return nil
		}
		copy(values, b)
		return nil
	case encPlainDictionary, encRunDictionary:
		return c.fixedCodes(values, b)
	case encRunLength:
		if !isBool || len(b) < 4 {
			return errCut
		}
		bits := c.scratch.places(count)
		err := (&runs{b[4:], 1}).into(bits)
		for i, v := range bits {
			values[i] = byte(v)
		}
		return err
	case encDeltaPacked:
		numbers, _, err := deltas(b, count, &c.scratch.longs[0])
		if err != nil {
			return err
		}
		switch w {
		case 4:
			for i, v := range numbers {
				binary.LittleEndian.PutUint32(values[4*i:], uint32(v))
			}
		case 8:
			for i, v := range numbers {
				binary.LittleEndian.PutUint64(values[8*i:], uint64(v))
			}
		default:
			return errCut
		}
		return nil
	case encByteStreamSplit:
		for k := range w {
			for i, v := range b[k*count : (k+1)*count] {
				values[i*w+k] = v
			}
		}
		return nil
	case encDeltaText:
		t := textList{bytes: c.scratch.loan.bytes(len(values))[:0], last: c.last}
		defer func() { c.last = t.last; c.scratch.loan.giveBack(t.bytes) }()
		ends := c.scratch.ofPresent(count)
		ends[0] = 0
		if err := t.deltas(b, ends, c.scratch, &c.scratch.loan); err != nil {
			return err
		}
		for i, end := range ends {
			if int(end) != i*w {
				return errCut
			}
		}
		copy(values, t.bytes)
		return nil
	}
	return unknownEncoding(how)
}

func unknownEncoding(how pageEncoding) error {
	return fmt.Errorf("the encoding %v is not read here; write the file anew without it", how)
}

// fixedCodes fills values with those that a page gives by their places in the
// dictionary.
func (c *chunk) fixedCodes(values, b []byte) error {
	w := c.width
	codes := c.scratch.places(len(values) / w)
	if err := dictionaryCodes(b, codes, len(c.dict)/w); err != nil {
		return err
	}
	switch w {
	case 8:
		for i, code := range codes {
			binary.LittleEndian.PutUint64(values[8*i:], binary.LittleEndian.Uint64(c.dict[8*code:]))
		}
	case 4:
		for i, code := range codes {
			binary.LittleEndian.PutUint32(values[4*i:], binary.LittleEndian.Uint32(c.dict[4*code:]))
		}
	default:
		for i, code := range codes {
			copy(values[i*w:i*w+w], c.dict[int(code)*w:])
		}
	}
	return nil
}

var errDictionary = errors.New("a value points outside the dictionary; the file is damaged")

// dictionaryCodes fills codes with the places of values in a dictionary of n.
func dictionaryCodes(b []byte, codes []int32, n int) error {
	if len(codes) == 0 {
		return nil
	}
	if len(b) == 0 || b[0] > 32 {
		return errRuns
	}
	if err := (&runs{b[1:], int(b[0])}).into(codes); err != nil {
		return err
	}
	if n == 0 || largest(codes) >= uint32(n) {
		return errDictionary
	}
	return nil
}

// dictionary takes a dictionary page.
func (c *chunk) dictionary(b []byte, n int) error {
	if c.text != nil {
		return c.text.dictionary(b, n, c.lone)
	}
	if len(b) < n*c.width {
		return errCut
	}
	if b = b[:n*c.width]; !c.lone {
		c.dict = bytes.Clone(b)
		return nil
	}
	s := c.scratch
	s.dict = s.loan.more(s.dict[:0], len(b))
	copy(s.dict, b)
	c.dict = s.dict
	return nil
}

var errDeltas = errors.New("its delta-packed integers end too early; the file is damaged")

// deltas reads count DELTA_BINARY_PACKED integers into memory that is used
// again, and gives what follows them.
func deltas(b []byte, count int, memory *[]int64) (values []int64, rest []byte, err error) {
	u := func() uint64 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			err = errDeltas
			return 0
		}
		b = b[n:]
		return v
	}
	z := func() int64 {
		v := u()
		return int64(v>>1) ^ -int64(v&1)
	}
	blockSize, minis, total, value := u(), u(), u(), z()
	if err != nil {
		return nil, nil, err
	}
	if blockSize == 0 || blockSize > 1<<20 || minis == 0 || minis > blockSize || total != uint64(count) {
		return nil, nil, errDeltas
	}
	perMini := int(blockSize / minis)
	if cap(*memory) < min(count, 1<<20) {
		*memory = make([]int64, 0, min(count, 1<<20))
	}
	values = (*memory)[:0]
	defer func() { *memory = values[:0] }()
	if total > 0 {
		values = append(values, value)
	}
	for uint64(len(values)) < total {
		least := z()
		if err != nil || uint64(len(b)) < minis {
			return nil, nil, errDeltas
		}
		widths := b[:minis]
		b = b[minis:]
		for _, width := range widths {
			if uint64(len(values)) == total {
				break
			}
			size := perMini * int(width) / 8
			if width > 64 || size > len(b) {
				return nil, nil, errDeltas
			}
			at := len(values)
			values = slices.Grow(values, perMini)[:at+min(perMini, int(total)-at)]
			value = undelta(values[at:], b, int(width), value, least)
			b = b[size:]
		}
	}
	return values, b, nil
}

// undelta fills dst with values that grow from value on by least and what b has
// in width bits each, and gives the last.
func undelta(dst []int64, b []byte, width int, value, least int64) int64 {
	i, bit := 0, 0
	switch {
	case width == 0:
		for ; i < len(dst); i++ {
			value += least
			dst[i] = value
		}
	case width <= 56: // in the eight bytes that it begins in
		mask := uint64(1)<<width - 1
		for ; i < len(dst) && bit>>3+8 <= len(b); i++ {
			value += least + int64(binary.LittleEndian.Uint64(b[bit>>3:])>>(bit&7)&mask)
			dst[i] = value
			bit += width
		}
	}
	for ; i < len(dst); i++ {
		value += least + int64(wide(b, bit, width))
		dst[i] = value
		bit += width
	}
	return value
}

// wide gives width bits, up to 64, from the place bit on.
func wide(b []byte, bit, width int) uint64 {
	if width == 0 {
		return 0
	}
	var w uint64
	at, shift := bit/8, bit%8
	if len(b)-at >= 8 {
		w = binary.LittleEndian.Uint64(b[at:])
	} else {
		for k, c := range b[at:] {
			w |= uint64(c) << (8 * k)
		}
	}
	w >>= shift
	if shift+width > 64 {
		w |= uint64(b[at+8]) << (64 - shift)
	}
	if width < 64 {
		w &= 1<<width - 1
	}
	return w
}
