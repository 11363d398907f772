package format

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
)

// Writer writes records of one schema as a file. Whoever made the io.Writer
// below closes that; Close only finishes the file.
type Writer interface {
	Write(arrow.Record) error
	Close() error
}

// WriterOptions of NewWriter; the zero value is good.
type WriterOptions struct {
	// Compression of the whole file, gzip, zstd, snappy or lz4; "" is
	// none. Parquet is better compressed by Codec.
	Compression string
	// within Parquet: "zstd" (also ""), "snappy", "gzip", "none"; within IPC: "zstd", "lz4", "none" (also "")
	Codec    string
	RowGroup int64 // rows of a Parquet row group; 0 is 131072
}

// newWriter begins a file of one format.
type newWriter func(io.Writer, *arrow.Schema, WriterOptions) (Writer, error)

// NewWriter begins a file of a format, one of Formats. Columns may be utf8,
// dictionaries of utf8, integers, floats, bool, timestamp, date32 and
// decimal128. In text, times are RFC 3339 in UTC with microseconds, floats
// the shortest decimals that read back the same; a null is an empty cell in
// CSV and TSV (so that it reads back as the empty text) and null in NDJSON.
// Equal records give equal bytes.
func NewWriter(w io.Writer, format string, schema *arrow.Schema, o WriterOptions) (Writer, error) {
	f, ok := byName(format)
	if !ok || f.write == nil {
		return nil, fmt.Errorf("there is no format %q to write; the formats are %s", format, strings.Join(Formats(),
			", "))
	}
	for _, field := range schema.Fields() {
		if !writable(field.Type) {
			return nil, fmt.Errorf("column %q is of the type %s, which is not written", field.Name, field.Type)
		}
	}
	out := &output{buffered: bufio.NewWriterSize(w, 256<<10)}
	out.Writer = out.buffered
	if o.Compression != "" {
		i := slices.IndexFunc(compressions, func(c compression) bool { return c.name == o.Compression })
		if i < 0 || compressions[i].writer == nil {
			return nil, fmt.Errorf("the compression %q is not written; take gzip, zstd, snappy or lz4", o.Compression)
		}
		c, err := compressions[i].writer(out.buffered)
		if err != nil {
			return nil, err
		}
		out.Writer, out.compressor = c, c
	}
	inner, err := f.write(out.Writer, schema, o)
	if err != nil {
		return nil, err
	}
	return &finisher{inner, out}, nil
}

// Ending gives the file name's ending for a format and compression, such as
// ".csv.gz".
func Ending(format, compression string) string {
	ending := ""
	if f, ok := byName(format); ok {
		ending = f.endings[0]
	}
	for _, c := range compressions {
		if c.name == compression {
			ending += c.endings[0]
		}
	}
	return ending
}

func writable(t arrow.DataType) bool {
	if d, ok := t.(*arrow.DictionaryType); ok {
		return d.ValueType.ID() == arrow.STRING
	}
	switch t.ID() {
	case arrow.STRING, arrow.INT8, arrow.INT16, arrow.INT32, arrow.INT64, arrow.UINT8, arrow.UINT16, arrow.UINT32,
		arrow.UINT64,
		arrow.FLOAT32, arrow.FLOAT64, arrow.BOOL, arrow.TIMESTAMP, arrow.DATE32, arrow.DECIMAL128:
		return true
	}
	return false
}

// output is where a format writes to. It is no io.Closer, so that no library
// closes it.
type output struct {
	io.Writer
	buffered   *bufio.Writer
	compressor io.Closer
}

// finisher ends a file from the inside out: format, compression, buffer.
type finisher struct {
	Writer
	out *output
}

func (f *finisher) Close() error {
	err := f.Writer.Close()
	if f.out.compressor != nil {
		if e := f.out.compressor.Close(); err == nil {
			err = e
		}
	}
	if e := f.out.buffered.Flush(); err == nil {
		err = e
	}
	return err
}

// onlyWriter hides everything of a writer but Write.
type onlyWriter struct{ io.Writer }
