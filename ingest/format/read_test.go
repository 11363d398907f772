package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// What the other tests read files with.

// memory makes an Input of bytes that can be read at random.
func inMemory(name string, b []byte) Input {
	return Input{Name: name, Open: func() (io.ReadCloser, error) { return memFile{bytes.NewReader(b)}, nil }}
}

// piped makes an Input of bytes that come in order only.
func piped(name string, b []byte) Input {
	return Input{Name: name, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(onlyReader{bytes.NewReader(b)}), nil
	}}
}

type memFile struct{ *bytes.Reader }

func (memFile) Close() error { return nil }

type onlyReader struct{ io.Reader }

// got is all that a file gave: cells as text, "∅" for null, "-" for a column
// that is not there.
type got struct {
	rows  [][]string
	index []int64 // 1-based row numbers of rows
	bad   []BadRow
	names []string
}

func asked(names ...string) []Column {
	var cs []Column
	for _, n := range names {
		cs = append(cs, Column{Name: n})
	}
	return cs
}

func repeating(cs []Column) []Column {
	var out []Column
	for _, c := range cs {
		c.Repeats = true
		out = append(out, c)
	}
	return out
}

// readAll decodes all blocks at once, each in a goroutine of its own.
func readAll(in Input, columns []Column, o Options) (g got, err error) {
	r, err := Open(in, columns, o)
	if err != nil {
		return g, err
	}
	return readBlocks(r, columns)
}

// readCut is readAll of Parquet in blocks of about half so many rows as it is given.
func readCut(in Input, columns []Column, largest int) (g got, err error) {
	r, err := Open(in, columns, Options{})
	if err != nil {
		return g, err
	}
	r.(*parquetReader).largest = largest
	return readBlocks(r, columns)
}

func readBlocks(r Reader, columns []Column) (g got, err error) {
	defer r.Close()
	g.names = r.Names()
	var blocks []Block
	for {
		b, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return g, err
		}
		blocks = append(blocks, b)
	}
	batches, errs := make([]*Batch, len(blocks)), make([]error, len(blocks))
	var wg sync.WaitGroup
	for i, b := range blocks {
		wg.Go(func() { batches[i], errs[i] = b.Decode() })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return g, err
	}
	next := int64(0)
	for _, b := range batches {
		if b.FirstRow != next {
			return g, fmt.Errorf("a block begins at row %d, the one before it ended at %d", b.FirstRow, next)
		}
		next += int64(b.Rows + len(b.Bad))
		if len(b.Columns) != len(columns) {
			return g, fmt.Errorf("%d columns for %d asked", len(b.Columns), len(columns))
		}
		for i := range b.Rows {
			row := make([]string, len(columns))
			for k, a := range b.Columns {
				row[k] = cellText(a, i)
			}
			g.rows = append(g.rows, row)
			at := int64(i)
			if b.RowIndex != nil {
				at = int64(b.RowIndex[i])
			}
			g.index = append(g.index, b.FirstRow+at+1)
		}
		for k, a := range b.Columns {
			if a != nil && a.Len() != b.Rows {
				return g, fmt.Errorf("column %d has %d values of %d", k, a.Len(), b.Rows)
			}
		}
		g.bad = append(g.bad, b.Bad...)
	}
	for _, b := range batches {
		spoil(b)
	}
	return g, nil
}

func cellText(a arrow.Array, i int) string {
	if a == nil {
		return "-"
	}
	if a.IsNull(i) {
		return "∅"
	}
	if d, ok := a.(*array.Dictionary); ok {
		return strings.Clone(d.Dictionary().(*array.String).Value(d.GetValueIndex(i)))
	}
	return string(newCellWriter(a).add(nil, i))
}

func wantRows(t *testing.T, g got, want [][]string) {
	t.Helper()
	if len(g.rows) != len(want) {
		t.Fatalf("%d rows where %d were expected; bad: %v", len(g.rows), len(want), g.bad)
	}
	for i := range want {
		if fmt.Sprint(g.rows[i]) != fmt.Sprint(want[i]) {
			t.Fatalf("row %d is %q where %q was expected", i, g.rows[i], want[i])
		}
	}
}

// writtenFormats are those that are written too.
func writtenFormats() []entry {
	return slices.DeleteFunc(slices.Clone(formats), func(f entry) bool { return f.write == nil })
}
