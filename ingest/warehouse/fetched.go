package warehouse

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/analysis/counted"
	"uptake/ingest/format"
	"uptake/ingest/warehouse/engine"
)

// rowsAtATime is how many fetched rows wait in memory to be written.
const rowsAtATime = 4 << 10

// fetched are rows on their way from an engine into a file.
type fetched struct {
	of     *Relation
	schema *arrow.Schema
	build  *array.RecordBuilder
	rows   int64
	inside int // rows in build
}

func newFetched(r *Relation) *fetched {
	var fields []arrow.Field
	for _, c := range r.Columns {
		fields = append(fields, arrow.Field{Name: c.Name, Type: typeOf(c.Kind), Nullable: true})
	}
	f := &fetched{of: r, schema: arrow.NewSchema(fields, nil)}
	f.build = array.NewRecordBuilder(memory.DefaultAllocator, f.schema)
	return f
}

func (f *fetched) release() { f.build.Release() }

// typeOf is how a column of a kind is kept. Decimals are kept as their digits, which no double may change.
func typeOf(k Kind) arrow.DataType {
	switch k {
	case Whole:
		return arrow.PrimitiveTypes.Int64
	case Double:
		return arrow.PrimitiveTypes.Float64
	case Single:
		return arrow.PrimitiveTypes.Float32
	case Boolean:
		return arrow.FixedWidthTypes.Boolean
	case Instant:
		return arrow.FixedWidthTypes.Timestamp_us
	case WallTime:
		return &arrow.TimestampType{Unit: arrow.Microsecond}
	case Date:
		return arrow.FixedWidthTypes.Date32
	}
	return arrow.BinaryTypes.String
}

// take takes in one row.
func (f *fetched) take(rows engine.Rows) error {
	f.rows++
	f.inside++
	for i, c := range f.of.Columns {
		text, there := rows.Text(i)
		if !there || text == beyondText && (c.Kind.time() || c.Kind == Date) {
			f.build.Field(i).AppendNull()
			continue
		}
		if err := put(f.build.Field(i), c.Kind, text); err != nil {
			return counted.Errorf("row %d that came back of %s: the column %q, which is of the type %s, holds %s; "+
				"give a view in which it is text", f.rows, f.of.Written, c.Name, c.Type, err)
		}
	}
	return nil
}

// put appends a value that came as text; the error says what it is instead.
func put(into array.Builder, k Kind, text string) error {
	var err error
	switch k {
	case Whole:
		var v int64
		v, err = strconv.ParseInt(text, 10, 64)
		into.(*array.Int64Builder).Append(v)
	case Double:
		var v float64
		v, err = strconv.ParseFloat(text, 64)
		into.(*array.Float64Builder).Append(v)
	case Single:
		var v float64
		v, err = strconv.ParseFloat(text, 32)
		into.(*array.Float32Builder).Append(float32(v))
	case Decimal, Long:
		into.(*array.StringBuilder).Append(plainDecimal(text))
	case Boolean:
		if text != "true" && text != "false" {
			err = fmt.Errorf("neither true nor false")
		}
		into.(*array.BooleanBuilder).Append(text == "true")
	case Instant, WallTime:
		var v time.Time
		v, err = time.Parse(time.RFC3339Nano, text)
		into.(*array.TimestampBuilder).Append(arrow.Timestamp(v.UnixMicro()))
	case Date:
		var v time.Time
		v, err = time.Parse(time.DateOnly, text)
		into.(*array.Date32Builder).Append(arrow.Date32FromTime(v))
	default:
		into.(*array.StringBuilder).Append(text)
	}
	if err != nil {
		return fmt.Errorf("%.40q", text)
	}
	return nil
}

// plainDecimal is a decimal without zeros at its end.
func plainDecimal(s string) string {
	if strings.Contains(s, ".") && !strings.ContainsAny(s, "eE") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// write hands on the rows that wait.
func (f *fetched) write(out format.Writer) error {
	if f.inside == 0 {
		return nil
	}
	f.inside = 0
	rec := f.build.NewRecord()
	defer rec.Release()
	return out.Write(rec)
}

// fetchedBy is the record of a statement of rows.
func fetchedBy(sql string, ran engine.Ran) Asked {
	return Asked{About: aboutFetched, SQL: sql, Runs: []engine.Ran{ran}, Fetched: true}
}
