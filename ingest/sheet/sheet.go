package sheet

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Rows gives the rows of a sheet as lines of text with commas between the cells.
type Rows struct {
	name   string
	dates  dates
	shared []string
	merged []merged
	tags   *tags
	part   io.Closer
	note   func(format string, args ...any)

	row    int // its number in the sheet, from 1 on
	first  int // columns before it are empty
	width  int // columns from there on, 0 before it is known
	held   [][]cell
	out    []byte
	given  int
	done   bool
	failed []string // what stands in cells whose formula failed
	faults int
}

// cell is one that holds something.
type cell struct {
	column int // from 0 on
	text   string
}

// merged is a range of cells that hold what its first one does.
type merged struct {
	column, from, to int
	text             string
}

// Open opens the sheet of that name, or the first that is not hidden. note is told what was found out
// and done about it, as the end of a sentence that begins with the file's name. Errors
// are ends of a sentence too.
func Open(at io.ReaderAt, size int64, sheet string, note func(format string, args ...any)) (*Rows, error) {
	b, err := openBook(at, size)
	if err != nil {
		return nil, err
	}
	c, err := b.contents()
	if err != nil {
		return nil, err
	}
	r := &Rows{note: note, dates: c.dates}
	var names, filled []string
	k := -1
	for i, p := range c.sheets {
		names = append(names, fmt.Sprintf("%q", p.name))
		if p.name == sheet {
			k = i
		}
		if p.hidden || sheet != "" {
			continue
		}
		l, err := b.look(p.part, false)
		if err != nil {
			return nil, fmt.Errorf("its sheet %q cannot be read: %w", p.name, err)
		}
		if l.filled && len(filled) == 0 || k < 0 {
			k = i
		}
		if l.filled {
			filled = append(filled, fmt.Sprintf("%q", p.name))
		}
	}
	switch {
	case k < 0 && sheet == "":
		return nil, fmt.Errorf("all its sheets are hidden; name one with sheet: beside the path, of %s",
			strings.Join(names, ", "))
	case k < 0:
		return nil, fmt.Errorf("it has no sheet %q; it has %s", sheet, strings.Join(names, ", "))
	}
	r.name = c.sheets[k].name
	if len(filled) > 1 {
		note("is read from its sheet %q alone; there are rows in %s (name one with sheet: beside the path)", r.name,
			strings.Join(filled, ", "))
	}
	l, err := b.look(c.sheets[k].part, true)
	if err != nil {
		return nil, fmt.Errorf("its sheet %q cannot be read: %w", r.name, err)
	}
	if l.hidden > 0 {
		note("has %d hidden rows, which are read like others", l.hidden)
	}
	for _, x := range l.merged {
		from, to, _ := strings.Cut(x, ":")
		c1, r1, ok1 := place(from)
		_, r2, ok2 := place(to)
		if ok1 && ok2 && r2 > r1 {
			r.merged = append(r.merged, merged{column: c1, from: r1, to: r2})
		}
	}
	if len(r.merged) > 0 {
		note("has cells merged over several rows; what one says counts for each of them")
	}
	if r.shared, err = b.shared(c.texts); err != nil {
		return nil, err
	}
	part, err := b.part(c.sheets[k].part)
	if err != nil || part == nil {
		return nil, fmt.Errorf("its sheet %q is not in it; fetch or export it again", r.name)
	}
	r.part, r.tags = part, &tags{r: part}
	return r, nil
}

// look is what is found out about a sheet before its rows are read.
type look struct {
	filled bool // some cell has something
	hidden int  // rows
	merged []string
}

// mostMerged is how many ranges of merged cells are heeded.
const mostMerged = 1 << 16

// look looks at all of a sheet, or until it is seen whether it has something.
func (b *book) look(part string, all bool) (*look, error) {
	l := &look{}
	r, err := b.part(part)
	if err != nil || r == nil {
		return l, err
	}
	defer r.Close()
	for t := (&tags{r: r}); ; {
		err := t.next()
		if err == io.EOF {
			return l, nil
		}
		if err != nil {
			return nil, err
		}
		if !t.open {
			continue
		}
		switch string(t.name) {
		case "row":
			if h := t.attr("hidden"); h == "1" || h == "true" {
				l.hidden++
			}
		case "v", "is":
			if l.filled = true; !all {
				return l, nil
			}
		case "mergeCell":
			if l.merged = append(l.merged, t.attr("ref")); len(l.merged) > mostMerged {
				return nil, fmt.Errorf("more than %d ranges of cells are merged; export the sheet as CSV", mostMerged)
			}
		}
	}
}

