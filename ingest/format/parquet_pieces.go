package format

import (
	"io"
	"sync"
)

// pieces is a row group that is larger than a block is to be: where the pages
// of its asked columns lie, so that a block reads those that its rows are in. A
// file of one row group is so read by all workers, and no block holds it whole.
type pieces struct {
	ends    []int         // rows up to the end of each piece
	columns []pieceColumn // by asked column
}

type pieceColumn struct {
	pages []pageMark // of values
	dict  int64      // where its dictionary page lies, -1 without
	once  sync.Once
	err   error
	known dictionary
}

// pageMark is where a page begins, in the file and among the group's rows.
type pageMark struct {
	at  int64
	row int
}

// dictionary is that of a column chunk, as all its blocks have it.
type dictionary struct {
	texts textList
	fixed []byte
}

// Row groups of more than largestGroup rows are cut into pieces of about pieceRows.
const (
	pieceRows    = 1 << 18
	largestGroup = 2 * pieceRows
)

// cut looks for the pieces of a row group, nil where it is to be read whole: it
// is small, or something in it is not as it should be, which reading it will say.
func (r *parquetReader) cut(g rowGroup) *pieces {
	if int(g.rows) <= r.largest {
		return nil
	}
	p := &pieces{columns: make([]pieceColumn, len(r.columns))}
	walk := r.newPages()
	defer walk.loan.release()
	largest, size := -1, int64(0)
	for i, c := range r.columns {
		if c.leaf < 0 {
			continue
		}
		if !p.columns[i].find(walk, r, g, c) {
			return nil
		}
		if n := g.chunks[c.leaf].packed; largest < 0 || n > size {
			largest, size = i, n
		}
	}
	if largest < 0 {
		return nil
	}
	// A cut within a page means that it is unpacked twice: least is lost where
	// pages of the largest column end.
	rows, most := int(g.rows), r.largest/2
	for _, page := range p.columns[largest].pages {
		from := 0
		if n := len(p.ends); n > 0 {
			from = p.ends[n-1]
		}
		if page.row-from >= most {
			p.ends = append(p.ends, page.row)
		}
	}
	p.ends = append(p.ends, rows)
	return p
}

// find walks over the headers of a column's pages.
func (c *pieceColumn) find(walk *pages, r *parquetReader, g rowGroup, of parquetColumn) bool {
	chunk := g.chunks[of.leaf]
	if chunk.encrypted || chunk.elsewhere {
		return false
	}
	c.dict = -1
	walk.begin(r.source.at, chunk, r.source.size)
	walk.step = 4 << 10
	for row := 0; row < int(g.rows); {
		at := walk.at
		h, err := walk.header()
		// Values that are given by those of the page before need all pages.
		if err != nil || h.wrong(walk.end-walk.at) || h.isData() && h.encoding == encDeltaText {
			return false
		}
		walk.at += h.packed
		switch {
		case h.isData():
			c.pages = append(c.pages, pageMark{at, row})
			if row += h.rows; row > int(g.rows) {
				return false
			}
		case h.kind == pageDictionary && c.dict < 0 && row == 0:
			c.dict = at
		case h.kind == pageDictionary:
			return false
		}
	}
	return true
}

// begin readies pages for the rows from one on, in a chunk that gets the dictionary
// of all of them, and gives the row that the first of the pages begins with.
func (c *pieceColumn) begin(p *pages, chunk *chunk, from int) (int, error) {
	if c.dict >= 0 {
		c.once.Do(func() { c.err = c.read(p, chunk.leaf) })
		if c.err != nil {
			return 0, c.err
		}
		if err := chunk.knows(c.known); err != nil {
			return 0, err
		}
	}
	k := 0
	for k+1 < len(c.pages) && c.pages[k+1].row <= from {
		k++
	}
	p.at, p.window = c.pages[k].at, p.window[:0]
	return c.pages[k].row, nil
}

// read reads the dictionary.
func (c *pieceColumn) read(p *pages, leaf *leaf) error {
	p.at, p.window = c.dict, p.window[:0]
	page, err := p.next()
	if err != nil {
		return err
	}
	var l loan
	defer l.release()
	chunk := newChunk(leaf, true, 0, 0, &l, &p.pageScratch)
	if err := chunk.page(page); err != nil {
		return err
	}
	c.known.fixed = chunk.dict
	if chunk.text != nil {
		c.known.texts = chunk.text.dict
	}
	return nil
}

// next gives the next block of a row group that is cut.
func (r *parquetReader) next() (b *parquetBlock, err error) {
	if r.group == len(r.footer.rows) {
		return nil, io.EOF
	}
	g := r.footer.rows[r.group]
	if r.piece == 0 {
		r.want(r.group)
		r.pieces = r.cut(g)
		if r.pieces != nil {
			r.blocks(r.group, len(r.pieces.ends))
		}
		if r.group > 0 { // who reads on will go on
			r.want(r.group + 1)
		}
	}
	b = &parquetBlock{r: r, group: r.group, row: r.row, rows: int(g.rows), pieces: r.pieces}
	if r.pieces != nil {
		if r.piece > 0 {
			b.from = r.pieces.ends[r.piece-1]
		}
		b.rows = r.pieces.ends[r.piece] - b.from
		r.piece++
	}
	if r.row += int64(b.rows); r.pieces == nil || r.piece == len(r.pieces.ends) {
		r.group, r.piece, r.pieces = r.group+1, 0, nil
	}
	return b, nil
}
