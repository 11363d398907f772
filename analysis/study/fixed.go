package study

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/bitutil"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// fixed is a column of n values of fixed width, which are not copied; null lists the
// rows without one.
func fixed(t arrow.DataType, n int, values []byte, null []int32) arrow.Array {
	buffers := []*memory.Buffer{nil, memory.NewBufferBytes(values)}
	if len(null) > 0 {
		valid := make([]byte, bitutil.BytesForBits(int64(n)))
		bitutil.SetBitsTo(valid, 0, int64(n), true)
		for _, i := range null {
			bitutil.ClearBit(valid, int(i))
		}
		buffers[0] = memory.NewBufferBytes(valid)
	}
	d := array.NewData(t, n, buffers, nil, len(null), 0)
	defer d.Release()
	return array.MakeFromData(d)
}

func int32s(v []int32) arrow.Array {
	return fixed(arrow.PrimitiveTypes.Int32, len(v), arrow.Int32Traits.CastToBytes(v), nil)
}

func times(v []arrow.Timestamp, null []int32) arrow.Array {
	return fixed(timeType, len(v), arrow.TimestampTraits.CastToBytes(v), null)
}

func dates(v []arrow.Date32) arrow.Array {
	return fixed(arrow.FixedWidthTypes.Date32, len(v), arrow.Date32Traits.CastToBytes(v), nil)
}
