package format

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// fixedPage adds count values of fixed width.
func (c *chunk) fixedPage(b []byte, count int, how pageEncoding) error {
	isBool := c.leaf.physical == boolean
	switch how {
	case encPlain:
		if isBool {
			if len(b)*8 < count {
				return errCut
			}
			for i := range count {
				c.fixed = append(c.fixed, b[i/8]>>(i%8)&1)
			}
			return nil
		}
		if len(b) < count*c.width {
			return errCut
		}
		c.fixed = append(c.fixed, b[:count*c.width]...)
		return nil
	case encPlainDictionary, encRunDictionary:
		return c.fixedCodes(b, count)
	case encRunLength:
		if !isBool || len(b) < 4 {
			return errCut
		}
		codes, err := newRuns(b[4:], 1).into(nil, count)
		for _, v := range codes {
			c.fixed = append(c.fixed, byte(v))
		}
		return err
	case encDeltaPacked:
		values, _, err := deltas(b, count)
		if err != nil {
			return err
		}
		for _, v := range values {
			if c.width == 4 {
				c.fixed = binary.LittleEndian.AppendUint32(c.fixed, uint32(v))
			} else {
				c.fixed = binary.LittleEndian.AppendUint64(c.fixed, uint64(v))
			}
		}
		return nil
	case encByteStreamSplit:
		if len(b) < count*c.width {
			return errCut
		}
		for i := range count {
			for k := range c.width {
				c.fixed = append(c.fixed, b[k*count+i])
			}
		}
		return nil
	case encDeltaText:
		return eachDeltaText(b, count, &c.last, func(v []byte) error {
			if len(v) != c.width {
				return errCut
			}
			c.fixed = append(c.fixed, v...)
			return nil
		})
	}
	return unknownEncoding(how)
}

func unknownEncoding(how pageEncoding) error {
	return fmt.Errorf("the encoding %v is not read here; write the file anew without it", how)
}

// fixedCodes adds values that are given by their places in the dictionary.
func (c *chunk) fixedCodes(b []byte, count int) error {
	if count == 0 {
		return nil
	}
	codes, err := dictionaryCodes(b, count, nil)
	if err != nil {
		return err
	}
	w := c.width
	n := len(c.dict) / w
	for _, code := range codes {
		if uint32(code) >= uint32(n) {
			return errDictionary
		}
		c.fixed = append(c.fixed, c.dict[int(code)*w:int(code)*w+w]...)
	}
	return nil
}

var errDictionary = errors.New("a value points outside the dictionary; the file is damaged")

// dictionaryCodes reads the places of count values in the dictionary.
func dictionaryCodes(b []byte, count int, into []int32) ([]int32, error) {
	if len(b) == 0 || b[0] > 32 {
		return nil, errRuns
	}
	return newRuns(b[1:], int(b[0])).into(into[:0], count)
}

// dictionary takes a dictionary page.
func (c *chunk) dictionary(b []byte, n int) error {
	if c.text != nil {
		return c.text.dictionary(b, n)
	}
	if len(b) < n*c.width {
		return errCut
	}
	c.dict = bytes.Clone(b[:n*c.width])
	return nil
}

// deltas reads count DELTA_BINARY_PACKED integers, and gives what follows them.
func deltas(b []byte, count int) (values []int64, rest []byte, err error) {
	bad := errors.New("its delta-packed integers end too early; the file is damaged")
	u := func() uint64 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			err = bad
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
		return nil, nil, bad
	}
	perMini := int(blockSize / minis)
	values = make([]int64, 0, min(total, 1<<16))
	if total > 0 {
		values = append(values, value)
	}
	for uint64(len(values)) < total {
		least := z()
		if err != nil || uint64(len(b)) < minis {
			return nil, nil, bad
		}
		widths := b[:minis]
		b = b[minis:]
		for _, width := range widths {
			if uint64(len(values)) == total {
				break
			}
			size := perMini * int(width) / 8
			if width > 64 || size > len(b) {
				return nil, nil, bad
			}
			n := min(perMini, int(total)-len(values))
			for i := range n {
				value += least + int64(wide(b, i*int(width), int(width)))
				values = append(values, value)
			}
			b = b[size:]
		}
	}
	return values, b, nil
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
