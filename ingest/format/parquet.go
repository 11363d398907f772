package format

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/apache/arrow/go/v15/arrow"

	"uptake/analysis/counted"
)

// parquetReader reads Parquet, one block a row group. Footer, pages and what
// is in them are decoded here: the Arrow library's own way costs twice the
// time, knows neither every codec nor every logical type, and fails on some
// files (nullable DELTA_BINARY_PACKED columns, dictionaries across row groups).
type parquetReader struct {
	name     string
	source   source
	footer   *footer
	columns  []parquetColumn
	names    []string
	unpacker unpacker
	pages    sync.Pool                            // of *pages, whose memory is used again
	pick     func(before int64, rows int) []int32 // see Options.Pick
	largest  int                                  // rows of a group that is read whole
	group    int                                  // the next one,
	pieces   *pieces                              // nil unless it is cut,
	piece    int                                  // of them,
	row      int64                                // and the rows before it
	ahead    *fetched                             // nil where looks cost little
}

// parquetColumn is where an asked column is found.
type parquetColumn struct {
	name    string
	leaf    int           // -1: not in the file
	make    columnBuilder // what the leaf's values become
	path    *jsonTree     // nil, or the leaf holds JSON and the column is in it
	repeats bool
	hash    *hashing // nil where the values are asked for
}

func openParquetSource(src source, columns []Column, o Options) (Reader, error) {
	f, err := readFooter(src.at, src.size)
	if err != nil {
		return nil, footerError(src.name, err)
	}
	if err := f.check(src.name, src.size); err != nil {
		return nil, err
	}
	r := &parquetReader{name: src.name, source: src, footer: f, pick: o.Pick, largest: largestGroup}
	for i := range f.leaves {
		r.names = append(r.names, f.leaves[i].name())
	}
	if columns, err = renamed(src.name, r.names, columns, o); err != nil {
		return nil, err
	}
	for i, c := range columns {
		p, err := bindParquet(src.name, f, c)
		switch {
		case err != nil && c.Optional:
			p = parquetColumn{name: c.Name, leaf: -1}
		case err != nil:
			return nil, err
		}
		if p.hashable(f) {
			p.hash = o.hashing(i)
		}
		r.columns = append(r.columns, p)
	}
	if err := r.fetching(o); err != nil {
		return nil, err
	}
	return r, nil
}

// bindParquet finds an asked column: a leaf by its path, or a path into a
// leaf that holds JSON.
func bindParquet(file string, f *footer, c Column) (parquetColumn, error) {
	p := parquetColumn{name: c.Name, leaf: -1, repeats: c.Repeats}
	for _, way := range splits(c.Name) {
		best, again := -1, false
		for i := range f.leaves {
			l := &f.leaves[i]
			if l.name() != way.column {
				continue
			}
			// A top-level column whose name has points in it wins over one
			// inside a struct.
			if best < 0 || len(l.path) < len(f.leaves[best].path) {
				best, again = i, false
			} else if len(l.path) == len(f.leaves[best].path) {
				again = true
			}
		}
		if again {
			return p, twice(file, way.column)
		}
		paths := way.paths
		if best < 0 {
			best, paths = f.within(way)
		}
		if best < 0 {
			if err := f.isNode(way.column); err != nil {
				return p, fmt.Errorf("column %q of %s %w", way.column, file, err)
			}
			continue
		}
		l := &f.leaves[best]
		if l.repeats {
			return p, fmt.Errorf("column %q of %s %w", c.Name, file, errLists)
		}
		var err error
		if p.make, err = builderFor(l); err != nil {
			return p, fmt.Errorf("column %q of %s %w", c.Name, file, err)
		}
		if paths != nil {
			if l.physical != byteArrays {
				continue
			}
			p.path = jsonPath(paths)
		}
		p.leaf = best
		return p, nil
	}
	return p, nil
}

// within finds the leaf that a path comes to key by key, where keys in quotes
// have points in them; rest is what the path goes on with inside its values.
func (f *footer) within(way split) (leaf int, rest []trail) {
	for _, p := range way.paths {
		keys := []string{way.column}
		for _, s := range p {
			if s.in != nil {
				break
			}
			keys = append(keys, s.key)
		}
		for i := range f.leaves {
			at := f.leaves[i].path
			if len(at) > 1 && len(at) <= len(keys) && slices.Equal(at, keys[:len(at)]) {
				if left := p[len(at)-1:]; len(left) > 0 {
					rest = []trail{left}
				}
				return i, rest
			}
		}
	}
	return -1, nil
}

var errLists = errors.New("holds lists, where one value a row is expected; unnest it in the export, or export JSON, " +
	"in whose lists a path finds an element (p[key=word].value)")

// isNode says why a column that holds others cannot be read as one.
func (f *footer) isNode(name string) error {
	i := slices.IndexFunc(f.groups, func(n node) bool { return (&leaf{path: n.path}).name() == name })
	switch {
	case i < 0:
		return nil
	case f.groups[i].meaning.sense == lists:
		return errLists
	case f.groups[i].meaning.sense == unreadable:
		return fmt.Errorf("is of the logical type %s, which has no reading here; export its fields as columns of "+
			"their own", f.groups[i].meaning.name)
	}
	return nil
}

