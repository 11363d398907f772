package study

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// wideType is that of a var_ column in a partition where a sum leaves an int64.
var wideType = &arrow.Decimal128Type{Precision: 38}

// Sums is one variable's column of a partition.
type Sums struct {
	values []int64
	valid  []byte // a bit a row, from bit first on; nil: every row has a value
	first  int
	wide   *array.Decimal128 // nil while every sum of the partition fits an int64
}

// SumsOf views a var_ column.
func SumsOf(c arrow.Array) Sums {
	s := Sums{first: c.Data().Offset()}
	if c.NullN() > 0 {
		s.valid = c.NullBitmapBytes()
	}
	if w, ok := c.(*array.Decimal128); ok {
		s.wide = w
	} else {
		s.values = c.(*array.Int64).Int64Values()
	}
	return s
}

// Wide reports whether some sum of the partition leaves an int64.
func (s *Sums) Wide() bool { return s.wide != nil }

// IsNull reports whether row i has no value.
func (s *Sums) IsNull(i int) bool {
	return s.valid != nil && s.valid[(s.first+i)>>3]>>((s.first+i)&7)&1 == 0
}

// Value returns row i's scaled integer as hi·2^64 + lo.
func (s *Sums) Value(i int) (hi int64, lo uint64) {
	if s.wide != nil {
		v := s.wide.Value(i)
		return v.HighBits(), v.LowBits()
	}
	v := s.values[i]
	return v >> 63, uint64(v)
}

// sumsBuilder makes one variable's column: int64 until a sum does not fit.
type sumsBuilder struct {
	narrow []int64
	null   []int32 // rows of narrow without a value, ascending
	wide   *array.Decimal128Builder
}

// widen turns what is there into wide values.
func (b *sumsBuilder) widen() {
	b.wide = array.NewDecimal128Builder(memory.DefaultAllocator, wideType)
	null := b.null
	for i, v := range b.narrow {
		if len(null) > 0 && int(null[0]) == i {
			b.wide.AppendNull()
			null = null[1:]
		} else {
			b.wide.Append(decimal128.FromI64(v))
		}
	}
	b.narrow, b.null = nil, nil
}

func (b *sumsBuilder) appendNull() {
	if b.wide != nil {
		b.wide.AppendNull()
		return
	}
	b.null = append(b.null, int32(len(b.narrow)))
	b.narrow = append(b.narrow, 0)
}

func (b *sumsBuilder) append(hi, lo int64) {
	if b.wide == nil && hi != lo>>63 {
		b.widen()
	}
	if b.wide != nil {
		b.wide.Append(decimal128.New(hi, uint64(lo)))
	} else {
		b.narrow = append(b.narrow, lo)
	}
}

func (b *sumsBuilder) array() arrow.Array {
	if b.wide != nil {
		return b.wide.NewArray()
	}
	return fixed(arrow.PrimitiveTypes.Int64, len(b.narrow), arrow.Int64Traits.CastToBytes(b.narrow), b.null)
}

// appendSums appends one row: v, or high·2^64 + v where there are high words.
func appendSums(b []sumsBuilder, v, high []int64, missing []bool) {
	for i := range b {
		switch {
		case missing != nil && missing[i]:
			b[i].appendNull()
		case high != nil:
			b[i].append(high[i], v[i])
		case b[i].wide != nil:
			b[i].append(v[i]>>63, v[i])
		default:
			b[i].narrow = append(b[i].narrow, v[i])
		}
	}
}

// sumsRecord is record with the types that the var_ columns turned out to have.
func sumsRecord(s *arrow.Schema, cols []arrow.Array) arrow.Record {
	fields := s.Fields()
	for i, c := range cols {
		if c.DataType().ID() == arrow.DECIMAL128 {
			fields[i].Type = c.DataType()
		}
	}
	return record(arrow.NewSchema(fields, nil), cols)
}
