package format

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
)

// writeColumn hands an array to the writer of its column.
func writeColumn(w file.ColumnChunkWriter, a arrow.Array) error {
	switch w := w.(type) {
	case *file.BooleanColumnChunkWriter:
		return put(w, a, a.(*array.Boolean).Value)
	case *file.Int32ColumnChunkWriter:
		return putInt32s(w, a)
	case *file.Int64ColumnChunkWriter:
		return putInt64s(w, a)
	case *file.Float32ColumnChunkWriter:
		return put(w, a, a.(*array.Float32).Value)
	case *file.Float64ColumnChunkWriter:
		return put(w, a, a.(*array.Float64).Value)
	case *file.ByteArrayColumnChunkWriter:
		text := a.(*array.String)
		return put(w, a, func(i int) parquet.ByteArray { return parquet.ByteArray(text.Value(i)) })
	case *file.FixedLenByteArrayColumnChunkWriter:
		d, width := a.(*array.Decimal128), w.Descr().TypeLength()
		return put(w, a, func(i int) parquet.FixedLenByteArray {
			n := d.Value(i)
			b := binary.BigEndian.AppendUint64(nil, uint64(n.HighBits()))
			return binary.BigEndian.AppendUint64(b, n.LowBits())[16-width:]
		})
	}
	return notWritten(a)
}

func putInt32s(w *file.Int32ColumnChunkWriter, a arrow.Array) error {
	switch a := a.(type) {
	case *array.Int8:
		return put(w, a, func(i int) int32 { return int32(a.Value(i)) })
	case *array.Int16:
		return put(w, a, func(i int) int32 { return int32(a.Value(i)) })
	case *array.Int32:
		return put(w, a, a.Value)
	case *array.Uint8:
		return put(w, a, func(i int) int32 { return int32(a.Value(i)) })
	case *array.Uint16:
		return put(w, a, func(i int) int32 { return int32(a.Value(i)) })
	case *array.Uint32:
		return put(w, a, func(i int) int32 { return int32(a.Value(i)) })
	case *array.Date32:
		return put(w, a, func(i int) int32 { return int32(a.Value(i)) })
	}
	return notWritten(a)
}

func putInt64s(w *file.Int64ColumnChunkWriter, a arrow.Array) error {
	switch a := a.(type) {
	case *array.Int64:
		return put(w, a, a.Value)
	case *array.Uint64:
		return put(w, a, func(i int) int64 { return int64(a.Value(i)) })
	case *array.Timestamp:
		times := int64(1)
		if a.DataType().(*arrow.TimestampType).Unit == arrow.Second { // for which Parquet has no unit
			times = 1000
		}
		return put(w, a, func(i int) int64 { return int64(a.Value(i)) * times })
	}
	return notWritten(a)
}

func notWritten(a arrow.Array) error {
	return fmt.Errorf("values of the type %s are not written", a.DataType())
}

// valueWriter is what the writers of all types have.
type valueWriter[T any] interface {
	file.ColumnChunkWriter
	WriteBatch(values []T, definition, repetition []int16) (int64, error)
}

// put writes the values of an array, and where the column may be without one,
// which rows have one.
func put[T any](w valueWriter[T], a arrow.Array, value func(int) T) error {
	values := make([]T, 0, a.Len()-a.NullN())
	var has []int16
	if w.Descr().MaxDefinitionLevel() > 0 {
		has = make([]int16, a.Len())
	}
	for i := range a.Len() {
		if a.IsNull(i) {
			if has == nil {
				return errors.New("a row has no value, where the column promises one in every row")
			}
			continue
		}
		if has != nil {
			has[i] = 1
		}
		values = append(values, value(i))
	}
	_, err := w.WriteBatch(values, has, nil)
	return err
}
