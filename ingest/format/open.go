package format

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"math"

	"uptake/analysis/counted"
)

// Input is a file to read.
type Input struct {
	Name string // for messages; its ending hints at the format
	// Open gives the bytes; it is called once. What also is an io.ReaderAt and
	// tells its length, by Size() int64 or as an *os.File of a regular file,
	// is read at random where that helps; anything else from the beginning on.
	Open func() (io.ReadCloser, error)
}

// Options of Open; the zero value reads what the file is.
type Options struct {
	Format string // one of the table of formats; "" goes by content and ending
	// of JSON: the path of the list of rows inside an envelope, or of lists within records (see Unnests); "" when rows
	// stand at the top
	Rows       string
	Sheet      string  // of a workbook: which of its sheets; "" is the first that has rows
	CSV        Dialect // of CSV and TSV, and of a sheet which lines its header is behind
	BlockBytes int     // of text formats; 0 is 1 MiB
	TempDir    string  // for what must be read from its end but comes as a stream; "" is the system's
	// Pick says which rows of a block are wanted, by their place among its rows, in
	// order, given the data rows before the block and how many it
	// has; the rest need not be decoded, and a block of which none is wanted is
	// left out. nil wants all. Rows that are not wanted may come all the same.
	Pick func(before int64, rows int) []int32
	// Landmarks, where a reading without Pick noted them, is what one with it goes by. nil does without.
	Landmarks *Landmarks
	// Lines asks for Batch.Lines.
	Lines bool
	// Hash, by asked column, is of those of whose texts no more than a hash is asked for: see
	// Batch.Hashes.
	Hash []Hash
	// Note is told what was found out about how the file is written and what
	// was done about it: the end of a sentence that begins with the file's name,
	// without its point. nil is told nothing.
	Note func(text string)
}

// Hash gives the hash of a text, and 0 of what is as good as no value; ok is false of one whose
// hash does not say all that there is to know of it.
type Hash func(text []byte) (hash uint64, ok bool)

func (o Options) note(format string, args ...any) {
	if o.Note != nil {
		o.Note(counted.Sprintf(format, args...))
	}
}

// Open begins reading a file and says which columns are needed. Columns the
// file lacks are no error: their arrays are nil. A file without any bytes is
// ErrEmpty.
func Open(in Input, columns []Column, o Options) (r Reader, err error) {
	defer recoverTo(&err, in.Name, 0)
	file, err := in.Open()
	if err != nil {
		return nil, err
	}
	defer func() {
		if r == nil {
			file.Close()
		}
	}()
	src, err := decompressed(in.Name, file)
	if err != nil {
		return nil, err
	}
	head, err := src.text.firstBytes()
	if err != nil {
		return nil, readError(in.Name, err)
	}
	if len(head) == 0 {
		return nil, emptyError(in.Name)
	}
	if _, known := byMagic(head); !known {
		if err := src.encoded(head, o.CSV.Encoding); err != nil {
			return nil, err
		}
		if head, err = src.text.firstBytes(); err != nil {
			return nil, readError(in.Name, err)
		}
		if len(head) == 0 {
			return nil, emptyError(in.Name)
		}
	}
	f, err := decide(in.Name, head, o.Format)
	if err != nil {
		return nil, err
	}
	if err := f.suits(in.Name, o); err != nil {
		return nil, err
	}
	if f.whole && src.at == nil {
		if err := src.spool(o.TempDir); err != nil {
			return nil, err
		}
	}
	if f.lines != nil {
		if err := f.lines(&src, &o); err != nil {
			return nil, err
		}
		if head, err = src.text.firstBytes(); err != nil {
			return nil, readError(in.Name, err)
		}
		if len(head) == 0 {
			return nil, dataError{fmt.Sprintf("%s has no rows; was the export finished?", in.Name), ErrNoRows}
		}
	}
	if Unnests(o.Rows) {
		return openUnnested(f, src, columns, o)
	}
	return f.open(src, columns, o)
}

// suits refuses options that mean nothing for a format.
func (f entry) suits(name string, o Options) error {
	if o.Rows != "" && f.name != "ndjson" && f.name != "avro" {
		return fmt.Errorf("rows: %s names a list inside JSON, but %s is %s; leave rows out", o.Rows, name, f.name)
	}
	if o.Sheet != "" && f.name != "xlsx" {
		return fmt.Errorf("sheet: %s names a sheet of a workbook, but %s is %s; leave sheet out", o.Sheet, name, f.name)
	}
	d := o.CSV
	if f.name == "xlsx" { // whose rows are lines too
		d.Skip, d.Header = 0, nil
	}
	if f.magics != nil && d.Encoding != "" || f.name != "csv" && f.name != "tsv" &&
		(d.Delimiter != "" || d.Quote != "" || d.Escape != "" || d.Skip != 0 || d.Header != nil) {
		return fmt.Errorf("csv: {…} says how delimited text is written, but %s is %s; leave it out, or say the "+
			"format with format: csv", name, f.name)
	}
	return nil
}

// source is an opened file behind its compression.
type source struct {
	name string
	text stream      // its bytes from the beginning on
	at   io.ReaderAt // nil when only a stream
	size int64       // when at is set
	far  bool        // each look at random costs a request
}

// stream is bytes in order, with a look ahead.
type stream struct {
	*bufio.Reader
	io.Closer
	given *int64 // how many bytes the reader was given so far
}

// look is how far ahead a file's nature is judged by.
const look = 32 << 10

func newStream(r io.Reader, c io.Closer) stream {
	counting := &countingReader{Reader: r}
	return stream{bufio.NewReaderSize(counting, 2*look), c, &counting.n}
}

// at is how many bytes were taken off the stream.
func (s stream) at() int64 { return *s.given - int64(s.Buffered()) }

// countingReader counts what is read.
type countingReader struct {
	io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (n int, err error) {
	n, err = c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

// firstBytes gives the beginning of the stream without taking it.
func (s stream) firstBytes() ([]byte, error) {
	head, err := s.Peek(look)
	if err == io.EOF {
		err = nil
	}
	return head, err
}

func bufferFull(err error) bool { return err == bufio.ErrBufferFull }

// atRandom gives random access to f if it has it.
func atRandom(f io.ReadCloser) (io.ReaderAt, int64) {
	at, ok := f.(io.ReaderAt)
	if !ok {
		return nil, 0
	}
	switch f := f.(type) {
	case interface{ Size() int64 }:
		return at, f.Size()
	case interface{ Stat() (fs.FileInfo, error) }:
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			return at, info.Size()
		}
	}
	return nil, 0
}

// section gives what the Arrow and Parquet libraries want to read from.
func (s *source) section() *io.SectionReader {
	return io.NewSectionReader(s.at, 0, min(s.size, math.MaxInt64))
}
