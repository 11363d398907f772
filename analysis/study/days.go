package study

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"uptake/analysis/spec"
)

// DaysSchema returns the schema of the unit-days table, one row per unit and
// calendar day on which a variable changed:
//
//	unit_row   int32  row of the unit in this partition's units table
//	day        date32 calendar day in the experiment's zone, never before exposed_day
//	var_<name> int64  what the day added to the unit's variable; wide as in units
//
// Rows are in order of (unit_row, day); the days of a unit add up to its value.
func (s Shape) DaysSchema() *arrow.Schema {
	return arrow.NewSchema(append([]arrow.Field{
		{Name: "unit_row", Type: arrow.PrimitiveTypes.Int32},
		{Name: "day", Type: arrow.FixedWidthTypes.Date32},
	}, s.variableFields()...), nil)
}

// Days is typed access to a unit-days record.
type Days struct {
	UnitRow []int32
	Day     []arrow.Date32
	Var     []Sums
}

// Days views a unit-days record of this shape.
func (s Shape) Days(r arrow.Record) Days {
	d := Days{UnitRow: r.Column(0).(*array.Int32).Int32Values(), Day: r.Column(1).(*array.Date32).Date32Values()}
	for i := range s.Variables {
		d.Var = append(d.Var, SumsOf(r.Column(2+i)))
	}
	return d
}

type daysBuilder struct {
	unitRow []int32
	day     []arrow.Date32
	vars    []sumsBuilder
}

func newDaysBuilder(s Shape) *daysBuilder {
	return &daysBuilder{vars: make([]sumsBuilder, len(s.Variables))}
}

func (b *daysBuilder) append(unitRow int32, day spec.Day, v, high []int64) {
	b.unitRow, b.day = append(b.unitRow, unitRow), append(b.day, arrow.Date32(day))
	appendSums(b.vars, v, high, nil)
}
