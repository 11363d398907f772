package format

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/bitutil"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/ingest/event"
)

// plain gives an array as one of the types that Batch promises. Its error
// goes on after "column … of …".
func (k ipcKind) plain(a arrow.Array) (arrow.Array, error) {
	if err := sound(a); err != nil {
		return nil, err
	}
	if k.hidden != nil {
		switch a := a.(type) {
		case *array.Int32, *array.Uint32, *array.Int64, *array.Uint64:
			return smallDecimal(a, &k.hidden.Decimal128Type), nil
		case *array.FixedSizeBinary:
			return k.hidden.wide(a)
		}
	}
	switch a := a.(type) {
	case *array.Boolean, *array.Timestamp, *array.Date32,
		*array.Int8, *array.Int16, *array.Int32, *array.Int64, *array.Uint8, *array.Uint16, *array.Uint32,
		*array.Uint64,
		*array.Float32, *array.Float64:
		return a, nil
	case *array.String:
		return asText(a, false), nil
	case *array.Binary:
		d := a.Data()
		return asText(array.NewStringData(array.NewData(arrow.BinaryTypes.String, d.Len(), d.Buffers(), nil, a.NullN(),
			d.Offset())), true), nil
	case *array.LargeString:
		return texts(a, func(dst []byte, i int) []byte { return appendUTF8(dst, []byte(a.Value(i))) })
	case *array.StringView:
		return texts(a, func(dst []byte, i int) []byte { return appendUTF8(dst, []byte(a.Value(i))) })
	case *array.LargeBinary:
		return texts(a, func(dst []byte, i int) []byte { return appendRaw(dst, a.Value(i)) })
	case *array.BinaryView:
		return texts(a, func(dst []byte, i int) []byte { return appendRaw(dst, a.Value(i)) })
	case *array.FixedSizeBinary:
		if k.uuid && a.DataType().(*arrow.FixedSizeBinaryType).ByteWidth == 16 {
			return texts(a, func(dst []byte, i int) []byte { return appendUUID(dst, a.Value(i)) })
		}
		return texts(a, func(dst []byte, i int) []byte { return appendFixed(dst, a.Value(i)) })
	case *array.Decimal128:
		if s := a.DataType().(*arrow.Decimal128Type).Scale; s < 0 || s > 38 {
			return texts(a, func(dst []byte, i int) []byte { return event.AppendDecimal(dst, a.Value(i).BigInt(), s) })
		}
		return a, nil
	case *array.Decimal256:
		s := a.DataType().(*arrow.Decimal256Type).Scale
		return texts(a, func(dst []byte, i int) []byte { return event.AppendDecimal(dst, a.Value(i).BigInt(), s) })
	case *array.Dictionary:
		return k.dictionary(a)
	case *array.RunEndEncoded:
		return k.runs(a)
	case *array.Null:
		return texts(a, nil)
	case *array.Float16:
		b := array.NewFloat32Builder(memory.DefaultAllocator)
		for i := range a.Len() {
			b.Append(a.Value(i).Float32())
		}
		return withNulls(b.NewArray(), a.IsNull), nil
	case *array.Date64:
		return days(a), nil
	case *array.Time32:
		unit := int64(time.Second / a.DataType().(*arrow.Time32Type).Unit.Multiplier())
		return texts(a, func(dst []byte, i int) []byte { return appendClock(dst, int64(a.Value(i)), unit) })
	case *array.Time64:
		unit := int64(time.Second / a.DataType().(*arrow.Time64Type).Unit.Multiplier())
		return texts(a, func(dst []byte, i int) []byte { return appendClock(dst, int64(a.Value(i)), unit) })
	case *array.Duration:
		return nil, fmt.Errorf("is a length of time (%s), of which is not known in what unit it is meant here; "+
			"export it as a number of the unit that is meant", a.DataType())
	case *array.List, *array.LargeList, *array.FixedSizeList, *array.Map, *array.ListView, *array.LargeListView:
		return nil, errLists
	}
	return nil, fmt.Errorf("is of the type %s, which has no reading here; export it as text or as a number",
		a.DataType())
}

// days gives dates that are counted in milliseconds as days; times, where
// some are of no whole day.
func days(a *array.Date64) arrow.Array {
	const day = 86_400_000
	b := array.NewDate32Builder(memory.DefaultAllocator)
	for i := range a.Len() {
		if v := int64(a.Value(i)); v%day == 0 || a.IsNull(i) {
			b.Append(arrow.Date32(v / day))
			continue
		}
		t := array.NewTimestampBuilder(memory.DefaultAllocator, &arrow.TimestampType{Unit: arrow.Millisecond})
		for i := range a.Len() {
			t.Append(arrow.Timestamp(a.Value(i)))
		}
		return withNulls(t.NewArray(), a.IsNull)
	}
	return withNulls(b.NewArray(), a.IsNull)
}

