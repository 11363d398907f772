package doc

import (
	"strconv"
	"strings"

	"uptake/charts/draw"
)

// laidTable is a table as the template walks it.
type laidTable struct {
	Table
	ID    string
	Body  [][]laidCell
	Stack bool // too wide for a phone: there every row is a list of its cells
}

type laidCell struct {
	Cell
	Row, Num bool
	Head     string // of its column, where rows are lists
}

// laidBlock is a block with what the ids of its tables start with.
type laidBlock struct {
	Block
	Under string
}

// blockAt prepares the i-th block of one kind in a section.
func blockAt(section, kind string, i int, b Block) laidBlock {
	return laidBlock{b, section + "-" + kind + "-" + strconv.Itoa(i)}
}

// phoneRoom is the width that a table has on a screen 390 wide.
const phoneRoom = 330

// width is about the width that the table cannot be made narrower than: numbers stay
// in one line, words break between words.
func (t *Table) width() float64 {
	sum := 0.0
	for i, h := range t.Head {
		w := longestWord(h.Text) * 13 * draw.Bold
		for _, r := range t.Rows {
			if i >= len(r) {
				continue
			}
			c := r[i]
			switch {
			case h.Num:
				w = max(w, draw.TextWidth(c.Text, 15), draw.TextWidth(c.Sub, 13))
			case i == 0:
				w = max(w, 150)
			case len([]rune(c.Text)) > 20:
				w = max(w, 200)
			default:
				w = max(w, longestWord(c.Text)*15, longestWord(c.Sub)*13)
			}
		}
		sum += w + 14
	}
	return sum - 14
}

// longestWord is the width of the longest word, in ems.
func longestWord(s string) (w float64) {
	for _, word := range strings.Fields(s) {
		w = max(w, draw.TextWidth(word, 1))
	}
	return w
}

// tableAt prepares the j-th table of a section.
func tableAt(section string, j int, t Table) laidTable {
	l := laidTable{Table: t, ID: section + "-table-" + strconv.Itoa(j+1), Stack: t.width() > phoneRoom}
	for _, r := range t.Rows {
		var row []laidCell
		for i, c := range r {
			x := laidCell{Cell: c, Row: i == 0}
			if i < len(t.Head) {
				if x.Num = t.Head[i].Num; l.Stack {
					x.Head = t.Head[i].Text
				}
			}
			row = append(row, x)
		}
		l.Body = append(l.Body, row)
	}
	return l
}
