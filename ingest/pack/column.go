package pack

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/bitutil"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// A column of a block is written as Arrow has it in memory, every buffer at a multiple of
// eight bytes, so that it is viewed where it is read to. Codes take one or two bytes
// where so many are enough.
//
//	tag, two bytes that its type needs, width of codes | rows | nulls | bytes of text
//	the zone's name of a timestamp
//	validity, where there are nulls
//	values, or codes and the dictionary as another such column

const head = 16

var errColumn = errors.New("a column does not hold what it says")

// appendArray writes an array behind b.
func appendArray(b []byte, a arrow.Array) ([]byte, error) {
	n, nulls, data := a.Len(), a.NullN(), a.Data()
	at := len(b)
	b = append(b, make([]byte, head)...)
	h := b[at : at+head]
	h[0] = byte(a.DataType().ID())
	binary.LittleEndian.PutUint32(h[4:], uint32(n))
	binary.LittleEndian.PutUint32(h[8:], uint32(nulls))
	switch t := a.DataType().(type) {
	case *arrow.TimestampType:
		h[1] = byte(t.Unit)
		binary.LittleEndian.PutUint32(h[12:], uint32(len(t.TimeZone)))
		b = padded(append(b, t.TimeZone...))
	case *arrow.Decimal128Type:
		h[1], h[2] = byte(t.Precision), byte(t.Scale)
	}
	if nulls > 0 {
		b = appendBits(b, data.Buffers()[0].Bytes(), data.Offset(), n)
	}
	switch a := a.(type) {
	case *array.String:
		return appendText(b, at, a), nil
	case *array.Dictionary:
		words, ok := a.Dictionary().(*array.String)
		if !ok {
			return nil, fmt.Errorf("a dictionary of %s is not packed", a.Dictionary().DataType())
		}
		b[at+3] = codeWidth(words.Len())
		return appendArray(appendCodes(b, a, b[at+3]), words)
	case *array.Boolean:
		return appendBits(b, data.Buffers()[1].Bytes(), data.Offset(), n), nil
	case *array.Int8, *array.Int16, *array.Int32, *array.Int64, *array.Uint8, *array.Uint16, *array.Uint32,
		*array.Uint64,
		*array.Float32, *array.Float64, *array.Timestamp, *array.Date32, *array.Decimal128:
		w := a.DataType().(arrow.FixedWidthDataType).Bytes()
		if n == 0 {
			return b, nil
		}
		return padded(append(b, data.Buffers()[1].Bytes()[data.Offset()*w:(data.Offset()+n)*w]...)), nil
	}
	return nil, fmt.Errorf("a column of the type %s is not packed", a.DataType())
}

func padded(b []byte) []byte {
	return append(b, make([]byte, -len(b)&7)...)
}

// appendBits writes n bits from one on.
func appendBits(b, bits []byte, from, n int) []byte {
	size := (n + 7) / 8
	at := len(b)
	b = append(b, make([]byte, size)...)
	if from&7 == 0 {
		copy(b[at:], bits[from/8:from/8+size])
	} else {
		bitutil.CopyBitmap(bits, from, n, b[at:], 0)
	}
	return padded(b)
}

func appendText(b []byte, at int, a *array.String) []byte {
	first := int32(0)
	if a.Len() > 0 {
		first = int32(a.ValueOffset(0))
	}
	last := first
	for i := range a.Len() + 1 {
		if a.Len() > 0 {
			last = int32(a.ValueOffset(i))
		}
		b = binary.LittleEndian.AppendUint32(b, uint32(last-first))
	}
	b = padded(b)
	binary.LittleEndian.PutUint32(b[at+12:], uint32(last-first))
	if last == first {
		return b
	}
	return padded(append(b, a.Data().Buffers()[2].Bytes()[first:last]...))
}

func codeWidth(words int) byte {
	switch {
	case words <= 1<<8:
		return 1
	case words <= 1<<16:
		return 2
	}
	return 4
}

func appendCodes(b []byte, a *array.Dictionary, width byte) []byte {
	for i := range a.Len() {
		code := uint32(0)
		if !a.IsNull(i) {
			code = uint32(a.GetValueIndex(i))
		}
		switch width {
		case 1:
			b = append(b, byte(code))
		case 2:
			b = binary.LittleEndian.AppendUint16(b, uint16(code))
		default:
			b = binary.LittleEndian.AppendUint32(b, code)
		}
	}
	return padded(b)
}