// smallDecimal gives integers as the decimals that they are.
func smallDecimal(a arrow.Array, t *arrow.Decimal128Type) arrow.Array {
	value := func(i int) int64 { return 0 }
	switch a := a.(type) {
	case *array.Int32:
		value = func(i int) int64 { return int64(a.Value(i)) }
	case *array.Uint32:
		value = func(i int) int64 { return int64(int32(a.Value(i))) }
	case *array.Int64:
		value = a.Value
	case *array.Uint64:
		value = func(i int) int64 { return int64(a.Value(i)) }
	}
	if t.Scale < 0 || t.Scale > 38 {
		text, _ := texts(a, func(dst []byte, i int) []byte {
			return event.AppendDecimal(dst, big.NewInt(value(i)), t.Scale)
		})
		return text
	}
	b := array.NewDecimal128Builder(memory.DefaultAllocator, t)
	for i := range a.Len() {
		b.Append(decimal128.FromI64(value(i)))
	}
	return withNulls(b.NewArray(), a.IsNull)
}

// wide gives integers of 128 bits, which lie in memory with the lowest byte
// first, as decimals; as text where some are too large for those.
func (n *hiddenNumber) wide(a *array.FixedSizeBinary) (arrow.Array, error) {
	b := array.NewDecimal128Builder(memory.DefaultAllocator, &n.Decimal128Type)
	for i := range a.Len() {
		if a.IsNull(i) {
			b.AppendNull()
			continue
		}
		v := a.Value(i)
		high := binary.LittleEndian.Uint64(v[8:])
		if n.unsigned && high > math.MaxInt64 {
			return texts(a, func(dst []byte, i int) []byte {
				v := slices.Clone(a.Value(i))
				slices.Reverse(v)
				return new(big.Int).SetBytes(v).Append(dst, 10)
			})
		}
		b.Append(decimal128.New(int64(high), binary.LittleEndian.Uint64(v)))
	}
	return b.NewArray(), nil
}

// sound checks what the library leaves to whoever looks at a value: that the
// bits are as many as the rows, and that texts lie within their bytes.
func sound(a arrow.Array) error {
	d := a.Data()
	if d.Len() == 0 {
		return nil
	}
	bits := (d.Offset() + d.Len() + 7) / 8
	if len(d.Buffers()) > 0 && d.Buffers()[0] != nil && d.NullN() != 0 && d.Buffers()[0].Len() < bits {
		return errUnsound
	}
	switch a := a.(type) {
	case *array.Boolean:
		if d.Buffers()[1] == nil || d.Buffers()[1].Len() < bits {
			return errUnsound
		}
	case *array.String:
		return soundOffsets(a.ValueOffsets(), d.Buffers()[2])
	case *array.Binary:
		return soundOffsets(a.ValueOffsets(), d.Buffers()[2])
	}
	return nil
}

var errUnsound = errors.New("points outside its own data; the file is damaged")

func soundOffsets(offsets []int32, bytes *memory.Buffer) error {
	last, size := int32(0), 0
	if bytes != nil {
		size = bytes.Len()
	}
	for _, at := range offsets {
		if at < last || int(at) > size {
			return errUnsound
		}
		last = at
	}
	return nil
}

// texts gives what value appends for each row as text; nil gives none.
func texts(a arrow.Array, value func(dst []byte, i int) []byte) (arrow.Array, error) {
	col := newTextColumn(false)
	var scratch []byte
	for i := range a.Len() {
		if value == nil || a.IsNull(i) {
			col.addNull()
			continue
		}
		scratch = value(scratch[:0], i)
		if len(col.bytes)+len(scratch) > 1<<31-1 {
			return nil, errTooMuchText
		}
		col.add(scratch)
	}
	return col.array(), nil
}

// encode gives text as codes.
func encode(s *array.String) arrow.Array {
	col := newTextColumn(true)
	for i := range s.Len() {
		if s.IsNull(i) {
			col.addNull()
			continue
		}
		col.add([]byte(s.Value(i)))
	}
	return col.array()
}

// withNulls gives a with nulls also where missing says so.
func withNulls(a arrow.Array, missing func(int) bool) arrow.Array {
	nulls := 0
	isNull := func(i int) bool { return a.IsNull(i) || missing(i) }
	for i := range a.Len() {
		if isNull(i) {
			nulls++
		}
	}
	d := a.Data()
	valid := validBits(d.Offset()+a.Len(), func(i int) bool { return i >= d.Offset() && isNull(i-d.Offset()) })
	buffers := append([]*memory.Buffer{valid}, d.Buffers()[1:]...)
	if dict, ok := a.(*array.Dictionary); ok {
		return array.NewDictionaryData(array.NewDataWithDictionary(d.DataType(), d.Len(), buffers, nulls, d.Offset(),
			dict.Dictionary().Data().(*array.Data)))
	}
	return array.MakeFromData(array.NewData(d.DataType(), d.Len(), buffers, nil, nulls, d.Offset()))
}

func validBits(n int, isNull func(int) bool) *memory.Buffer {
	b := make([]byte, (n+7)/8)
	for i := range n {
		bitutil.SetBitTo(b, i, !isNull(i))
	}
	return memory.NewBufferBytes(b)
}
