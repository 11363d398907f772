package format

import (
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

var (
	errCodes = errors.New("points outside its dictionary; the file is damaged")
	errEnds  = errors.New("has runs that do not cover its rows; the file is damaged")
)

// dictionary gives the values that codes stand for: text as codes, anything
// else spelled out.
func (k ipcKind) dictionary(a *array.Dictionary) (arrow.Array, error) {
	values, err := k.plain(a.Dictionary())
	if err != nil {
		return nil, err
	}
	at := make([]int32, a.Len())
	for i := range at {
		if a.IsNull(i) {
			at[i] = -1
			continue
		}
		code := a.GetValueIndex(i)
		if code < 0 || code >= values.Len() {
			return nil, errCodes
		}
		at[i] = int32(code)
	}
	return pick(values, at)
}

// runs gives the values that run ends say how often they stand: text as
// codes, anything else spelled out.
func (k ipcKind) runs(a *array.RunEndEncoded) (arrow.Array, error) {
	values, err := k.plain(a.Values())
	if err != nil {
		return nil, err
	}
	var end func(int) int64
	switch e := a.RunEndsArr().(type) {
	case *array.Int16:
		end = func(i int) int64 { return int64(e.Value(i)) }
	case *array.Int32:
		end = func(i int) int64 { return int64(e.Value(i)) }
	case *array.Int64:
		end = e.Value
	default:
		return nil, errEnds
	}
	at := make([]int32, 0, min(a.Len(), 1<<20))
	from, to := int64(a.Data().Offset()), int64(a.Data().Offset())+int64(a.Len())
	last := int64(0)
	for i := range min(a.RunEndsArr().Len(), values.Len()) {
		e := end(i)
		if e <= last {
			return nil, errEnds
		}
		for range min(e, to) - max(last, from) {
			at = append(at, int32(i))
		}
		last = e
	}
	if len(at) != a.Len() {
		return nil, errEnds
	}
	return pick(values, at)
}

// pick gives the values at places, a null for a place below 0; the array is
// one of those that Batch promises. Text comes as codes.
func pick(values arrow.Array, at []int32) (arrow.Array, error) {
	none := func(i int) bool { return at[i] < 0 || values.IsNull(int(at[i])) }
	nulls := 0
	for i := range at {
		if none(i) {
			nulls++
		}
	}
	valid := validBits(len(at), none)
	switch v := values.(type) {
	case *array.String:
		if v.Len() > 0 && v.NullN() == 0 {
			codes := make([]int32, len(at))
			for i, p := range at {
				codes[i] = max(p, 0)
			}
			return dictionaryArray(codes, valid, nulls, v), nil
		}
		col := newTextColumn(true)
		for i, p := range at {
			if none(i) {
				col.addNull()
				continue
			}
			col.add([]byte(v.Value(int(p))))
		}
		return col.array(), nil
	case *array.Dictionary:
		codes := make([]int32, len(at))
		for i, p := range at {
			if !none(i) {
				codes[i] = int32(v.GetValueIndex(int(p)))
			}
		}
		return dictionaryArray(codes, valid, nulls, v.Dictionary()), nil
	case *array.Boolean:
		bits := validBits(len(at), func(i int) bool { return none(i) || !v.Value(int(at[i])) })
		return array.NewBooleanData(array.NewData(v.DataType(), len(at), []*memory.Buffer{valid, bits}, nil, nulls, 0)),
			nil
	}
	t, ok := values.DataType().(arrow.FixedWidthDataType)
	if !ok {
		return nil, fmt.Errorf("holds values of the type %s by their places, which have no reading here; export it "+
			"plainly", values.DataType())
	}
	w := t.Bytes()
	out := make([]byte, len(at)*w)
	if values.Len() > 0 {
		from := values.Data().Buffers()[1].Bytes()[values.Data().Offset()*w:]
		for i, p := range at {
			if p >= 0 {
				copy(out[i*w:(i+1)*w], from[int(p)*w:])
			}
		}
	}
	return array.MakeFromData(array.NewData(t, len(at), []*memory.Buffer{valid, memory.NewBufferBytes(out)}, nil, nulls,
		0)), nil
}
