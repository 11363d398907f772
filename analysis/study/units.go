package study

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/analysis/spec"
)

var (
	timeType = &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}
	textType = &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}
)

// UnitsSchema returns the schema of the units table:
//
//	unit         utf8       the unit's id as in the export
//	arm          dictionary the arm of its first exposure
//	exposed_at   timestamp  first exposure, microseconds UTC; 0 when rows carry no time
//	exposed_day  date32     its calendar day in the experiment's zone
//	crossover    bool       seen in two arms: in the table, out of the results
//	seg_<name>   dictionary level at first exposure, "" = missing
//	var_<name>   int64      value times 10^scale; null = missing (layout units only);
//	                        decimal128 without decimals in a partition where one leaves an int64
//	reached_<name> int64    of a step of a funnel: microseconds from first exposure until it was
//	                        reached, whole days where a time has no clock; null = it was not
func (s Shape) UnitsSchema() *arrow.Schema {
	f := []arrow.Field{
		{Name: "unit", Type: arrow.BinaryTypes.String},
		{Name: "arm", Type: textType},
		{Name: "exposed_at", Type: timeType},
		{Name: "exposed_day", Type: arrow.FixedWidthTypes.Date32},
		{Name: "crossover", Type: arrow.FixedWidthTypes.Boolean},
	}
	for _, n := range s.Segments {
		f = append(f, arrow.Field{Name: "seg_" + n, Type: textType})
	}
	f = append(f, s.variableFields()...)
	for _, v := range s.Steps() {
		f = append(f, arrow.Field{Name: "reached_" + s.Variables[v].Name, Type: arrow.PrimitiveTypes.Int64,
			Nullable: true})
	}
	return arrow.NewSchema(f, nil)
}

func (s Shape) variableFields() []arrow.Field {
	var f []arrow.Field
	for _, v := range s.Variables {
		f = append(f, arrow.Field{Name: "var_" + v.Name, Type: arrow.PrimitiveTypes.Int64, Nullable: true})
	}
	return f
}

// Units is typed access to a units record. Slices are views of the record.
type Units struct {
	Unit      *array.String
	Arm       []int32 // codes of Shape.Arms
	ExposedAt []arrow.Timestamp
	Day       []arrow.Date32
	Crossover *array.Boolean
	Seg       []Texts        // one per Shape.Segments
	Var       []Sums         // one per Shape.Variables
	Reached   []*array.Int64 // one per Shape.Steps
}

// Units views a units record of this shape.
func (s Shape) Units(r arrow.Record) Units {
	u := Units{
		Unit:      r.Column(0).(*array.String),
		Arm:       codes(r.Column(1)),
		ExposedAt: r.Column(2).(*array.Timestamp).TimestampValues(),
		Day:       r.Column(3).(*array.Date32).Date32Values(),
		Crossover: r.Column(4).(*array.Boolean),
	}
	c := 5
	for range s.Segments {
		u.Seg = append(u.Seg, textsOf(r.Column(c)))
		c++
	}
	for range s.Variables {
		u.Var = append(u.Var, SumsOf(r.Column(c)))
		c++
	}
	for range s.Steps() {
		u.Reached = append(u.Reached, r.Column(c).(*array.Int64))
		c++
	}
	return u
}

func codes(a arrow.Array) []int32 {
	return a.(*array.Dictionary).Indices().(*array.Int32).Int32Values()
}

// UnitRow is one row of the units table.
type UnitRow struct {
	Unit      string
	Arm       int
	ExposedAt int64
	Day       spec.Day
	Crossover bool
	Seg       []int32 // codes of the dictionaries given to the builder
	Var       []int64
	High      []int64 // where a value leaves an int64: its upper words, those of Var being the lower; nil = none does
	Missing   []bool  // parallel to Var; nil = none missing
	Reached   []int64 // by Shape.Steps: microseconds after exposure, −1 where the step was not reached
}

type unitsBuilder struct {
	unit      *array.StringBuilder
	arm       []int32
	at        []arrow.Timestamp
	day       []arrow.Date32
	crossover *array.BooleanBuilder
	seg       [][]int32
	vars      []sumsBuilder
	reached   []sumsBuilder
}

func newUnitsBuilder(s Shape, mem memory.Allocator) *unitsBuilder {
	b := &unitsBuilder{unit: array.NewStringBuilder(mem), crossover: array.NewBooleanBuilder(mem),
		seg: make([][]int32, len(s.Segments)), vars: make([]sumsBuilder, len(s.Variables)),
		reached: make([]sumsBuilder, len(s.Steps()))}
	return b
}

func (b *unitsBuilder) append(r *UnitRow) {
	b.unit.Append(r.Unit)
	b.arm, b.at, b.day = append(b.arm, int32(r.Arm)), append(b.at, arrow.Timestamp(r.ExposedAt)),
		append(b.day, arrow.Date32(r.Day))
	b.crossover.Append(r.Crossover)
	for i := range b.seg {
		b.seg[i] = append(b.seg[i], r.Seg[i])
	}
	appendSums(b.vars, r.Var, r.High, r.Missing)
	for i := range b.reached {
		if at := r.Reached[i]; at < 0 {
			b.reached[i].appendNull()
		} else {
			b.reached[i].append(0, at)
		}
	}
}
