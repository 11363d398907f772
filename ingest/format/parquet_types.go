package format

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/ingest/event"
)

// columnBuilder makes an array of a chunk's values.
type columnBuilder func(*chunk) (arrow.Array, error)

var errTooMuchText = errors.New("it has more than 2 GiB of text in one row group; write the file with smaller row " +
	"groups")

// fixedAs gives the values, whose memory already is what an array of type t
// has.
func fixedAs(t arrow.DataType) columnBuilder {
	return func(c *chunk) (arrow.Array, error) {
		return array.MakeFromData(array.NewData(t, c.rows, []*memory.Buffer{c.validity.buffer(),
			memory.NewBufferBytes(c.fixed)}, nil, c.nulls, 0)), nil
	}
}

// builderFor says what a leaf's values become. Its error goes on after
// "column … of …".
func builderFor(l *leaf) (columnBuilder, error) {
	m := l.meaning
	switch {
	case m.sense == unreadable:
		return nil, fmt.Errorf("is of the logical type %s, which has no reading here; export it as text or as a number",
			m.name)
	case m.sense == decimal && l.physical != boolean && l.physical != int96 && l.physical != float32s &&
		l.physical != float64s:
		return decimals(l), nil
	}
	switch l.physical {
	case boolean:
		return booleans, nil
	case int32s:
		switch {
		case m.sense == integer && m.unsigned:
			return fixedAs(arrow.PrimitiveTypes.Uint32), nil
		case m.sense == date:
			return fixedAs(arrow.FixedWidthTypes.Date32), nil
		case m.sense == clock:
			return clocks, nil
		}
		return fixedAs(arrow.PrimitiveTypes.Int32), nil
	case int64s:
		switch {
		case m.sense == integer && m.unsigned:
			return fixedAs(arrow.PrimitiveTypes.Uint64), nil
		case m.sense == instant:
			return fixedAs(timestampType(m)), nil
		case m.sense == clock:
			return clocks, nil
		}
		return fixedAs(arrow.PrimitiveTypes.Int64), nil
	case int96:
		return int96s, nil
	case float32s:
		return fixedAs(arrow.PrimitiveTypes.Float32), nil
	case float64s:
		return fixedAs(arrow.PrimitiveTypes.Float64), nil
	case byteArrays:
		return func(c *chunk) (arrow.Array, error) {
			return cleaned(c.text.array(c.validity.buffer(), c.nulls), m.sense != texts8), nil
		}, nil
	}
	switch {
	case m.sense == uuid && l.width == 16:
		return fixedTexts(appendUUID), nil
	case m.sense == half && l.width == 2:
		return halves, nil
	}
	return fixedTexts(appendFixed), nil
}

// cleaned gives texts, or codes of texts, with what is no text in hexadecimal.
func cleaned(a arrow.Array, raw bool) arrow.Array {
	d, ok := a.(*array.Dictionary)
	if !ok {
		return asText(a.(*array.String), raw)
	}
	words := d.Dictionary().(*array.String)
	if clean := asText(words, raw); clean != words {
		return dictionaryArray(d.Indices().(*array.Int32).Int32Values(), validBits(d.Len(), d.IsNull), d.NullN(), clean)
	}
	return d
}

func timestampType(m meaning) arrow.DataType {
	unit := map[int64]arrow.TimeUnit{1e3: arrow.Millisecond, 1e6: arrow.Microsecond, 1e9: arrow.Nanosecond}[m.perSecond]
	zone := ""
	if m.utc {
		zone = "UTC"
	}
	return &arrow.TimestampType{Unit: unit, TimeZone: zone}
}

// fixedTexts gives values of fixed width as add writes them.
func fixedTexts(add func(dst, b []byte) []byte) columnBuilder {
	return func(c *chunk) (arrow.Array, error) {
		return c.texts(func(dst []byte, i int) ([]byte, error) {
			return add(dst, c.fixed[i*c.width:(i+1)*c.width]), nil
		})
	}
}

// texts gives what add appends for each row.
func (c *chunk) texts(add func(dst []byte, i int) ([]byte, error)) (arrow.Array, error) {
	ends := make([]int32, c.rows+1)
	var all []byte
	for i := range c.rows {
		if c.has(i) {
			var err error
			if all, err = add(all, i); err != nil {
				return nil, err
			}
		}
		if len(all) > 1<<31-1 {
			return nil, errTooMuchText
		}
		ends[i+1] = int32(len(all))
	}
	return stringArray(ends, all, c.validity.buffer(), c.nulls), nil
}

// clocks gives times of day as text.
func clocks(c *chunk) (arrow.Array, error) {
	return c.texts(func(dst []byte, i int) ([]byte, error) {
		v := int64(0)
		if c.width == 4 {
			v = int64(int32(binary.LittleEndian.Uint32(c.fixed[4*i:])))
		} else {
			v = int64(binary.LittleEndian.Uint64(c.fixed[8*i:]))
		}
		return appendClock(dst, v, c.leaf.meaning.perSecond), nil
	})
}

