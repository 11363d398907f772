package table

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"

	"uptake/analysis/fault"
	"uptake/ingest/event"
	"uptake/ingest/format"
)

// Batch is the rows of one block with the wanted columns. It is for one goroutine, and
// its texts are views that last as long as the visit.
type Batch struct {
	Set     *Set
	In      *Input
	File    int // number of the file in the set
	Rows    int
	Columns []*event.Text   // by want
	Bad     []format.BadRow // rows that could not be split into columns, which Rows does not count
	lines   []uint64        // see format.Batch
	first   int64
	index   []int32
	partner []int // by row, of those that are joined: −1 without; nil where none are
}

func (s *Set) batch(f int, b *Binding, rows *format.Batch) (*Batch, error) {
	out := &Batch{Set: s, In: s.Owner[f], File: f, Rows: rows.Rows, Columns: b.columns(rows.Columns, rows.Hashes),
		Bad: rows.Bad, lines: rows.Lines, first: rows.FirstRow, index: rows.RowIndex}
	return out, s.joined(out, b.joined)
}

// empty is a batch of a file without rows.
func (s *Set) empty(f int, b *Binding) (*Batch, error) {
	return s.batch(f, b, &format.Batch{Columns: make([]arrow.Array, len(b.ask))})
}

// Name is what messages call the file.
func (b *Batch) Name() string { return b.Set.Files[b.File].Name }

// Row is the 1-based row of the file that row i of the batch is.
func (b *Batch) Row(i int) int64 {
	if b.index != nil {
		i = int(b.index[i])
	}
	return b.first + int64(i) + 1
}

// Line is a hash of the text of row i, 0 where that is not known: rows of one file whose
// hash it is are the same in every column.
func (b *Batch) Line(i int) uint64 {
	if b.lines == nil {
		return 0
	}
	return b.lines[i]
}

// Alone reports whether row i is to be joined to another and is not, and by what id.
func (b *Batch) Alone(i int) (by, id string, alone bool) {
	if b.partner == nil || b.partner[i] >= 0 {
		return "", "", false
	}
	by = b.In.partners.join.By
	return by, b.Column(by).Value(i), true
}

// Read is how many rows of the file the batch stands for.
func (b *Batch) Read() int64 { return int64(b.Rows + len(b.Bad)) }

// Column is the column of a name that is wanted.
func (b *Batch) Column(name string) *event.Text { return b.Columns[b.Set.Wants.Place(name)] }

// Pick gives the columns of wants.
func (b *Batch) Pick(wants []int) []*event.Text {
	var out []*event.Text
	for _, i := range wants {
		out = append(out, b.Columns[i])
	}
	return out
}

// LostID refuses ids that are numbers without all their digits: two of them would
// be one. It knows of those that were looked at. In columns that nobody asked for they
// only tell rows apart.
func (b *Batch) LostID() error {
	for k, c := range b.Columns {
		text, typed := c.LostID()
		x := b.Set.Wants.List[k]
		if text == "" || x.Lenient || !IsID(x.Name) {
			continue
		}
		row := 0
		for row < b.Rows-1 && c.Value(row) != text {
			row++
		}
		what := fmt.Sprintf("%q, a number written without all its digits", text)
		if typed {
			what = text + " as a floating-point number, too large to tell it from its neighbours"
		}
		return fault.Rowf(b.Place(row, x.Name),
			"the %s column %q holds %s, so two ids can have become one; export the column as text or as a 64-bit "+
				"integer",
			x.Name, b.In.Path(x.Name), what)
	}
	return nil
}

// Place is where the value of a wanted name stands in a row of the batch.
func (b *Batch) Place(i int, name string) fault.Place {
	return fault.Place{File: b.Name(), Row: b.Row(i), Column: b.In.Path(name), Key: b.In.keyOf(name)}
}
