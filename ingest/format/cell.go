package format

import (
	"math"
	"strconv"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"uptake/ingest/event"
)

// cellWriter appends the text of row i of one column, which is not null.
type cellWriter struct {
	add    func(dst []byte, i int) []byte
	quoted bool // in JSON it stands in quotes
	text   bool // it may hold anything; what is not text needs no escapes
	value  func(i int) string
}

// newCellWriter gives the cells of an array. NewWriter has checked its type.
func newCellWriter(a arrow.Array) cellWriter {
	switch a := a.(type) {
	case *array.String:
		return textCells(a.Value)
	case *array.Dictionary:
		texts := a.Dictionary().(*array.String)
		return textCells(func(i int) string { return texts.Value(a.GetValueIndex(i)) })
	case *array.Int8:
		return intCells(func(i int) int64 { return int64(a.Value(i)) })
	case *array.Int16:
		return intCells(func(i int) int64 { return int64(a.Value(i)) })
	case *array.Int32:
		return intCells(func(i int) int64 { return int64(a.Value(i)) })
	case *array.Int64:
		return intCells(a.Value)
	case *array.Uint8:
		return intCells(func(i int) int64 { return int64(a.Value(i)) })
	case *array.Uint16:
		return intCells(func(i int) int64 { return int64(a.Value(i)) })
	case *array.Uint32:
		return intCells(func(i int) int64 { return int64(a.Value(i)) })
	case *array.Uint64:
		return cellWriter{add: func(dst []byte, i int) []byte { return strconv.AppendUint(dst, a.Value(i), 10) }}
	case *array.Float32:
		return cellWriter{add: func(dst []byte, i int) []byte { return appendFloat(dst, float64(a.Value(i)), 32) }}
	case *array.Float64:
		return cellWriter{add: func(dst []byte, i int) []byte { return appendFloat(dst, a.Value(i), 64) }}
	case *array.Boolean:
		return cellWriter{add: func(dst []byte, i int) []byte { return strconv.AppendBool(dst, a.Value(i)) }}
	case *array.Date32:
		return cellWriter{quoted: true,
			add: func(dst []byte, i int) []byte { return a.Value(i).ToTime().AppendFormat(dst, time.DateOnly) }}
	case *array.Timestamp:
		unit := a.DataType().(*arrow.TimestampType).Unit
		return cellWriter{quoted: true, add: func(dst []byte, i int) []byte {
			return a.Value(i).ToTime(unit).AppendFormat(dst, "2006-01-02T15:04:05.000000Z")
		}}
	case *array.Decimal128:
		scale := a.DataType().(*arrow.Decimal128Type).Scale
		return cellWriter{add: func(dst []byte, i int) []byte { return event.AppendDecimal128(dst, a.Value(i), scale) }}
	}
	panic("format: a column of the type " + a.DataType().String() + " reached the writer")
}

func textCells(value func(int) string) cellWriter {
	return cellWriter{quoted: true, text: true, value: value, add: func(dst []byte, i int) []byte {
		return append(dst, value(i)...)
	}}
}

func intCells(value func(int) int64) cellWriter {
	return cellWriter{add: func(dst []byte, i int) []byte { return strconv.AppendInt(dst, value(i), 10) }}
}

// appendFloat writes the shortest decimal that reads back the same; what JSON
// has no number for is null there and empty in CSV, so it is left out.
func appendFloat(dst []byte, v float64, bits int) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return dst
	}
	form := byte('f')
	if abs := math.Abs(v); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		form = 'e'
	}
	return strconv.AppendFloat(dst, v, form, -1, bits)
}
