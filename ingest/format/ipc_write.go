package format

import (
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/ipc"
)

func newIPCStreamWriter(w io.Writer, s *arrow.Schema, o WriterOptions) (Writer, error) {
	options, err := ipcOptions(s, o)
	if err != nil {
		return nil, err
	}
	return ipc.NewWriter(onlyWriter{w}, options...), nil
}

// newIPCWriter writes the file format, whose dictionaries cannot change from
// record to record: text goes in plainly.
func newIPCWriter(w io.Writer, s *arrow.Schema, o WriterOptions) (Writer, error) {
	plain := plainText(s)
	options, err := ipcOptions(plain, o)
	if err != nil {
		return nil, err
	}
	f, err := ipc.NewFileWriter(&placed{w: w}, options...)
	if err != nil {
		return nil, err
	}
	return &ipcFileWriter{f, plain}, nil
}

type ipcFileWriter struct {
	*ipc.FileWriter
	schema *arrow.Schema
}

func (w *ipcFileWriter) Write(rec arrow.Record) error {
	plain := plainRecord(w.schema, rec)
	defer plain.Release()
	return w.FileWriter.Write(plain)
}

// placed counts what is written: the library asks for the place and never
// goes to another.
type placed struct {
	w io.Writer
	n int64
}

func (p *placed) Write(b []byte) (int, error) {
	n, err := p.w.Write(b)
	p.n += int64(n)
	return n, err
}

func (p *placed) Seek(offset int64, whence int) (int64, error) {
	if offset != 0 || whence != io.SeekCurrent {
		return 0, errors.New("the file is written from its beginning to its end")
	}
	return p.n, nil
}

func ipcOptions(s *arrow.Schema, o WriterOptions) ([]ipc.Option, error) {
	options := []ipc.Option{ipc.WithSchema(s)}
	switch o.Codec {
	case "", "none":
	case "zstd":
		options = append(options, ipc.WithZstd())
	case "lz4":
		options = append(options, ipc.WithLZ4())
	default:
		return nil, fmt.Errorf("the IPC codec %q is not known; take zstd, lz4 or none", o.Codec)
	}
	return options, nil
}
