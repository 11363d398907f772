package format

import "math/bits"

// ndjsonScratch is the working memory of one decoding. Rows are read one by
// one, and put to the columns a stretch of them at a time: by column that takes
// half the time.
type ndjsonScratch struct {
	jsonScratch
	jsonOrder
	columns []*textColumn
	hash    []*hashing // of the columns
	refused bool       // a hash did not do: the block has to be read again
	rowOf   []int32
	marks   marks // of quotes, backslashes and newlines
	loan    *loan
	cells   []found // of rows not put to columns yet, one row after another
	rows    int     // of cells
}

func newNDJSONScratch(columns []Column, hash []*hashing) *ndjsonScratch {
	s := &ndjsonScratch{cells: make([]found, evenStretch*len(columns)), hash: hash}
	for _, c := range columns {
		s.columns = append(s.columns, newTextColumn(c.Repeats))
	}
	return s
}

// beginBlock readies for a block.
func (s *ndjsonScratch) beginBlock(t *text, l *loan) {
	t.buf[:len(t.buf)+1][len(t.buf)] = '\n' // where looking on ends
	s.b = nil
	s.text, s.loan, s.rows, s.arena, s.rowOf = t.buf, l, 0, s.arena[:0], s.rowOf[:0]
	s.jsonOrder.beginBlock()
	s.refused = false
	for i, c := range s.columns {
		if s.hash[i].wanted() {
			c.beginHashes(l, t.rows)
		} else {
			c.begin(l, t.rows)
		}
	}
	s.marks.of(t.buf, '"', '\\', '\n')
}

// eachRecord is eachRecord with newlines that are marked.
func (s *ndjsonScratch) eachRecord(t *text, f func(from, to int)) {
	if t.spans != nil {
		eachRecord(t, f)
		return
	}
	from := 0
	for i := range s.marks.words {
		for w := s.marks.words[i].z; w != 0; w &= w - 1 {
			to := 64*i + bits.TrailingZeros64(w)
			if t.buf[from] == '{' || !emptyLine(t.buf[from:to]) {
				f(from, to)
			}
			from = to + 1
		}
	}
}

// next makes room for another row.
func (s *ndjsonScratch) next() {
	if s.rows == evenStretch {
		s.flush()
	}
	s.found = s.cells[s.rows*len(s.columns) : (s.rows+1)*len(s.columns)]
}

// slowRow reads any row, and says why where it cannot, and whether a column that was
// asked for is alone to blame.
func (s *ndjsonScratch) slowRow(tree *jsonTree, from, to int, valid bool, columns []Column) (why string, asked bool) {
	behind := s.text[:to+1][to] // of the next record, perhaps
	s.text[:to+1][to] = '\n'
	defer func() { s.text[:to+1][to] = behind }()
	text := s.text
	s.text = text[:to+1]
	defer func() { s.text = text }()
	if !s.row(tree, from, to) {
		return "not a JSON object: " + s.why, false
	}
	if !valid {
		if i := s.invalid(); i >= 0 {
			return notUTF8(columns[i].Name), true
		}
	}
	s.learn(tree.root, s.b)
	return "", false
}

// flush puts the rows to the columns.
func (s *ndjsonScratch) flush() {
	for i, col := range s.columns {
		switch {
		case col.hashes != nil:
			s.putHashes(i, col)
		case col.repeats:
			s.putCodes(i, col)
		default:
			s.putTexts(i, col)
		}
	}
	s.rows, s.arena = 0, s.arena[:0]
}

// putCodes adds column i of the rows to one of codes.
func (s *ndjsonScratch) putCodes(i int, col *textColumn) {
	var cells [evenStretch]span
	any, valid := false, uint64(0)
	for row, at := 0, i; row < s.rows; row, at = row+1, at+len(s.columns) {
		f := &s.cells[at]
		if f.rank == nowhere {
			continue
		}
		any = true
		if f.kind == null {
			continue
		}
		valid |= 1 << row
		if cells[row] = (span{uint32(f.start), uint32(f.end)}); f.kind != plain || f.inner {
			cells[row] = tooLong
		}
	}
	codes := col.moreCodes(s.rows)
	missed := col.words.find(s.text[:len(s.text)+slack], cells[:s.rows], codes)
	for missed &= valid; missed != 0; missed &= missed - 1 {
		row := bits.TrailingZeros64(missed)
		codes[row] = col.words.code(s.cell(&s.cells[row*len(s.columns)+i]))
	}
	col.any = col.any || any
	col.validity.addWord(valid, s.rows)
}

// putTexts adds column i of the rows to one of texts.
func (s *ndjsonScratch) putTexts(i int, col *textColumn) {
	size := 0
	for row, at := 0, i; row < s.rows; row, at = row+1, at+len(s.columns) {
		size += int(s.cells[at].end - s.cells[at].start)
	}
	to := len(col.bytes)
	bytes := s.loan.more(col.bytes, size)
	bytes = bytes[:cap(bytes)]
	src := s.text[:len(s.text)+slack]
	ends, any := col.ends, false
	valid := uint64(0)
	for row, at := 0, i; row < s.rows; row, at = row+1, at+len(s.columns) {
		f := &s.cells[at]
		switch {
		case f.rank == nowhere:
		case f.kind == null:
			any = true
		default:
			any = true
			valid |= 1 << row
			if f.kind == plain && !f.inner {
				n := int(f.end - f.start)
				moveText(bytes[to:], src[f.start:], n)
				to += n
			} else {
				to += copy(bytes[to:], s.cell(f))
			}
		}
		ends = append(ends, int32(to))
	}
	col.bytes, col.ends, col.any = bytes[:to], ends, col.any || any
	col.validity.addWord(valid, s.rows)
}

// putHashes adds the hashes of column i of the rows; where one does not do, the block is refused.
func (s *ndjsonScratch) putHashes(i int, col *textColumn) {
	of := s.hash[i]
	hashes, any := col.hashes, false
	for row, at := 0, i; row < s.rows; row, at = row+1, at+len(s.columns) {
		f := &s.cells[at]
		hash := uint64(0)
		if f.rank != nowhere {
			any = true
			if f.kind != null {
				var ok bool
				if hash, ok = of.of(s.cell(f)); !ok {
					of.vain.Store(true)
					s.refused = true
				}
			}
		}
		hashes = append(hashes, hash)
	}
	col.hashes, col.any = hashes, col.any || any
}

// cell gives what a value means, valid until the next call.
func (s *ndjsonScratch) cell(f *found) []byte {
	if f.kind == escaped {
		s.unescaped = unescape(s.unescaped[:0], s.of(f))
		return s.unescaped
	}
	return s.of(f)
}
