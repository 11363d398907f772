package format

import (
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/bitutil"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// plainArray gives an array as one of the types that Batch promises. Its
// error goes on after "column … of …".
func plainArray(a arrow.Array) (arrow.Array, error) {
	if err := sound(a); err != nil {
		return nil, err
	}
	switch a := a.(type) {
	case *array.String, *array.Boolean, *array.Timestamp, *array.Date32, *array.Decimal128,
		*array.Int8, *array.Int16, *array.Int32, *array.Int64, *array.Uint8, *array.Uint16, *array.Uint32, *array.Uint64,
		*array.Float32, *array.Float64:
		return a, nil
	case *array.Binary:
		d := a.Data()
		return array.NewStringData(array.NewData(arrow.BinaryTypes.String, d.Len(), d.Buffers(), nil, a.NullN(), d.Offset())), nil
	case *array.LargeString:
		return texts(a, a.Value)
	case *array.LargeBinary:
		return texts(a, func(i int) string { return string(a.Value(i)) })
	case *array.Dictionary:
		return dictionary(a)
	case *array.Null:
		return texts(a, nil)
	case *array.Float16:
		b := array.NewFloat32Builder(memory.DefaultAllocator)
		for i := range a.Len() {
			b.Append(a.Value(i).Float32())
		}
		return withNulls(b.NewArray(), a.IsNull), nil
	case *array.Date64:
		b := array.NewTimestampBuilder(memory.DefaultAllocator, &arrow.TimestampType{Unit: arrow.Millisecond})
		for i := range a.Len() {
			b.Append(arrow.Timestamp(a.Value(i)))
		}
		return withNulls(b.NewArray(), a.IsNull), nil
	case *array.List, *array.LargeList, *array.FixedSizeList, *array.Map:
		return nil, fmt.Errorf("holds lists, where one value a row is expected; unnest it in the export")
	}
	return nil, fmt.Errorf("is of the type %s, which has no reading here; export it as text or as a number", a.DataType())
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
	case *array.Decimal128:
		if s := a.DataType().(*arrow.Decimal128Type).Scale; s < 0 || s > 38 {
			return fmt.Errorf("is a decimal with %d digits behind its point, where 0 to 38 can be read; export it as text or as a double", s)
		}
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

// texts copies values into a String array.
func texts(a arrow.Array, value func(int) string) (arrow.Array, error) {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	for i := range a.Len() {
		if value == nil || a.IsNull(i) {
			b.AppendNull()
			continue
		}
		b.Append(value(i))
	}
	return b.NewArray(), nil
}

// dictionary gives codes as int32 and texts as String.
func dictionary(a *array.Dictionary) (arrow.Array, error) {
	values, err := plainArray(a.Dictionary())
	if err != nil {
		return nil, err
	}
	texts, ok := values.(*array.String)
	if !ok {
		return nil, fmt.Errorf("is a dictionary of %s, where only text is read from dictionaries; export it plainly", values.DataType())
	}
	if texts.Len() == 0 || texts.NullN() > 0 {
		col := newTextColumn(true)
		for i := range a.Len() {
			if a.IsNull(i) || texts.IsNull(a.GetValueIndex(i)) {
				col.addNull()
			} else {
				col.add([]byte(texts.Value(a.GetValueIndex(i))))
			}
		}
		return col.array(), nil
	}
	codes := make([]int32, a.Len())
	for i := range codes {
		if a.IsNull(i) {
			continue
		}
		code := a.GetValueIndex(i)
		if code < 0 || code >= texts.Len() {
			return nil, fmt.Errorf("points outside its dictionary; the file is damaged")
		}
		codes[i] = int32(code)
	}
	return dictionaryArray(codes, validBits(a.Len(), a.IsNull), a.NullN(), texts), nil
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
		return array.NewDictionaryData(array.NewDataWithDictionary(d.DataType(), d.Len(), buffers, nulls, d.Offset(), dict.Dictionary().Data().(*array.Data)))
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
