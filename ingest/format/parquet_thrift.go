package format

import (
	"encoding/binary"
	"errors"
)

// compact reads Thrift's compact protocol, in which Parquet keeps its footer
// and page headers. After an error it gives zeros and ends every loop.
type compact struct {
	b     []byte
	err   error
	depth int
}

// types of the compact protocol. A truth that is a field is its type.
const (
	compactTrue, compactFalse, compactByte, compactInt64      = 1, 2, 3, 6
	compactDouble, compactText, compactList, compactSet       = 7, 8, 9, 10
	compactMap, compactStruct, deepestStruct             byte = 11, 12, 64
)

var errCompact = errors.New("what it says about itself cannot be read")

func (c *compact) fail() {
	c.b, c.err = nil, errCompact
}

func (c *compact) byte() byte {
	if len(c.b) == 0 {
		c.fail()
		return 0
	}
	v := c.b[0]
	c.b = c.b[1:]
	return v
}

func (c *compact) unsigned() uint64 {
	v, n := binary.Uvarint(c.b)
	if n <= 0 {
		c.fail()
		return 0
	}
	c.b = c.b[n:]
	return v
}

// fields gives each field of a struct, whose value f has to take.
func (c *compact) fields(f func(id int16, kind byte)) {
	if c.depth++; c.depth > int(deepestStruct) {
		c.fail()
	}
	defer func() { c.depth-- }()
	id := int16(0)
	for c.err == nil {
		head := c.byte()
		if head == 0 {
			return
		}
		if delta := head >> 4; delta != 0 {
			id += int16(delta)
		} else {
			id = int16(c.zigzag())
		}
		f(id, head&0xf)
	}
}

func (c *compact) zigzag() int64 {
	v := c.unsigned()
	return int64(v>>1) ^ -int64(v&1)
}

// int takes an integer of any size.
func (c *compact) int(kind byte) int64 {
	switch {
	case kind == compactByte:
		return int64(int8(c.byte()))
	case kind > compactByte && kind <= compactInt64:
		return c.zigzag()
	}
	c.fail()
	return 0
}

func (c *compact) bool(kind byte) bool {
	if kind != compactTrue && kind != compactFalse {
		c.fail()
	}
	return kind == compactTrue
}

func (c *compact) text(kind byte) string {
	n := uint64(0)
	if kind == compactText {
		n = c.unsigned()
	}
	if kind != compactText || n > uint64(len(c.b)) {
		c.fail()
		return ""
	}
	v := string(c.b[:n])
	c.b = c.b[n:]
	return v
}

// inner gives the fields of a struct that is a field.
func (c *compact) inner(kind byte, f func(id int16, kind byte)) {
	if kind != compactStruct {
		c.fail()
		return
	}
	c.fields(f)
}

// list gives each element, whose value f has to take.
func (c *compact) list(kind byte, f func(kind byte)) {
	if kind != compactList && kind != compactSet {
		c.fail()
		return
	}
	head := c.byte()
	n := uint64(head >> 4)
	if n == 15 {
		n = c.unsigned()
	}
	for ; n > 0 && c.err == nil; n-- {
		f(head & 0xf)
	}
}

// skip takes a value that nobody asks for; in lists and maps also truths have
// a byte.
func (c *compact) skip(kind byte, within bool) {
	if c.depth++; c.depth > int(deepestStruct) {
		c.fail()
	}
	defer func() { c.depth-- }()
	switch kind {
	case compactTrue, compactFalse:
		if within {
			c.byte()
		}
	case compactByte:
		c.byte()
	case compactByte + 1, compactByte + 2, compactInt64:
		c.unsigned()
	case compactDouble:
		if len(c.b) < 8 {
			c.fail()
			return
		}
		c.b = c.b[8:]
	case compactText:
		n := c.unsigned()
		if n > uint64(len(c.b)) {
			c.fail()
			return
		}
		c.b = c.b[n:]
	case compactList, compactSet:
		c.list(kind, func(kind byte) { c.skip(kind, true) })
	case compactMap:
		n := c.unsigned()
		if n == 0 {
			return
		}
		kinds := c.byte()
		for ; n > 0 && c.err == nil; n-- {
			c.skip(kinds>>4, true)
			c.skip(kinds&0xf, true)
		}
	case compactStruct:
		c.fields(func(_ int16, kind byte) { c.skip(kind, false) })
	default:
		c.fail()
	}
}