// halves widens floats of 16 bits.
func halves(c *chunk) (arrow.Array, error) {
	v := make([]float32, c.rows)
	for i, h := range arrow.Float16Traits.CastFromBytes(c.fixed) {
		v[i] = h.Float32()
	}
	c.fixed = bytesOf(v)
	return fixedAs(arrow.PrimitiveTypes.Float32)(c)
}

func booleans(c *chunk) (arrow.Array, error) {
	b := make([]byte, (c.rows+7)/8)
	for i, v := range c.fixed {
		b[i/8] |= v << (i % 8)
	}
	return array.NewBooleanData(array.NewData(arrow.FixedWidthTypes.Boolean, c.rows,
		[]*memory.Buffer{c.validity.buffer(), memory.NewBufferBytes(b)}, nil, c.nulls, 0)), nil
}

// int96s are times as Impala and old Spark wrote them, in UTC: nanoseconds
// of the day, and the Julian day. They come as microseconds, floored: in
// nanoseconds not every day has a number.
func int96s(c *chunk) (arrow.Array, error) {
	const epoch = 2440588 // the Julian day of 1970-01-01
	v := make([]int64, c.rows)
	for i := range v {
		b := c.fixed[12*i:]
		day := int64(binary.LittleEndian.Uint32(b[8:])) - epoch
		v[i] = day*86_400_000_000 + int64(binary.LittleEndian.Uint64(b))/1000
	}
	c.fixed = bytesOf(v)
	return fixedAs(arrow.FixedWidthTypes.Timestamp_us)(c)
}

// decimals reads decimals from integers of 4 and 8 bytes and from big-endian
// bytes of any number; as text what 128 bits or 38 digits may not hold.
func decimals(l *leaf) columnBuilder {
	precision, scale := l.meaning.precision, l.meaning.scale
	if scale < 0 || scale > 38 || precision < 1 || precision > 38 || l.physical == fixedBytes && l.width > 16 {
		return func(c *chunk) (arrow.Array, error) {
			if scale < -1<<10 || scale > 1<<10 {
				return nil, fmt.Errorf("it is a decimal with %d digits behind its point, which cannot be right; the "+
					"file is damaged", scale)
			}
			return c.texts(func(dst []byte, i int) ([]byte, error) {
				return event.AppendDecimal(dst, wholeNumber(c.bigEndian(i)), int32(scale)), nil
			})
		}
	}
	t := &arrow.Decimal128Type{Precision: int32(precision), Scale: int32(scale)}
	return func(c *chunk) (arrow.Array, error) {
		out := make([]decimal128.Num, c.rows)
		for i := range out {
			switch c.leaf.physical {
			case int32s:
				out[i] = decimal128.FromI64(int64(int32(binary.LittleEndian.Uint32(c.fixed[4*i:]))))
			case int64s:
				out[i] = decimal128.FromI64(int64(binary.LittleEndian.Uint64(c.fixed[8*i:])))
			default:
				var ok bool
				if out[i], ok = bigEndian(c.bigEndian(i)); !ok {
					return nil, fmt.Errorf("row %d of the group has a decimal of more than the %d digits that the "+
						"column allows; the file is damaged", i+1, precision)
				}
			}
		}
		b := arrow.Decimal128Traits.CastToBytes(out)
		return array.NewDecimal128Data(array.NewData(t, c.rows, []*memory.Buffer{c.validity.buffer(),
			memory.NewBufferBytes(b)}, nil, c.nulls, 0)), nil
	}
}

// bigEndian gives the bytes of row i, the highest first.
func (c *chunk) bigEndian(i int) []byte {
	switch c.leaf.physical {
	case int32s, int64s:
		b := bytes.Clone(c.fixed[i*c.width : (i+1)*c.width])
		slices.Reverse(b)
		return b
	case fixedBytes:
		return c.fixed[i*c.width : (i+1)*c.width]
	}
	return c.text.at(i)
}

// wholeNumber reads a number of any size in two's complement.
func wholeNumber(b []byte) *big.Int {
	n := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	return n
}

// bigEndian reads a number in two's complement, which is not ok where it has
// more than 128 bits.
func bigEndian(b []byte) (n decimal128.Num, ok bool) {
	var high int64
	var low uint64
	if len(b) > 0 && b[0]&0x80 != 0 {
		high, low = -1, ^uint64(0)
	}
	sign := byte(high)
	for len(b) > 16 {
		if b[0] != sign || b[1]&0x80 != sign&0x80 {
			return n, false
		}
		b = b[1:]
	}
	for _, c := range b {
		high = high<<8 | int64(low>>56)
		low = low<<8 | uint64(c)
	}
	return decimal128.New(high, low), true
}
