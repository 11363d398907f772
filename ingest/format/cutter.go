package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"uptake/analysis/fault"
)

const (
	// defaultBlock is how many bytes of text make a block: enough rows to
	// pay for a block, few enough to stay in the processor's cache.
	defaultBlock = 1 << 20
	// maxRecord is the longest row of text. It bounds what a quote or
	// bracket that never closes can make a reader hold.
	maxRecord = 16 << 20
	// slack is room behind a block's text: for a missing last newline and for
	// what looks at many bytes at once.
	slack = overrun
)

// text is one block of whole records as they stand in the file.
type text struct {
	buf      []byte // every record ends in a newline; slack bytes follow
	firstRow int64
	rows     int
	spans    []span  // where records are, when newlines do not say
	only     []int32 // the places of its rows among the block's, when some were left out; nil = all are there
	broken   string  // why the block's one row could not be cut; usually empty
	marks    *marks  // of buf and some bytes behind it, quoted text taken out, where the finder made such; else nil
}

// span is a record's place in a block; the byte at its end is not part of it.
type span struct{ from, to uint32 }

// cut is what a finder says about a buffer.
type cut struct {
	end    int // the bytes before it are whole records; 0 when there is not one
	rows   int
	spans  []span
	broken string
	// empty says of a line whether it is no record, where every line that is not
	// empty is one; nil where newlines do not part records.
	empty  func(line []byte) bool
	marks  *marks     // see text.marks
	within []landmark // of the block, where they are asked for and known
}

// cutter reads a stream and cuts it into blocks of whole records.
type cutter struct {
	name  string
	src   io.Reader
	size  int
	pick  func(before int64, rows int) []int32 // see Options.Pick
	find  func(b []byte, eof bool) (cut, error)
	carry []byte // read, but not of a whole record yet
	eof   bool
	rows  int64       // records given out
	spare chan []byte // memory of blocks that were decoded, to be used again

	landmarks *Landmarks // nil = none are noted or used
	at        int64      // of the file, where carry begins
	file      io.ReaderAt
	left      []landmark // to be leapt over; nil = the file is read in order
}

func newCutter(name string, src io.Reader, o Options) *cutter {
	size := o.BlockBytes
	if size <= 0 {
		size = defaultBlock
	}
	const most = 64 // blocks are kept for later; of more the collector has the rest
	return &cutter{name: name, src: src, size: size, pick: o.Pick, spare: make(chan []byte, most)}
}

// release takes a block's memory back; nothing may refer to it any more.
func (c *cutter) release(b []byte) {
	if cap(b) != c.size+slack { // a block that had to grow
		return
	}
	select {
	case c.spare <- b[:cap(b)]:
	default:
	}
}

// next gives the next block, or io.EOF.
func (c *cutter) next() (*text, error) {
	if c.left != nil {
		return c.leap()
	}
	var buf []byte
	select {
	case buf = <-c.spare:
	default:
		buf = make([]byte, c.size+slack)
	}
	if need := len(c.carry) + 1 + slack; need > len(buf) {
		buf = make([]byte, 2*need)
	}
	n := copy(buf, c.carry)
	c.carry = c.carry[:0]
	for {
		var err error
		if n, err = c.fill(buf, n); err != nil {
			return nil, err
		}
		if n == 0 {
			if _, err := c.find(nil, true); err != nil { // it waited for more
				return nil, err
			}
			c.ended()
			return nil, io.EOF
		}
		k, err := c.find(buf[:n], c.eof)
		if err != nil {
			return nil, err
		}
		if k.end > 0 {
			c.carry = append(c.carry, buf[k.end:n]...)
			t := &text{buf: buf[:k.end], firstRow: c.rows, rows: k.rows, spans: k.spans, broken: k.broken,
				marks: k.marks}
			c.note(k)
			c.rows, c.at = c.rows+int64(k.rows), c.at+int64(k.end)
			if c.pick == nil || k.broken != "" {
				return t, nil
			}
			if wanted := c.pick(t.firstRow, t.rows); len(wanted) == 0 {
				t.unmark()
				n = copy(buf, c.carry)
				c.carry = c.carry[:0]
				continue
			} else if k.empty != nil {
				t.leave(wanted, k.empty)
			}
			return t, nil
		}
		k.marks.release()
		if n >= maxRecord {
			return nil, fault.At(fault.Place{File: c.name, Row: c.rows + 1},
				fmt.Errorf("row %d of %s is longer than %d MiB, so its end was not found; look there for a quote or "+
					"bracket that opens and does not close (it begins %q)",
					c.rows+1, c.name, maxRecord>>20, clip(buf[:n], 60)))
		}
		buf = append(buf[:n:n], make([]byte, len(buf))...)
	}
}

// unmark has the memory of the marks used again.
func (t *text) unmark() {
	t.marks.release()
	t.marks = nil
}

// leave keeps of a block's lines those of some rows.
func (t *text) leave(rows []int32, empty func([]byte) bool) {
	kept, place := 0, int32(0)
	t.only = rows
	t.unmark()
	for b := t.buf; len(rows) > 0; {
		end := bytes.IndexByte(b, '\n') + 1
		if !empty(b[:end-1]) {
			if place == rows[0] {
				kept += copy(t.buf[kept:], b[:end])
				rows = rows[1:]
			}
			place++
		}
		b = b[end:]
	}
	t.buf = t.buf[:kept]
}

// row is the place among the block's rows of one that was decoded.
func (t *text) row(decoded int) int64 {
	if t.only != nil {
		return int64(t.only[decoded])
	}
	return int64(decoded)
}

// rowIndex gives the places of rows that were decoded, nil where they are
// their own.
func (t *text) rowIndex(decoded []int32, bad bool) []int32 {
	if t.only == nil && !bad {
		return nil
	}
	out := append([]int32{}, decoded...)
	for i, k := range out {
		out[i] = int32(t.row(int(k)))
	}
	return out
}

// fill reads until buf is full but for the slack, or the stream ends. At the
// end of the stream it adds a missing last newline.
func (c *cutter) fill(buf []byte, n int) (int, error) {
	for !c.eof && n < len(buf)-slack {
		m, err := c.src.Read(buf[n : len(buf)-slack])
		n += m
		if errors.Is(err, io.EOF) {
			c.eof = true
			if n > 0 && buf[n-1] != '\n' {
				buf[n] = '\n'
				n++
			}
		} else if err != nil {
			return n, readError(c.name, err)
		}
	}
	return n, nil
}

// clip gives the beginning of b as text for a message, without its line end.
func clip(b []byte, most int) string {
	b = bytes.TrimRight(b, "\r\n")
	if len(b) > most {
		b = b[:most]
	}
	return string(bytes.ToValidUTF8(b, []byte("\uFFFD")))
}
