package event

import (
	"math"
	"strconv"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// Text is one column of a batch read as text: strings as they are, typed
// values as true/false, plain decimals and shortest floats. A missing value
// is the empty text. It is for one goroutine.
type Text struct {
	hashes   []uint64 // of ids, by code, or of the block of rows hashed; see IDHash
	hashed   int
	rowIDs   []uint64       // hashes of the ids of all rows, in place of their texts; nil where there are these
	numbers  []parsedNumber // of the block of rows that numbers were asked of; see Number
	numbered int
	constant []byte
	str      *array.String // nil unless the column is of texts
	doubles  []float64     // nil unless the column is of doubles
	arr      arrow.Array
	valid    []byte // a bit for each row of arr, from bit first on; nil: every row has a value
	first    int
	codes    []int32 // dictionary codes, that of the missing value for null; nil unless the column is a dictionary
	words    *array.String
	scratch  []byte
	style    *Style
	exact    float64 // numbers of this column are whole only below it, 0 = all are
	lost     string  // first id asked for that has lost digits
}

// NewText views a column; nil gives a column of missing values.
func NewText(a arrow.Array) *Text {
	t := &Text{arr: a, style: plainStyle, exact: exactBelow(a)}
	switch a := a.(type) {
	case nil:
	case *array.Dictionary:
		if w, ok := a.Dictionary().(*array.String); ok {
			t.words = w
			t.codes = codesOf(a, int32(w.Len()))
		}
	case *array.String:
		t.str = a
	case *array.Float64:
		t.doubles = a.Float64Values()
	}
	if a != nil && a.NullN() > 0 {
		t.valid, t.first = a.NullBitmapBytes(), a.Data().Offset()
	}
	return t
}

// null reports whether row i of a column that the batch has holds nothing.
func (t *Text) null(i int) bool {
	return t.valid != nil && t.valid[(t.first+i)>>3]>>((t.first+i)&7)&1 == 0
}

// codesOf gives every row's code, none for rows without a value.
func codesOf(a *array.Dictionary, none int32) []int32 {
	idx, plain := a.Indices().(*array.Int32)
	if plain && a.NullN() == 0 {
		return idx.Int32Values()
	}
	codes := make([]int32, a.Len())
	valid, first := a.NullBitmapBytes(), a.Data().Offset()
	null := func(i int) bool { return valid != nil && valid[(first+i)>>3]>>((first+i)&7)&1 == 0 }
	switch {
	case a.NullN() == len(codes):
		for i := range codes {
			codes[i] = none
		}
	case plain:
		for i, c := range idx.Int32Values() {
			if codes[i] = c; null(i) {
				codes[i] = none
			}
		}
	default:
		for i := range codes {
			if codes[i] = none; !null(i) {
				codes[i] = int32(a.GetValueIndex(i))
			}
		}
	}
	return codes
}

// Constant is a column that has the same text in every row.
func Constant(s string) *Text { return &Text{constant: []byte(s), style: plainStyle} }

// Hashed is a column of ids of the table of which nothing but these hashes is known, by row: what
// Style.IDHash gives of its texts.
func (s *Style) Hashed(ids []uint64) *Text { return &Text{rowIDs: ids, style: s} }

// Present reports whether the export has the column (or a constant for it).
func (t *Text) Present() bool { return t.arr != nil || t.constant != nil || t.rowIDs != nil }

// Codes returns how many distinct codes the column has, 0 unless it is a
// dictionary or a constant: then Code may be used.
func (t *Text) Codes() int {
	switch {
	case t.constant != nil:
		return 1
	case t.words != nil:
		return t.words.Len() + 1
	case t.arr == nil && t.rowIDs == nil:
		return 1
	}
	return 0
}

// Code returns the dictionary code of row i; the last code is the missing value's.
func (t *Text) Code(i int) int {
	if t.words == nil {
		return 0
	}
	return int(t.codes[i])
}

// Word returns the text behind a code.
func (t *Text) Word(code int) string {
	switch {
	case t.constant != nil:
		return notNull(string(t.constant))
	case t.words == nil || code == t.words.Len():
		return ""
	}
	return notNull(t.words.Value(code))
}

// Value returns the text of row i. It stays valid until the next call.
func (t *Text) Value(i int) string {
	switch {
	case t.constant != nil:
		return notNull(string(t.constant))
	case t.words != nil:
		return t.Word(int(t.codes[i]))
	case t.rowIDs != nil:
		panic("event: a text is asked for of a column of which only hashes are known")
	case t.arr == nil || t.null(i):
		return ""
	case t.str != nil:
		return notNull(t.str.Value(i))
	}
	t.scratch = appendTyped(t.scratch[:0], t.arr, i)
	return string(t.scratch)
}

func notNull(s string) string {
	if len(s) == len(nullText) && s == nullText {
		return ""
	}
	return s
}

// appendTyped writes a typed value as the contract says text and types compare.
func appendTyped(b []byte, a arrow.Array, i int) []byte {
	switch a := a.(type) {
	case *array.LargeString:
		return append(b, a.Value(i)...)
	case *array.Binary:
		return append(b, a.Value(i)...)
	case *array.Boolean:
		return strconv.AppendBool(b, a.Value(i))
	case *array.Int8:
		return strconv.AppendInt(b, int64(a.Value(i)), 10)
	case *array.Int16:
		return strconv.AppendInt(b, int64(a.Value(i)), 10)
	case *array.Int32:
		return strconv.AppendInt(b, int64(a.Value(i)), 10)
	case *array.Int64:
		return strconv.AppendInt(b, a.Value(i), 10)
	case *array.Uint8:
		return strconv.AppendUint(b, uint64(a.Value(i)), 10)
	case *array.Uint16:
		return strconv.AppendUint(b, uint64(a.Value(i)), 10)
	case *array.Uint32:
		return strconv.AppendUint(b, uint64(a.Value(i)), 10)
	case *array.Uint64:
		return strconv.AppendUint(b, a.Value(i), 10)
	case *array.Float32:
		return appendFloat(b, float64(a.Value(i)), 32)
	case *array.Float64:
		return appendFloat(b, a.Value(i), 64)
	case *array.Timestamp:
		return time.UnixMicro(micros(a, i)).UTC().AppendFormat(b, time.RFC3339Nano)
	case *array.Date32:
		return a.Value(i).ToTime().AppendFormat(b, time.DateOnly)
	case *array.Decimal128:
		return AppendDecimal128(b, a.Value(i), a.DataType().(*arrow.Decimal128Type).Scale)
	}
	return append(b, a.ValueStr(i)...)
}

func appendFloat(b []byte, v float64, bits int) []byte {
	switch {
	case v != v: // missing, as in JSON and in frames of data
		return b
	case math.IsInf(v, 0): // as JSON and Python spell it, the same for every format
		if v < 0 {
			b = append(b, '-')
		}
		return append(b, "Infinity"...)
	}
	return strconv.AppendFloat(b, v, 'f', -1, bits)
}

func micros(a *array.Timestamp, i int) int64 {
	v := int64(a.Value(i))
	switch a.DataType().(*arrow.TimestampType).Unit {
	case arrow.Second:
		return saturated(v, 1_000_000)
	case arrow.Millisecond:
		return saturated(v, 1_000)
	case arrow.Nanosecond:
		return floorDiv(v, 1_000)
	}
	return v
}

// saturated multiplies; what does not fit is as far off as can be, not a time by chance.
func saturated(v, by int64) int64 {
	if v > math.MaxInt64/by || v < math.MinInt64/by {
		return math.MaxInt64
	}
	return v * by
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