func (r *parquetReader) Names() []string { return r.names }

func (r *parquetReader) Close() error { return r.source.text.Close() }

func (r *parquetReader) Next() (Block, error) {
	for {
		b, err := r.next()
		if err != nil {
			return nil, err
		}
		if r.pick == nil {
			return b, nil
		}
		if b.picked = r.pick(b.row, b.rows); len(b.picked) > 0 {
			return b, nil
		}
	}
}

// parquetBlock is a row group, or a piece of one.
type parquetBlock struct {
	r      *parquetReader
	group  int
	row    int64 // of the file
	from   int   // row of the group
	rows   int
	pieces *pieces // nil where it is the whole group
	picked []int32 // rows of the block that are asked for, ascending; nil: all are
}

func (b *parquetBlock) Decode() (batch *Batch, err error) {
	defer recoverTo(&err, fmt.Sprintf("row group %d of %s", b.group+1, b.r.name), b.row)
	defer b.r.done(b.group)
	batch, err = b.decode()
	if errors.Is(err, errWhole) {
		b.picked = nil
		batch, err = b.decode()
	}
	return batch, err
}

func (b *parquetBlock) decode() (*Batch, error) {
	batch := &Batch{Columns: make([]arrow.Array, len(b.r.columns)), Rows: b.rows, FirstRow: b.row, RowIndex: b.picked}
	if b.picked != nil {
		batch.Rows = len(b.picked)
	}
	for i, c := range b.r.columns {
		if c.leaf < 0 {
			continue
		}
		a, err := b.read(i, batch)
		if isSentence(err) { // of whoever gives the bytes
			return nil, err
		}
		if err != nil {
			return nil, dataError{fmt.Sprintf("column %q in row group %d of %s: %v", c.name, b.group+1, b.r.name, err),
				err}
		}
		batch.Columns[i] = a
	}
	return batch, nil
}

func (r *parquetReader) newPages() *pages {
	return &pages{unpacker: &r.unpacker, oldPages: r.footer.oldPages}
}

// read reads an asked column into a batch: an array, or hashes.
func (b *parquetBlock) read(i int, batch *Batch) (a arrow.Array, err error) {
	c := &b.r.columns[i]
	if c.hash != nil {
		if found, err := b.hashes(i, batch); found || err != nil {
			return nil, err
		}
	}
	err = b.readLeaf(i, &batch.loan, nil, func(chunk *chunk) (err error) {
		if a, err = c.make(chunk); err == nil && c.path != nil {
			a, err = extract(a, c.path, c.repeats)
		}
		return err
	})
	return a, err
}

// readLeaf reads an asked column into a chunk, which done is given; hash is what is asked of its
// texts in their place, nil else.
func (b *parquetBlock) readLeaf(i int, l *loan, hash Hash, done func(*chunk) error) error {
	r, c, group := b.r, b.r.columns[i], b.r.footer.rows[b.group]
	at, rows := group.chunks[c.leaf], int(group.rows)
	switch {
	case at.encrypted:
		return errEncrypted
	case at.elsewhere:
		return errors.New("its values lie in another file, which is not read; write the file anew")
	}
	pages, ok := r.pages.Get().(*pages)
	if !ok {
		pages = r.newPages()
	}
	defer r.pages.Put(pages)
	pages.begin(r.source.at, at, r.source.size)
	if r.source.far && b.picked != nil { // nothing is fetched ahead
		pages.step = int(max(windowSize, min(at.packed+chunkSlack, farWindow)))
	}
	given := b.rows // rows that the chunk is to have
	if b.picked != nil {
		given = len(b.picked)
	}
	chunk := newChunk(&r.footer.leaves[c.leaf], c.repeats || c.path != nil, given, at.plain*int64(given)/max(group.rows,
		1), l, &pages.pageScratch)
	chunk.lone = b.pieces == nil
	if hash != nil {
		chunk.text.hashed(hash)
	}
	row, end := 0, rows // of the group
	if b.pieces != nil {
		var err error
		if row, err = b.pieces.columns[i].begin(pages, chunk, b.from); err != nil {
			return err
		}
		end = b.from + b.rows
	}
	first := row
	for rest := b.picked; row < end; {
		p, err := pages.head()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if p.isData() && p.rows > rows-row {
			return wrongCount(row+p.rows, rows)
		}
		var picks []int32
		if b.picked != nil && p.isData() {
			if picks, rest = until(rest, int32(row+p.rows-b.from)); len(picks) == 0 {
				row += p.rows
				pages.pass(&p)
				continue
			}
		}
		whole, err := pages.body(&p)
		if err != nil {
			return err
		}
		chunk.before = row - chunk.rows
		if b.picked == nil {
			err = chunk.page(whole)
		} else {
			err = chunk.pickedPage(whole, picks, row-b.from)
		}
		if err != nil {
			return err
		}
		if p.isData() {
			row += p.rows
		}
	}
	if row < end {
		return wrongCount(row, rows)
	}
	if b.picked == nil && chunk.rows != b.rows {
		chunk.keep(b.from-first, b.rows)
	}
	return done(chunk)
}

func wrongCount(values, rows int) error {
	return counted.Errorf("it has %d values where its row group has %d rows; the file is damaged", values, rows)
}