// place is where a cell such as AB12 is: its column from 0 on and its row from 1 on.
func place(ref string) (column, row int, ok bool) {
	i := 0
	for ; i < len(ref) && i < 4; i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		column = column*26 + int(c-'A') + 1
	}
	for _, c := range ref[i:] {
		if c < '0' || c > '9' || row > mostRows {
			return 0, 0, false
		}
		row = row*10 + int(c-'0')
	}
	return column - 1, row, i > 0 && row > 0 && column <= mostColumns
}

// How large a sheet may be, by ECMA-376.
const (
	mostRows    = 1 << 20
	mostColumns = 1 << 14
)

// Read gives the lines.
func (r *Rows) Read(p []byte) (int, error) {
	for r.given == len(r.out) {
		if r.done {
			return 0, io.EOF
		}
		r.out, r.given = r.out[:0], 0
		for len(r.out) < 64<<10 && !r.done {
			if err := r.next(); err != nil {
				return 0, fmt.Errorf("its sheet %q cannot be read behind row %d: %w", r.name, r.row, err)
			}
		}
	}
	n := copy(p, r.out[r.given:])
	r.given += n
	return n, nil
}

func (r *Rows) Close() error { return r.part.Close() }

// next writes the next row, or holds it back as long as it is not known how wide rows are.
func (r *Rows) next() error {
	before := r.row
	cells, err := r.cells()
	if err == io.EOF {
		r.done = true
		r.settle()
		if r.faults > 0 {
			r.note("has %d cells whose formula failed (%s), which are read as missing", r.faults, strings.Join(r.failed,
				", "))
		}
		return nil
	}
	if err != nil {
		return err
	}
	for ; before+1 < r.row; before++ { // rows without a cell
		r.put(nil)
	}
	r.put(cells)
	return nil
}

// enough rows tell how wide a sheet is.
const enough = 64

func (r *Rows) put(cells []cell) {
	if r.width > 0 {
		r.write(cells)
		return
	}
	kept := slices.Clone(cells)
	if r.held = append(r.held, kept); len(r.held) >= enough {
		r.settle()
	}
}

// settle finds out between which columns rows are, and writes those held back.
func (r *Rows) settle() {
	if r.width > 0 {
		return
	}
	first, last := mostColumns, -1
	for _, cells := range r.held {
		for _, c := range cells {
			first, last = min(first, c.column), max(last, c.column)
		}
	}
	if last < 0 && !r.done {
		r.held = slices.Delete(r.held, 0, len(r.held)-1)
		return
	}
	r.first, r.width = first, max(last-first+1, 1)
	for _, cells := range r.held {
		r.write(cells)
	}
	r.held = nil
}

// write appends a row.
func (r *Rows) write(cells []cell) {
	if len(cells) == 0 {
		r.out = append(r.out, '\n')
		return
	}
	at := 0
	for _, c := range cells {
		for ; at < c.column-r.first; at++ {
			r.out = append(r.out, ',')
		}
		r.out = quoted(r.out, c.text)
	}
	if r.width == 1 && len(cells) == 1 && cells[0].text == "" {
		r.out = append(r.out, `""`...)
	}
	for ; at < r.width-1; at++ {
		r.out = append(r.out, ',')
	}
	if cells[0].column < r.first { // what stands before all others makes the row too wide
		r.out = append(r.out, ',')
	}
	r.out = append(r.out, '\n')
}

// quoted appends a field.
func quoted(out []byte, text string) []byte {
	if !strings.ContainsAny(text, ",\"\r\n") && (text == "" || text[0] > ' ' && text[len(text)-1] > ' ') {
		return append(out, text...)
	}
	out = append(out, '"')
	for i := range len(text) {
		if text[i] == '"' {
			out = append(out, '"')
		}
		out = append(out, text[i])
	}
	return append(out, '"')
}
