package format

import (
	"github.com/apache/arrow/go/v15/arrow"
)

// Column asks for one column of the export.
type Column struct {
	// Name is a column, or a dotted path into nested data. A column whose
	// name is the whole text wins over a path.
	Name string
	// Repeats says that few distinct values are expected: text then comes as
	// dictionary codes, so that a value is looked at once per block.
	Repeats bool
	// Numbers says that plain numbers are expected. CSV then gives a block's column as
	// *array.Float64 where every cell of it is a short plain decimal or empty, an empty one
	// as a null; text that says it in another way comes as text.
	Numbers bool
	// Optional says that a column is left out, as if the file lacked it, where it
	// holds what cannot be read or where several columns bear its name.
	Optional bool
}

// Reader cuts one file into blocks. Next is for one goroutine; the blocks may
// be decoded in any goroutine and order.
type Reader interface {
	// Names lists the columns of the file as far as they are known before
	// reading rows: header or schema. NDJSON, where only rows tell, gives the
	// paths seen in its first block. Nested columns are listed as paths.
	Names() []string
	// Next returns the next block, or io.EOF.
	Next() (Block, error)
	Close() error
}

// Block is a run of whole rows, not decoded yet.
type Block interface {
	// Decode gives the block's rows with the asked columns, in the asked order.
	// It is called at most once. The arrays are the caller's: they are plain
	// memory, which the batch's Release may give back.
	Decode() (*Batch, error)
}

// Batch is the rows of one block.
type Batch struct {
	// Columns parallels the asked columns; nil where the file (for NDJSON: the
	// block) has no such column. Each is one of *array.String, *array.Dictionary
	// of strings, *array.Boolean, any integer array, *array.Float32,
	// *array.Float64, *array.Timestamp (in no zone where the file says none),
	// *array.Date32, *array.Decimal128 of a scale from 0 to 38, all of Rows
	// length. Other decimals come as their exact text, bytes that are no text
	// in hexadecimal, times of day as 15:04:05. Text formats give String or Dictionary
	// only (but see Column.Numbers), with nulls where a value is absent (NDJSON null, a
	// short object); CSV gives the empty string for an empty cell.
	Columns  []arrow.Array
	Rows     int
	FirstRow int64 // data rows of the file before this block; rows of a bad record count too
	// Row numbers: when rows were left out as bad, RowIndex[i] is the place of
	// Columns row i among the block's rows; nil when none were.
	RowIndex []int32
	Bad      []BadRow
	// Lines, where they were asked for and rows are text, has a hash of each row's text:
	// rows of one file with the same one are the same in every column.
	Lines []uint64
	// Hashes parallels Columns where Options.Hash was given: the hashes of a column's rows, 0 of
	// one without a value, in place of its array, or nil where there is the array, as there is
	// wherever one of the hashes would not do.
	Hashes [][]uint64
	// Hangs says that some row is bad for what an asked column holds alone: who does not
	// ask for that column has the row.
	Hangs bool

	loan loan // what Columns are made of
}

// Release gives the memory of the batch's columns back, for the reader's next
// ones. Nothing of them may be looked at afterwards, texts that are views of them included. It
// need not be called: then the collector has it.
func (b *Batch) Release() {
	b.Columns = nil
	b.loan.release()
}

// Lend gives memory of n bytes for the batch's columns, undefined what is in it, which
// Release gives back.
func (b *Batch) Lend(n int) []byte { return b.loan.bytes(n) }

// BadRow is a row that could not be split into columns.
type BadRow struct {
	Row   int64  // 1-based data row of the file
	Value string // the row's text, at most 200 bytes
	Why   string // "3 fields where the header has 5", "not a JSON object: …"
}
