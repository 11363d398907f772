package format

import (
	"fmt"
	"io"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// parquetWriter writes Parquet, row groups of a fixed number of rows
// whatever the records' sizes.
type parquetWriter struct {
	w      *pqarrow.FileWriter
	schema *arrow.Schema
}

func newParquetWriter(w io.Writer, s *arrow.Schema, o WriterOptions) (Writer, error) {
	codec, ok := map[string]compress.Compression{"": compress.Codecs.Zstd, "zstd": compress.Codecs.Zstd, "snappy": compress.Codecs.Snappy,
		"gzip": compress.Codecs.Gzip, "none": compress.Codecs.Uncompressed}[o.Codec]
	if !ok {
		return nil, fmt.Errorf("the Parquet codec %q is not known; take zstd, snappy, gzip or none", o.Codec)
	}
	rows := o.RowGroup
	if rows <= 0 {
		rows = 128 << 10
	}
	schema := plainText(s)
	props := parquet.NewWriterProperties(parquet.WithCompression(codec), parquet.WithMaxRowGroupLength(rows),
		parquet.WithCreatedBy("uptake"), parquet.WithDataPageSize(256<<10), parquet.WithDictionaryPageSizeLimit(1<<20))
	pw, err := pqarrow.NewFileWriter(schema, onlyWriter{w}, props, pqarrow.DefaultWriterProps())
	if err != nil {
		return nil, err
	}
	return &parquetWriter{pw, schema}, nil
}

func (p *parquetWriter) Write(rec arrow.Record) (err error) {
	defer recoverTo(&err, "the Parquet file being written", 0)
	plain := plainRecord(p.schema, rec)
	defer plain.Release()
	return p.w.WriteBuffered(plain)
}

func (p *parquetWriter) Close() error { return p.w.Close() }
