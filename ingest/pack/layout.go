package pack

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"sync"

	"uptake/ingest/format"
)

// A pack's file:
//
//	magic
//	columns of blocks and what else a block has, each packed by itself
//	the contents: what the pack is, and where everything is
//	size and checksum of the contents | magic
//
// layout is the number of this and of what is told apart in it.
const layout = 1

const (
	magic   = "UPTPACK1"
	trailer = 8 + 4 + len(magic)
)

// contents is what a pack says of itself.
type contents struct {
	Layout  int
	Version string      // of the program: another may read a file in another way
	Content string      // hash of the file's bytes
	As      written     // how the file was said to be written
	Columns []stored    // in the order in which their parts lie
	Names   []string    // of the file's columns
	Top     *format.Top // of delimited text
	Gathers bool        // rows tell their columns themselves:
	Paths   []string    // of all of them
	Whole   bool        // none of the paths was left out
	Exactly bool        // rows hang on what is asked: the pack is for whoever asks for just these columns
	Notes   []string    // but the one that hangs on what is asked
	blocks  []block
}

// written is what says how a file is written.
type written struct {
	Format string
	Rows   string
	CSV    format.Dialect
	Family string // that the file's name says
}

// stored is one column of a pack.
type stored struct {
	Name     string
	Repeats  bool
	Numbers  bool `json:",omitempty"`
	Optional bool
}

// block is one block of the file.
type block struct {
	first   int64 // rows before it
	rows    int
	spans   int    // rows of the file that it stands for
	aside   part   // numbers of rows, and rows that could not be split; empty where there are none
	columns []part // empty where the block has no such column
}

// part is a piece of the file with a checksum of its own.
type part struct {
	at    int64
	size  int // as it lies
	plain int // unpacked, 0 where there is nothing
	sum   uint32
}

func (p part) none() bool   { return p.plain == 0 }
func (p part) packed() bool { return p.size != p.plain }

// table is made once.
var table = sync.OnceValue(func() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) })

func sumOf(b []byte) uint32 { return crc32.Checksum(b, table()) }

// appendContents writes the contents and the end of a file.
func appendContents(b []byte, c *contents) ([]byte, error) {
	var said bytes.Buffer
	if err := gob.NewEncoder(&said).Encode(c); err != nil {
		return nil, err
	}
	from := len(b)
	b = binary.AppendUvarint(b, uint64(said.Len()))
	b = append(b, said.Bytes()...)
	b = binary.AppendUvarint(b, uint64(len(c.blocks)))
	for _, x := range c.blocks {
		b = binary.AppendUvarint(b, uint64(x.first))
		b = binary.AppendUvarint(b, uint64(x.rows))
		b = binary.AppendUvarint(b, uint64(x.spans))
		b = appendPart(b, x.aside)
		for _, p := range x.columns {
			b = appendPart(b, p)
		}
	}
	size := len(b) - from
	b = binary.LittleEndian.AppendUint64(b, uint64(size))
	b = binary.LittleEndian.AppendUint32(b, sumOf(b[from:from+size]))
	return append(b, magic...), nil
}

func appendPart(b []byte, p part) []byte {
	b = binary.AppendUvarint(b, uint64(p.plain))
	if p.none() {
		return b
	}
	b = binary.AppendUvarint(b, uint64(p.size))
	b = binary.AppendUvarint(b, uint64(p.at))
	return binary.LittleEndian.AppendUint32(b, p.sum)
}

// errDamaged is a pack that is not what was written.
var errDamaged = errors.New("it is damaged")

// readContents reads the contents of a file of a size.
func readContents(f io.ReaderAt, size int64) (*contents, error) {
	if size < int64(len(magic)+trailer) {
		return nil, fmt.Errorf("%w: it is cut off", errDamaged)
	}
	end := make([]byte, trailer)
	if _, err := f.ReadAt(end, size-int64(trailer)); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint64(end)
	if string(end[12:]) != magic || n > uint64(size)-uint64(len(magic)+trailer) {
		return nil, fmt.Errorf("%w: it does not end like a pack", errDamaged)
	}
	b := make([]byte, n)
	if _, err := f.ReadAt(b, size-int64(trailer)-int64(n)); err != nil {
		return nil, err
	}
	if sumOf(b) != binary.LittleEndian.Uint32(end[8:]) {
		return nil, fmt.Errorf("%w: the checksum of its contents is another", errDamaged)
	}
	r := reader{b}
	c := &contents{}
	said := r.bytes(int(r.number()))
	if err := gob.NewDecoder(bytes.NewReader(said)).Decode(c); err != nil {
		return nil, fmt.Errorf("%w: %v", errDamaged, err)
	}
	if c.Layout != layout { // what follows may be written otherwise
		return c, nil
	}
	c.blocks = make([]block, r.number())
	for i := range c.blocks {
		x := &c.blocks[i]
		x.first, x.rows, x.spans = int64(r.number()), int(r.number()), int(r.number())
		x.aside = r.part()
		x.columns = make([]part, len(c.Columns))
		for k := range x.columns {
			x.columns[k] = r.part()
		}
	}
	return c, nil
}

// reader reads bytes whose checksum was right.
type reader struct{ b []byte }

func (r *reader) number() uint64 {
	v, n := binary.Uvarint(r.b)
	r.b = r.b[max(n, 0):]
	return v
}

func (r *reader) bytes(n int) []byte {
	n = min(n, len(r.b))
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *reader) part() (p part) {
	if p.plain = int(r.number()); p.none() {
		return p
	}
	p.size, p.at = int(r.number()), int64(r.number())
	p.sum = binary.LittleEndian.Uint32(r.bytes(4))
	return p
}
