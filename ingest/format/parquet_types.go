package format

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/schema"
)

// columnBuilder makes an array of a chunk's values.
type columnBuilder func(*chunk) (arrow.Array, error)

var errTooMuchText = errors.New("it has more than 2 GiB of text in one row group; write the file with smaller row groups")

// validity gives the chunk's bits as Arrow wants them: nothing when all rows
// have a value.
func (c *chunk) validity() *memory.Buffer {
	if c.nulls == 0 {
		return nil
	}
	return memory.NewBufferBytes(c.valid)
}

// fixedAs gives the values, whose memory already is what an array of type t
// has.
func fixedAs(t arrow.DataType) columnBuilder {
	return func(c *chunk) (arrow.Array, error) {
		return array.MakeFromData(array.NewData(t, c.rows, []*memory.Buffer{c.validity(), memory.NewBufferBytes(c.fixed)}, nil, c.nulls, 0)), nil
	}
}

// builderFor says what a leaf's values become. Its error goes on after
// "column … of …".
func builderFor(leaf *schema.Column) (columnBuilder, error) {
	logical := leaf.LogicalType()
	if d, ok := logical.(*schema.DecimalLogicalType); ok {
		if d.Precision() > 38 {
			return nil, fmt.Errorf("is a decimal of %d digits, where at most 38 can be read; export it as text or as a double", d.Precision())
		}
		if d.Scale() < 0 || d.Scale() > 38 {
			return nil, fmt.Errorf("is a decimal with %d digits behind its point, where 0 to 38 can be read; export it as text or as a double", d.Scale())
		}
		return decimals(&arrow.Decimal128Type{Precision: d.Precision(), Scale: d.Scale()}), nil
	}
	switch leaf.PhysicalType() {
	case parquet.Types.Boolean:
		return booleans, nil
	case parquet.Types.Int32:
		if i, ok := logical.(*schema.IntLogicalType); ok && !i.IsSigned() {
			return fixedAs(arrow.PrimitiveTypes.Uint32), nil
		}
		if _, ok := logical.(schema.DateLogicalType); ok {
			return fixedAs(arrow.FixedWidthTypes.Date32), nil
		}
		return fixedAs(arrow.PrimitiveTypes.Int32), nil
	case parquet.Types.Int64:
		if i, ok := logical.(*schema.IntLogicalType); ok && !i.IsSigned() {
			return fixedAs(arrow.PrimitiveTypes.Uint64), nil
		}
		if t, ok := logical.(*schema.TimestampLogicalType); ok {
			return fixedAs(timestampType(t)), nil
		}
		return fixedAs(arrow.PrimitiveTypes.Int64), nil
	case parquet.Types.Int96:
		return int96s, nil
	case parquet.Types.Float:
		return fixedAs(arrow.PrimitiveTypes.Float32), nil
	case parquet.Types.Double:
		return fixedAs(arrow.PrimitiveTypes.Float64), nil
	case parquet.Types.ByteArray:
		return func(c *chunk) (arrow.Array, error) { return c.text.array(c.validity(), c.nulls), nil }, nil
	case parquet.Types.FixedLenByteArray:
		if _, ok := logical.(schema.UUIDLogicalType); ok && leaf.TypeLength() == 16 {
			return uuids, nil
		}
	}
	return nil, errors.New("is bytes of fixed width, which have no reading as text; export it as text")
}

func timestampType(t *schema.TimestampLogicalType) arrow.DataType {
	unit := map[schema.TimeUnitType]arrow.TimeUnit{schema.TimeUnitMillis: arrow.Millisecond, schema.TimeUnitMicros: arrow.Microsecond, schema.TimeUnitNanos: arrow.Nanosecond}[t.TimeUnit()]
	zone := ""
	if t.IsAdjustedToUTC() {
		zone = "UTC"
	}
	return &arrow.TimestampType{Unit: unit, TimeZone: zone}
}

func booleans(c *chunk) (arrow.Array, error) {
	b := make([]byte, (c.rows+7)/8)
	for i, v := range c.fixed {
		b[i/8] |= v << (i % 8)
	}
	return array.NewBooleanData(array.NewData(arrow.FixedWidthTypes.Boolean, c.rows, []*memory.Buffer{c.validity(), memory.NewBufferBytes(b)}, nil, c.nulls, 0)), nil
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

func uuids(c *chunk) (arrow.Array, error) {
	col := newTextColumn(false)
	for i := range c.rows {
		b := c.fixed[16*i : 16*i+16]
		col.add(fmt.Appendf(nil, "%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]))
	}
	return stringArray(col.ends, col.bytes, c.validity(), c.nulls), nil
}

// decimals reads decimals from integers of 4 and 8 bytes and from big-endian
// bytes of any number.
func decimals(t *arrow.Decimal128Type) columnBuilder {
	return func(c *chunk) (arrow.Array, error) {
		out := make([]decimal128.Num, c.rows)
		switch {
		case c.leaf.PhysicalType() == parquet.Types.Int32:
			for i := range out {
				out[i] = decimal128.FromI64(int64(int32(binary.LittleEndian.Uint32(c.fixed[4*i:]))))
			}
		case c.leaf.PhysicalType() == parquet.Types.Int64:
			for i := range out {
				out[i] = decimal128.FromI64(int64(binary.LittleEndian.Uint64(c.fixed[8*i:])))
			}
		case c.leaf.PhysicalType() == parquet.Types.FixedLenByteArray:
			for i := range out {
				out[i] = bigEndian(c.fixed[c.width*i : c.width*(i+1)])
			}
		default:
			c.text.decimals(out)
		}
		b := arrow.Decimal128Traits.CastToBytes(out)
		return array.NewDecimal128Data(array.NewData(t, c.rows, []*memory.Buffer{c.validity(), memory.NewBufferBytes(b)}, nil, c.nulls, 0)), nil
	}
}

// decimals reads every value as a big-endian number; no value gives zero.
func (t *textValues) decimals(out []decimal128.Num) {
	for i := range out {
		if t.repeats {
			if t.words != nil {
				out[i] = bigEndian(t.words.at(t.codes[i]))
			} else if len(t.dictEnds) > 0 {
				out[i] = bigEndian(t.dictAt(t.codes[i]))
			}
			continue
		}
		start := int32(0)
		if i > 0 {
			start = t.ends[i-1]
		}
		out[i] = bigEndian(t.bytes[start:t.ends[i]])
	}
}

// bigEndian reads a number in two's complement. Of more than 16 bytes only
// the last count: a decimal of 38 digits needs no more.
func bigEndian(b []byte) decimal128.Num {
	var high int64
	var low uint64
	if len(b) > 0 && b[0]&0x80 != 0 {
		high, low = -1, ^uint64(0)
	}
	for _, c := range b {
		high = high<<8 | int64(low>>56)
		low = low<<8 | uint64(c)
	}
	return decimal128.New(high, low)
}
