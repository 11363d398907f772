package format

import (
	"fmt"
	"io"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/schema"
)

// parquetReader reads Parquet, one block a row group. Footer and pages come
// from the Arrow library; what is in a page is decoded here, because the
// library's own way costs twice the time and fails on some files (nullable
// DELTA_BINARY_PACKED columns, dictionaries across row groups).
type parquetReader struct {
	name    string
	file    *file.Reader
	columns []parquetColumn
	names   []string
	closer  io.Closer
	group   int // the next one
	row     int64
}

// parquetColumn is where an asked column is found.
type parquetColumn struct {
	name    string
	leaf    int           // -1: not in the file
	make    columnBuilder // what the leaf's values become
	path    *jsonTree     // nil, or the leaf holds JSON and the column is in it
	repeats bool
}

func openParquetSource(src source, columns []Column, o Options) (Reader, error) {
	props := parquet.NewReaderProperties(newBounded())
	// A column chunk is read in pieces, not whole.
	props.BufferedStreamEnabled = true
	props.BufferSize = 256 << 10
	f, err := file.NewParquetReader(src.section(), file.WithReadProps(props))
	if err != nil {
		return nil, dataError{fmt.Sprintf("%s is not a whole Parquet file (%v); was the upload complete?", src.name, err), err}
	}
	r := &parquetReader{name: src.name, file: f, closer: src.text}
	if err := r.check(src.size); err != nil {
		return nil, err
	}
	s := f.MetaData().Schema
	for i := range s.NumColumns() {
		r.names = append(r.names, s.Column(i).Path())
	}
	if columns, err = renamed(src.name, r.names, columns, o); err != nil {
		return nil, err
	}
	for _, c := range columns {
		p, err := bindParquet(src.name, s, c)
		if err != nil {
			return nil, err
		}
		r.columns = append(r.columns, p)
	}
	return r, nil
}

// check refuses a footer that speaks of more than the file holds, before
// anything is made as large as it says.
func (r *parquetReader) check(size int64) error {
	meta := r.file.MetaData()
	for g, group := range meta.RowGroups {
		if group.NumRows < 0 || group.NumRows > 1<<31-1 {
			return dataError{fmt.Sprintf("row group %d of %s says it has %d rows; the file is damaged, or has to be written with smaller row groups", g+1, r.name, group.NumRows), nil}
		}
		for _, c := range group.Columns {
			m := c.MetaData
			if m == nil {
				continue
			}
			start := m.DataPageOffset
			if m.DictionaryPageOffset != nil && *m.DictionaryPageOffset > 0 {
				start = min(start, *m.DictionaryPageOffset)
			}
			if start < 0 || m.TotalCompressedSize < 0 || start > size || m.TotalCompressedSize > size-start {
				return dataError{fmt.Sprintf("row group %d of %s lies outside the file, which is damaged; fetch or export it again", g+1, r.name), nil}
			}
		}
	}
	return nil
}

// bindParquet finds an asked column: a leaf by its path, or a path into a
// leaf that holds JSON.
func bindParquet(file string, s *schema.Schema, c Column) (parquetColumn, error) {
	p := parquetColumn{name: c.Name, leaf: -1, repeats: c.Repeats}
	for _, way := range splits(c.Name) {
		best := -1
		for i := range s.NumColumns() {
			leaf := s.Column(i)
			// A top-level column whose name has points in it wins over one
			// inside a struct.
			if leaf.Path() == way.column && (best < 0 || len(leaf.ColumnPath()) < len(s.Column(best).ColumnPath())) {
				best = i
			}
		}
		if best < 0 {
			continue
		}
		leaf := s.Column(best)
		if leaf.MaxRepetitionLevel() > 0 {
			return p, fmt.Errorf("column %q of %s holds lists, where one value a row is expected; unnest it in the export", c.Name, file)
		}
		var err error
		if p.make, err = builderFor(leaf); err != nil {
			return p, fmt.Errorf("column %q of %s %v", c.Name, file, err)
		}
		if way.paths != nil {
			if leaf.PhysicalType() != parquet.Types.ByteArray {
				continue
			}
			p.path = jsonPath(way.paths)
		}
		p.leaf = best
		return p, nil
	}
	return p, nil
}

func (r *parquetReader) Names() []string { return r.names }

func (r *parquetReader) Close() error { return r.closer.Close() }

func (r *parquetReader) Next() (Block, error) {
	if r.group == r.file.NumRowGroups() {
		return nil, io.EOF
	}
	b := &parquetBlock{r, r.group, r.row}
	r.row += r.file.MetaData().RowGroups[r.group].NumRows
	r.group++
	return b, nil
}

type parquetBlock struct {
	r     *parquetReader
	group int
	row   int64
}

func (b *parquetBlock) Decode() (batch *Batch, err error) {
	defer recoverTo(&err, fmt.Sprintf("row group %d of %s", b.group+1, b.r.name), b.row)
	group := b.r.file.RowGroup(b.group)
	rows := int(group.NumRows())
	batch = &Batch{Columns: make([]arrow.Array, len(b.r.columns)), Rows: rows, FirstRow: b.row}
	for i, c := range b.r.columns {
		if c.leaf < 0 {
			continue
		}
		a, err := readLeaf(group, c, rows)
		if err != nil {
			return nil, dataError{fmt.Sprintf("column %q in row group %d of %s: %v", c.name, b.group+1, b.r.name, err), err}
		}
		batch.Columns[i] = a
	}
	return batch, nil
}

// readLeaf reads a column of a row group.
func readLeaf(group *file.RowGroupReader, c parquetColumn, rows int) (arrow.Array, error) {
	pages, err := group.GetColumnPageReader(c.leaf)
	if err != nil {
		return nil, err
	}
	leaf := group.MetaData().Schema.Column(c.leaf)
	meta, err := group.MetaData().ColumnChunk(c.leaf)
	if err != nil {
		return nil, err
	}
	chunk := newChunk(leaf, c.repeats || c.path != nil, rows, meta.TotalUncompressedSize())
	for pages.Next() {
		if err := chunk.page(pages.Page()); err != nil {
			return nil, err
		}
		if chunk.rows > rows {
			break
		}
	}
	if err := pages.Err(); err != nil {
		return nil, err
	}
	if chunk.rows != rows {
		return nil, fmt.Errorf("it has %d values where its row group has %d rows; the file is damaged", chunk.rows, rows)
	}
	a, err := c.make(chunk)
	if err != nil || c.path == nil {
		return a, err
	}
	return extract(a, c.path, c.repeats)
}
