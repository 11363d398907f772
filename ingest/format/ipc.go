package format

import (
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/ipc"

	"uptake/analysis/fault"
)

// ipcFile reads Arrow IPC files (Feather 2), one block a record batch.
type ipcFile struct {
	name   string
	file   *ipc.FileReader
	schema ipcSchema
	closer io.Closer
	batch  int // the next one
}

func openIPCFileSource(src source, columns []Column, o Options) (Reader, error) {
	at, hidden, err := checkFileSchema(src.at, src.size)
	if err != nil {
		return nil, ipcFileError(src.name, err)
	}
	src.at = at
	f, err := ipc.NewFileReader(src.section(), ipc.WithAllocator(boundedBy(src.size)))
	if err != nil { // its end is there, so nothing was cut off
		return nil, dataError{fmt.Sprintf("the Arrow IPC file %s cannot be read (%v); export it as Parquet", src.name,
			err), err}
	}
	s, err := bindIPC(src.name, f.Schema(), hidden, columns, o)
	if err != nil {
		return nil, err
	}
	return &ipcFile{name: src.name, file: f, schema: s, closer: src.text}, nil
}

func ipcFileError(name string, err error) error {
	if later(err) {
		return dataError{fmt.Sprintf("the Arrow IPC file %s cannot be read: %v", name, err), err}
	}
	return dataError{fmt.Sprintf("%s is not a whole Arrow IPC file (%v); was the upload complete?", name, err), err}
}

// later says whether a file is whole, and newer than this program.
func later(err error) bool {
	var t unknownType
	var v laterVersion
	return errors.As(err, &t) || errors.As(err, &v)
}

func (r *ipcFile) Names() []string { return r.schema.names }

func (r *ipcFile) Close() error { return r.closer.Close() }

// Next decodes already: only a batch itself tells how many rows it has, which
// the next block has to know.
func (r *ipcFile) Next() (b Block, err error) {
	defer recoverTo(&err, r.name, r.schema.rows)
	if r.batch == r.file.NumRecords() {
		return nil, io.EOF
	}
	rec, err := r.file.RecordAt(r.batch)
	if err != nil {
		return nil, dataError{fmt.Sprintf("record batch %d of %s cannot be read (%v); was the upload complete?",
			r.batch+1, r.name, err), err}
	}
	r.batch++
	return r.schema.block(rec), nil
}

// ipcStream reads Arrow IPC streams.
type ipcStream struct {
	name   string
	stream *ipc.Reader
	count  *byteCount
	schema ipcSchema
	closer io.Closer
	done   bool
}

func openIPCStreamSource(src source, columns []Column, o Options) (Reader, error) {
	whole, hidden, err := checkStreamSchema(src.text)
	if err != nil {
		return nil, streamError(src.name, 0, err)
	}
	count := &byteCount{r: whole}
	messages := &wholeMessages{MessageReader: ipc.NewMessageReader(count, ipc.WithAllocator(newBounded())),
		count: count}
	s, err := ipc.NewReaderFromMessageReader(messages, ipc.WithAllocator(newBounded()))
	if err != nil {
		return nil, dataError{fmt.Sprintf("the Arrow stream %s cannot be read (%v); export it as Parquet", src.name,
			err), err}
	}
	bound, err := bindIPC(src.name, s.Schema(), hidden, columns, o)
	if err != nil {
		return nil, err
	}
	return &ipcStream{name: src.name, stream: s, count: count, schema: bound, closer: src.text}, nil
}

func (r *ipcStream) Names() []string { return r.schema.names }

func (r *ipcStream) Close() error { return r.closer.Close() }

func (r *ipcStream) Next() (b Block, err error) {
	defer recoverTo(&err, r.name, r.schema.rows)
	if r.done {
		return nil, io.EOF
	}
	if !r.stream.Next() {
		r.done = true
		if err := r.stream.Err(); err != nil {
			return nil, streamError(r.name, r.schema.rows, err)
		}
		return nil, io.EOF
	}
	rec := r.stream.Record()
	rec.Retain()
	return r.schema.block(rec), nil
}

func streamError(name string, row int64, err error) error {
	var d dataError
	if errors.As(err, &d) {
		return err
	}
	if later(err) {
		return dataError{fmt.Sprintf("the Arrow stream %s cannot be read: %v", name, err), err}
	}
	return fault.At(fault.Place{File: name, Row: row + 1},
		dataError{fmt.Sprintf("the Arrow stream %s cannot be read on behind row %d (%v); was the upload complete?",
			name, row, err), err})
}

// byteCount counts what is read.
type byteCount struct {
	r io.Reader
	n int64
}

func (c *byteCount) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// wholeMessages tells a stream that ends from one that was cut off within a
// message, which the library takes for an end.
type wholeMessages struct {
	ipc.MessageReader
	count *byteCount
	next  int // message, for the error
}

var errMidMessage = errors.New("it ends in the middle of a message")

func (w *wholeMessages) Message() (*ipc.Message, error) {
	before := w.count.n
	m, err := w.MessageReader.Message()
	w.next++
	if err == io.EOF { // the stream's own end mark
		return m, err
	}
	if errors.Is(err, io.EOF) && w.count.n > before || errors.Is(err, io.ErrUnexpectedEOF) {
		return m, errMidMessage
	}
	return m, err
}

// block wraps a record.
func (s *ipcSchema) block(rec arrow.Record) Block {
	b := &ipcBlock{s, rec, s.rows}
	s.rows += rec.NumRows()
	return b
}

type ipcBlock struct {
	schema *ipcSchema
	rec    arrow.Record
	row    int64
}

func (b *ipcBlock) Decode() (batch *Batch, err error) {
	defer recoverTo(&err, b.schema.file, b.row)
	return b.schema.decode(b.rec, b.row)
}