// view reads a column where it stands in memory.
type view struct {
	b    []byte
	lend func(n int) []byte // memory for what is not viewed
	bad  bool
}

// take gives the next n bytes.
func (v *view) take(n int) []byte {
	size := n + -n&7
	if n < 0 || size > len(v.b) {
		v.bad = true
		return nil
	}
	out := v.b[:n:n]
	v.b = v.b[size:]
	return out
}

// array reads one column.
func (v *view) array() (arrow.Array, error) {
	h := v.take(head)
	if v.bad {
		return nil, errColumn
	}
	n, nulls, text := int(binary.LittleEndian.Uint32(h[4:])), int(binary.LittleEndian.Uint32(h[8:])),
		int(binary.LittleEndian.Uint32(h[12:]))
	id := arrow.Type(h[0])
	var t arrow.DataType
	switch id {
	case arrow.STRING:
		t = arrow.BinaryTypes.String
	case arrow.DICTIONARY:
		t = codes
	case arrow.TIMESTAMP:
		t = &arrow.TimestampType{Unit: arrow.TimeUnit(h[1]), TimeZone: string(v.take(text))}
	case arrow.DECIMAL128:
		t = &arrow.Decimal128Type{Precision: int32(h[1]), Scale: int32(int8(h[2]))}
	default:
		if t = plain[id]; t == nil {
			return nil, fmt.Errorf("a column of the type %s is not known", id)
		}
	}
	var valid *memory.Buffer
	if nulls > 0 {
		valid = memory.NewBufferBytes(v.take((n + 7) / 8))
	}
	buffers := []*memory.Buffer{valid}
	var dictionary *array.Data
	switch id {
	case arrow.STRING:
		buffers = append(buffers, memory.NewBufferBytes(v.take(4*(n+1))), memory.NewBufferBytes(v.take(text)))
	case arrow.DICTIONARY:
		buffers = append(buffers, memory.NewBufferBytes(v.codes(n, h[3])))
		words, err := v.array()
		if err != nil {
			return nil, err
		}
		dictionary = words.Data().(*array.Data)
	case arrow.BOOL:
		buffers = append(buffers, memory.NewBufferBytes(v.take((n+7)/8)))
	default:
		buffers = append(buffers, memory.NewBufferBytes(v.take(n*t.(arrow.FixedWidthDataType).Bytes())))
	}
	if v.bad {
		return nil, errColumn
	}
	if dictionary != nil {
		return array.NewDictionaryData(array.NewDataWithDictionary(t, n, buffers, nulls, 0, dictionary)), nil
	}
	return array.MakeFromData(array.NewData(t, n, buffers, nil, nulls, 0)), nil
}

var codes = &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}

var plain = map[arrow.Type]arrow.DataType{
	arrow.BOOL: arrow.FixedWidthTypes.Boolean, arrow.DATE32: arrow.FixedWidthTypes.Date32,
	arrow.INT8: arrow.PrimitiveTypes.Int8, arrow.INT16: arrow.PrimitiveTypes.Int16,
	arrow.INT32: arrow.PrimitiveTypes.Int32, arrow.INT64: arrow.PrimitiveTypes.Int64,
	arrow.UINT8: arrow.PrimitiveTypes.Uint8, arrow.UINT16: arrow.PrimitiveTypes.Uint16,
	arrow.UINT32: arrow.PrimitiveTypes.Uint32, arrow.UINT64: arrow.PrimitiveTypes.Uint64,
	arrow.FLOAT32: arrow.PrimitiveTypes.Float32, arrow.FLOAT64: arrow.PrimitiveTypes.Float64,
}

// codes widens n codes to the four bytes that a dictionary's indices have.
func (v *view) codes(n int, width byte) []byte {
	from := v.take(n * int(width))
	if v.bad || width == 4 {
		return from
	}
	out := v.lend(4 * n)
	switch width {
	case 1:
		for i, c := range from {
			binary.LittleEndian.PutUint32(out[4*i:], uint32(c))
		}
	case 2:
		for i := range n {
			binary.LittleEndian.PutUint32(out[4*i:], uint32(binary.LittleEndian.Uint16(from[2*i:])))
		}
	default:
		v.bad = true
	}
	return out
}
