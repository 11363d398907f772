package format

import (
	"fmt"
	"io"
	"math/bits"

	"uptake/analysis/fault"
)

// Landmarks are where some rows stand in a file of delimited text that is neither compressed nor in an encoding other
// than UTF-8. A reading of all its rows notes them; one that picks rows goes by them, and reads near those alone.
// The zero value knows none. It is of one file, and for one reading at a time.
type Landmarks struct {
	list  []landmark // in order; the last is the end of the file
	whole bool       // the file was read to its end
}

// landmark is a place between two rows.
type landmark struct {
	rows int64 // before it, that are counted
	at   int64 // among the bytes of the file
}

// apart is how many words of marks, 64 bytes each, are between two landmarks in a block.
const apart = 256

// within lists places between records in a block, of which every newline that is marked ends one.
func (m *marks) within() (list []landmark) {
	rows, end := 0, 0
	for i := range m.words {
		if w := m.words[i].y; w != 0 {
			rows += bits.OnesCount64(w)
			end = 64*i + bits.Len64(w)
		}
		if i%apart == apart-1 && end > 0 {
			list = append(list, landmark{int64(rows), int64(end)})
		}
	}
	return list
}

// goes has the cutter note landmarks of a file, or go by them, and reports whether it notes them.
func (c *cutter) goes(s source, l *Landmarks) bool {
	if l == nil || s.at == nil || s.far {
		return false
	}
	switch c.at, c.file = s.text.at(), s.at; {
	case c.pick == nil:
		*l = Landmarks{}
		c.landmarks = l
	case l.whole:
		c.left = l.list
	}
	return c.landmarks != nil
}

// note notes a block that begins where the cutter stands.
func (c *cutter) note(k cut) {
	l := c.landmarks
	if l == nil {
		return
	}
	l.list = append(l.list, landmark{c.rows, c.at})
	for _, x := range k.within {
		l.list = append(l.list, landmark{c.rows + x.rows, c.at + x.at})
	}
}

// ended notes the end of the file.
func (c *cutter) ended() {
	if l := c.landmarks; l != nil {
		l.list, l.whole = append(l.list, landmark{c.rows, c.at}), true
	}
}

// leap gives the next of the stretches between landmarks in which a row is wanted, or io.EOF.
func (c *cutter) leap() (*text, error) {
	for len(c.left) > 1 {
		from, to := c.left[0], c.left[1]
		c.left = c.left[1:]
		rows := int(to.rows - from.rows)
		if len(c.pick(from.rows, rows)) == 0 {
			continue
		}
		size := int(to.at - from.at)
		buf := make([]byte, size+1+slack)
		n, err := c.file.ReadAt(buf[:size], from.at)
		if n < size && err != io.EOF {
			return nil, readError(c.name, err)
		}
		if n > 0 && buf[n-1] != '\n' { // the last line of a file may lack it
			buf[n] = '\n'
			n++
		}
		k, err := c.find(buf[:n], false)
		if err != nil {
			return nil, err
		}
		if k.end != n || k.rows != rows {
			return nil, fault.At(fault.Place{File: c.name, Row: from.rows + 1}, fmt.Errorf("%s was changed while it "+
				"was read; read it again once it is written", c.name))
		}
		return &text{buf: buf[:n], firstRow: from.rows, rows: k.rows, marks: k.marks}, nil
	}
	return nil, io.EOF
}
