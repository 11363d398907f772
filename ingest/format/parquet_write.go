package format

import (
	"errors"
	"fmt"
	"io"
	"math/big"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/metadata"
	"github.com/apache/arrow/go/v15/parquet/schema"
)

// parquetWriter writes Parquet, row groups of a fixed number of rows
// whatever the records' sizes. It uses the library's column writers, not its
// way from records to them, which brings a remote-procedure library along.
type parquetWriter struct {
	file   *file.Writer
	group  file.BufferedRowGroupWriter // nil before the first row
	schema *arrow.Schema
	rows   int64 // in group
	most   int64 // rows of a group
}

func newParquetWriter(w io.Writer, s *arrow.Schema, o WriterOptions) (Writer, error) {
	codec, ok := map[string]compress.Compression{"": compress.Codecs.Zstd, "zstd": compress.Codecs.Zstd,
		"snappy": compress.Codecs.Snappy,
		"gzip":   compress.Codecs.Gzip, "none": compress.Codecs.Uncompressed}[o.Codec]
	if !ok {
		return nil, fmt.Errorf("the Parquet codec %q is not known; take zstd, snappy, gzip or none", o.Codec)
	}
	rows := o.RowGroup
	if rows <= 0 {
		rows = 128 << 10
	}
	plain := plainText(s)
	props := parquet.NewWriterProperties(parquet.WithCompression(codec), parquet.WithMaxRowGroupLength(rows),
		parquet.WithCreatedBy("uptake"), parquet.WithDataPageSize(256<<10), parquet.WithDictionaryPageSizeLimit(1<<20))
	root, err := parquetSchema(plain, props)
	if err != nil {
		return nil, err
	}
	meta := metadata.KeyValueMetadata{}
	for i, key := range plain.Metadata().Keys() {
		if err := meta.Append(key, plain.Metadata().Values()[i]); err != nil {
			return nil, err
		}
	}
	out := file.NewParquetWriter(onlyWriter{w}, root, file.WithWriterProps(props), file.WithWriteMetadata(meta))
	return &parquetWriter{file: out, schema: plain, most: rows}, nil
}

func (p *parquetWriter) Write(rec arrow.Record) (err error) {
	defer recoverTo(&err, "the Parquet file being written", 0)
	plain := plainRecord(p.schema, rec)
	defer plain.Release()
	for from := int64(0); from < plain.NumRows(); {
		if p.group == nil || p.rows == p.most {
			if err := p.endGroup(); err != nil {
				return err
			}
			p.group, p.rows = p.file.AppendBufferedRowGroup(), 0
		}
		n := min(p.most-p.rows, plain.NumRows()-from)
		part := plain.NewSlice(from, from+n)
		for i, a := range part.Columns() {
			column, err := p.group.Column(i)
			if err == nil {
				err = writeColumn(column, a)
			}
			if err != nil {
				return fmt.Errorf("column %q: %w", p.schema.Field(i).Name, err)
			}
		}
		part.Release()
		from, p.rows = from+n, p.rows+n
	}
	return nil
}

func (p *parquetWriter) endGroup() error {
	if p.group == nil {
		return nil
	}
	return p.group.Close()
}

func (p *parquetWriter) Close() (err error) {
	defer recoverTo(&err, "the Parquet file being written", 0)
	return errors.Join(p.endGroup(), p.file.Close())
}

// parquetSchema says how the columns that NewWriter allows are stored.
func parquetSchema(s *arrow.Schema, props *parquet.WriterProperties) (*schema.GroupNode, error) {
	var nodes schema.FieldList
	for _, f := range s.Fields() {
		kind, logical, length := storedAs(f.Type)
		repetition := parquet.Repetitions.Required
		if f.Nullable {
			repetition = parquet.Repetitions.Optional
		}
		node, err := schema.NewPrimitiveNodeLogical(f.Name, repetition, logical, kind, length, -1)
		if err != nil {
			return nil, fmt.Errorf("column %q of the type %s is not written: %w", f.Name, f.Type, err)
		}
		nodes = append(nodes, node)
	}
	return schema.NewGroupNode(props.RootName(), props.RootRepetition(), nodes, -1)
}

// storedAs gives the physical and logical type of a column, and how many
// bytes a value has where that is fixed by the column alone.
func storedAs(t arrow.DataType) (parquet.Type, schema.LogicalType, int) {
	switch t := t.(type) {
	case *arrow.BooleanType:
		return parquet.Types.Boolean, schema.NoLogicalType{}, -1
	case *arrow.Int8Type:
		return parquet.Types.Int32, schema.NewIntLogicalType(8, true), -1
	case *arrow.Int16Type:
		return parquet.Types.Int32, schema.NewIntLogicalType(16, true), -1
	case *arrow.Int32Type:
		return parquet.Types.Int32, schema.NewIntLogicalType(32, true), -1
	case *arrow.Int64Type:
		return parquet.Types.Int64, schema.NewIntLogicalType(64, true), -1
	case *arrow.Uint8Type:
		return parquet.Types.Int32, schema.NewIntLogicalType(8, false), -1
	case *arrow.Uint16Type:
		return parquet.Types.Int32, schema.NewIntLogicalType(16, false), -1
	case *arrow.Uint32Type:
		return parquet.Types.Int32, schema.NewIntLogicalType(32, false), -1
	case *arrow.Uint64Type:
		return parquet.Types.Int64, schema.NewIntLogicalType(64, false), -1
	case *arrow.Float32Type:
		return parquet.Types.Float, schema.NoLogicalType{}, -1
	case *arrow.Float64Type:
		return parquet.Types.Double, schema.NoLogicalType{}, -1
	case *arrow.Date32Type:
		return parquet.Types.Int32, schema.DateLogicalType{}, -1
	case *arrow.TimestampType:
		unit := map[arrow.TimeUnit]schema.TimeUnitType{arrow.Second: schema.TimeUnitMillis,
			arrow.Millisecond: schema.TimeUnitMillis,
			arrow.Microsecond: schema.TimeUnitMicros, arrow.Nanosecond: schema.TimeUnitNanos}[t.Unit]
		return parquet.Types.Int64, schema.NewTimestampLogicalType(t.TimeZone != "", unit), -1
	case *arrow.Decimal128Type:
		return parquet.Types.FixedLenByteArray, schema.NewDecimalLogicalType(t.Precision, t.Scale),
			decimalBytes(t.Precision)
	}
	return parquet.Types.ByteArray, schema.StringLogicalType{}, -1
}

// decimalBytes is how many bytes every number of so many digits fits into.
func decimalBytes(precision int32) int {
	most := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(precision)), nil)
	return most.BitLen()/8 + 1 // a bit for the sign
}
