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
	narrow *array.Int64
	wide   *array.Decimal128 // nil while every sum of the partition fits an int64
}

// SumsOf views a var_ column.
func SumsOf(c arrow.Array) Sums {
	if w, ok := c.(*array.Decimal128); ok {
		return Sums{wide: w}
	}
	return Sums{narrow: c.(*array.Int64)}
}

// Wide reports whether some sum of the partition leaves an int64.
func (s Sums) Wide() bool { return s.wide != nil }

// IsNull reports whether row i has no value.
func (s Sums) IsNull(i int) bool {
	if s.wide != nil {
		return s.wide.IsNull(i)
	}
	return s.narrow.IsNull(i)
}

// Value returns row i's scaled integer as hi·2^64 + lo.
func (s Sums) Value(i int) (hi int64, lo uint64) {
	if s.wide != nil {
		v := s.wide.Value(i)
		return v.HighBits(), v.LowBits()
	}
	v := s.narrow.Value(i)
	return v >> 63, uint64(v)
}

// sumsBuilder makes one variable's column: int64 until a sum does not fit.
type sumsBuilder struct {
	narrow *array.Int64Builder
	wide   *array.Decimal128Builder
}

func newSumsBuilders(s Shape, mem memory.Allocator) []sumsBuilder {
	var out []sumsBuilder
	for range s.Variables {
		out = append(out, sumsBuilder{narrow: array.NewInt64Builder(mem)})
	}
	return out
}

// widen turns what is there into wide values.
func (b *sumsBuilder) widen() {
	old := b.narrow.NewInt64Array()
	defer old.Release()
	b.wide = array.NewDecimal128Builder(memory.DefaultAllocator, wideType)
	for i := range old.Len() {
		if old.IsNull(i) {
			b.wide.AppendNull()
		} else {
			b.wide.Append(decimal128.FromI64(old.Value(i)))
		}
	}
}

func (b *sumsBuilder) appendNull() {
	if b.wide != nil {
		b.wide.AppendNull()
	} else {
		b.narrow.AppendNull()
	}
}

func (b *sumsBuilder) append(hi, lo int64) {
	if b.wide == nil && hi != lo>>63 {
		b.widen()
	}
	if b.wide != nil {
		b.wide.Append(decimal128.New(hi, uint64(lo)))
	} else {
		b.narrow.Append(lo)
	}
}

func (b *sumsBuilder) array() arrow.Array {
	if b.wide != nil {
		return b.wide.NewArray()
	}
	return b.narrow.NewArray()
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
			b[i].narrow.Append(v[i])
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
