package study

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// requestsSchema is that of the requests table, one row per request for a suggestion
// that counts (from first exposure, within the window) and has an id:
//
//	unit_row     int32      row of the unit in this partition's units table
//	requested_at timestamp  microseconds UTC
//	latency_ms   float32    as the request's own row has it, NaN = missing
//	shown        bool       a suggestion of that id was shown
//
// Rows are in order of (unit_row, requested_at).
var requestsSchema = arrow.NewSchema([]arrow.Field{
	{Name: "unit_row", Type: arrow.PrimitiveTypes.Int32},
	{Name: "requested_at", Type: timeType},
	{Name: "latency_ms", Type: arrow.PrimitiveTypes.Float32},
	{Name: "shown", Type: arrow.FixedWidthTypes.Boolean},
}, nil)

// Requests is typed access to a requests record; all of it is nil without one.
type Requests struct {
	UnitRow []int32
	At      []arrow.Timestamp
	Latency []float32
	Shown   *array.Boolean
}

// Requests views a requests record.
func (s Shape) Requests(r arrow.Record) Requests {
	return Requests{r.Column(0).(*array.Int32).Int32Values(), r.Column(1).(*array.Timestamp).TimestampValues(),
		r.Column(2).(*array.Float32).Float32Values(), r.Column(3).(*array.Boolean)}
}

// RequestRow is one row of the requests table.
type RequestRow struct {
	At      int64
	Latency float32
	Shown   bool
}

type requestsBuilder struct {
	unitRow *array.Int32Builder
	at      *array.TimestampBuilder
	latency *array.Float32Builder
	shown   *array.BooleanBuilder
}

func newRequestsBuilder(mem memory.Allocator) *requestsBuilder {
	return &requestsBuilder{array.NewInt32Builder(mem), array.NewTimestampBuilder(mem, timeType),
		array.NewFloat32Builder(mem), array.NewBooleanBuilder(mem)}
}

func (b *requestsBuilder) append(unitRow int32, r RequestRow) {
	b.unitRow.Append(unitRow)
	b.at.Append(arrow.Timestamp(r.At))
	b.latency.Append(r.Latency)
	b.shown.Append(r.Shown)
}

func (b *requestsBuilder) record() arrow.Record {
	return record(requestsSchema, []arrow.Array{b.unitRow.NewArray(), b.at.NewArray(), b.latency.NewArray(),
		b.shown.NewArray()})
}
