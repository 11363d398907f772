package format

import (
	"bytes"
	"fmt"
	"io"
	"math/bits"
	"sync"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/zeebo/xxh3"
)

// ndjsonReader reads objects: one a line, one after another, or those of an
// array or of a list inside an envelope. Values
// keep their source text: 9007199254740993 and 1.0 stay what they are.
type ndjsonReader struct {
	names   []string
	columns []Column
	hash    []*hashing // by column, nil where its texts are asked for
	lines   bool       // see Options.Lines
	tree    *jsonTree
	cutter  *cutter
	closer  io.Closer
	first   *text     // cut on opening, not given out yet
	scratch sync.Pool // of *ndjsonScratch
	mu      sync.Mutex
	every   *jsonNames // of all blocks decoded so far; nil where nobody asked
}

func openNDJSON(name string, src stream, columns []Column, o Options) (Reader, error) {
	head, err := src.firstBytes()
	if err != nil {
		return nil, err
	}
	if err := textOnly(name, head, "ndjson"); err != nil {
		return nil, err
	}
	r := &ndjsonReader{columns: columns, lines: o.Lines, closer: src, tree: newJSONTree()}
	for i := range columns {
		r.hash = append(r.hash, o.hashing(i))
	}
	r.cutter = newCutter(name, src, o)
	switch form := formOf(head); {
	case o.Rows != "":
		r.cutter.find = newEnvelopeFinder(name, o.Rows).find
	case form == oneALine:
		r.cutter.find = (&lineFinder{}).find
	case form == oneArray:
		r.cutter.find = (&arrayFinder{name: name}).find
	case form == objects:
		r.cutter.find = (&objectFinder{name: name}).find
	}
	// Only rows tell which columns there are, so the first block is cut now.
	if r.first, err = r.cutter.next(); err == io.EOF {
		return nil, emptyError(name)
	}
	for err == nil && r.first.rows == 0 { // what comes before the rows
		r.cutter.release(r.first.buf)
		r.first, err = r.cutter.next()
	}
	if err == io.EOF {
		return nil, dataError{fmt.Sprintf("%s holds a list without rows; was the export finished?", name), ErrNoRows}
	}
	if err != nil {
		return nil, err
	}
	names := jsonNames{seen: map[string]bool{}}
	eachLine(r.first, func(line []byte) { names.add(line) })
	if r.names = names.sorted(); len(r.names) == 0 {
		if err := onlyLists(name, r.first); err != nil {
			return nil, err
		}
	}
	near, err := renamed(name, r.names, columns, o)
	if err != nil {
		return nil, err
	}
	var ways [][]split
	for i, c := range columns {
		list := splits(c.Name)
		if near[i].Name != c.Name {
			list = append(list, splits(near[i].Name)...) // later rows may still have the name as asked
		}
		ways = append(ways, list)
	}
	r.tree = newJSONTree(ways...)
	return r, nil
}

func (r *ndjsonReader) Names() []string { return r.names }

func (r *ndjsonReader) Close() error { return r.closer.Close() }

func (r *ndjsonReader) Next() (Block, error) {
	if t := r.first; t != nil {
		r.first = nil
		return &ndjsonBlock{r, t}, nil
	}
	t, err := r.cutter.next()
	if err != nil {
		return nil, err
	}
	return &ndjsonBlock{r, t}, nil
}

type ndjsonBlock struct {
	r *ndjsonReader
	t *text
}

func (b *ndjsonBlock) Decode() (batch *Batch, err error) {
	defer recoverTo(&err, b.r.cutter.name, b.t.firstRow)
	if b.t.broken != "" {
		return brokenBatch(b.t, len(b.r.columns)), nil
	}
	if b.r.every != nil {
		b.r.gather(b.t)
	}
	s, _ := b.r.scratch.Get().(*ndjsonScratch)
	if s == nil {
		s = newNDJSONScratch(b.r.columns, b.r.hash)
	}
	batch = b.r.decode(b.t, s, true)
	b.r.scratch.Put(s)
	b.r.cutter.release(b.t.buf)
	return batch, nil
}

// decode reads every row, by the order of keys where that may be.
func (r *ndjsonReader) decode(t *text, s *ndjsonScratch, quick bool) *Batch {
	batch := &Batch{Columns: make([]arrow.Array, len(r.columns)), FirstRow: t.firstRow}
	if r.lines {
		batch.Lines = make([]uint64, 0, t.rows)
	}
	s.beginBlock(t, &batch.loan)
	valid := !s.marks.high || utf8.Valid(t.buf)
	quick = quick && valid && !s.marks.control
	row := int32(0)
	s.eachRecord(t, func(from, to int) {
		s.next()
		if !quick || !s.quickRow(r.tree, from, to) {
			if why, asked := s.slowRow(r.tree, from, to, valid, r.columns); why != "" {
				batch.Bad = append(batch.Bad, BadRow{Row: t.firstRow + t.row(int(row)) + 1, Value: clip(t.buf[from:to],
					200), Why: why})
				batch.Hangs = batch.Hangs || asked
				row++
				return
			}
		}
		s.rowOf = append(s.rowOf, row)
		if r.lines {
			batch.Lines = append(batch.Lines, xxh3.Hash(t.buf[from:to]))
		}
		s.rows++
		row++
	})
	s.flush()
	if s.refused {
		batch.Release()
		return r.decode(t, s, quick)
	}
	batch.Rows = len(s.rowOf)
	batch.RowIndex = t.rowIndex(s.rowOf, len(batch.Bad) > 0)
	for i, c := range s.columns {
		if c.any {
			batch.take(i, c)
		}
	}
	return batch
}

// eachRecord calls f with where every record of a block that is not empty
// begins and ends.
func eachRecord(t *text, f func(from, to int)) {
	if t.spans != nil {
		for _, s := range t.spans {
			f(int(s.from), int(s.to))
		}
		return
	}
	for from := 0; from < len(t.buf); {
		to := from + bytes.IndexByte(t.buf[from:], '\n')
		if t.buf[from] == '{' || !emptyLine(t.buf[from:to]) {
			f(from, to)
		}
		from = to + 1
	}
}

// eachLine calls f with every such record, a newline at its end.
func eachLine(t *text, f func(line []byte)) {
	b := t.buf[:len(t.buf)+1]
	eachRecord(t, func(from, to int) {
		behind := b[to] // of the next record, perhaps
		b[to] = '\n'
		f(b[from : to+1])
		b[to] = behind
	})
}

// emptyLine says whether a line is white space only.
func emptyLine(b []byte) bool {
	for _, c := range b {
		if c != ' ' && c != '\t' && c != '\r' {
			return false
		}
	}
	return true
}

// lineFinder finds one object a line: a newline cannot stand within one.
type lineFinder struct{ marks marks }

// find is a cutter's find.
func (f *lineFinder) find(b []byte, _ bool) (cut, error) {
	f.marks.of(b, '\n', '\n', '\n')
	k := cut{end: f.marks.lastLine(), empty: emptyLine}
	from := 0
	for i := range f.marks.words {
		for w := f.marks.words[i].y; w != 0; w &= w - 1 {
			to := 64*i + bits.TrailingZeros64(w)
			if b[from] > ' ' || !emptyLine(b[from:to]) {
				k.rows++
			}
			from = to + 1
		}
	}
	return k, nil
}

func openNDJSONSource(s source, columns []Column, o Options) (Reader, error) {
	return openNDJSON(s.name, s.text, columns, o)
}
