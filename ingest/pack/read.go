package pack

import (
	"fmt"
	"io"
	"os"
	"slices"
	"sync"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/klauspost/compress/s2"

	"uptake/ingest/format"
)

// pack is a pack that lies in the folder.
type pack struct {
	path string
	size int64
	*contents
	mu    sync.Mutex
	whole []bool // columns whose checksums were right tonight
	used  bool   // tonight
}

// openPack reads what a pack says of itself.
func openPack(path string) (*pack, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	c, err := readContents(f, info.Size())
	if err != nil {
		return nil, err
	}
	return &pack{path: path, size: info.Size(), contents: c, whole: make([]bool, len(c.Columns))}, nil
}

// serving says where the asked columns stand, −1 for those that the file certainly lacks.
// lacking are those of which the pack cannot tell; said is the note on names.
func (p *pack) serving(name string, ask []format.Column) (at []int, lacking []format.Column, said string, err error) {
	near, said, err := format.Near(name, p.Names, ask)
	if err != nil {
		return nil, nil, "", err
	}
	if p.Exactly && !slices.Equal(p.Columns, storedAs(ask)) || p.Top != nil && !p.Top.Same(ask) {
		return nil, ask, said, nil
	}
	for i, c := range ask {
		k := p.column(c)
		if k < 0 && !p.Gathers {
			k = p.column(near[i])
		}
		switch {
		case k >= 0:
		case p.Gathers && p.Whole && near[i].Name == c.Name && format.Lacks(p.Paths, c.Name):
		case !p.Gathers && format.Lacks(p.Names, near[i].Name):
		default:
			lacking = append(lacking, c)
		}
		at = append(at, k)
	}
	return at, lacking, said, nil
}

// holds reports whether the pack serves everybody whom another of its content serves.
func (p *pack) holds(o *pack) bool {
	return !p.Exactly && !o.Exactly && slices.Equal(p.Names, o.Names) && !slices.ContainsFunc(o.Columns,
		func(c stored) bool { return p.column(format.Column(c)) < 0 })
}

func storedAs(ask []format.Column) (out []stored) {
	for _, c := range ask {
		out = append(out, stored(c))
	}
	return out
}

// column finds a column that was packed for whoever asks for it like this. One that was
// packed as it may be left out does where it was nowhere left out.
func (p *pack) column(c format.Column) int {
	k := slices.IndexFunc(p.Columns, func(s stored) bool { return s.Name == c.Name })
	if k < 0 || c.Optional || !p.Columns[k].Optional || p.Gathers {
		return k
	}
	if slices.ContainsFunc(p.blocks, func(b block) bool { return b.rows > 0 && b.columns[k].none() }) {
		return -1
	}
	return k
}

// check reads the asked columns that were not looked at yet and holds them against
// their checksums.
func (p *pack) check(f io.ReaderAt, at []int) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var fresh []int
	for _, k := range at {
		if k >= 0 && !p.whole[k] && !slices.Contains(fresh, k) {
			fresh = append(fresh, k)
		}
	}
	var b []byte
	look := func(x part) error {
		if x.none() {
			return nil
		}
		b = slices.Grow(b[:0], x.size)[:x.size]
		if _, err := f.ReadAt(b, x.at); err != nil {
			return fmt.Errorf("%w: %w", errDamaged, err)
		}
		if sumOf(b) != x.sum {
			return fmt.Errorf("%w: a checksum is another at byte %d", errDamaged, x.at)
		}
		return nil
	}
	for i := range p.blocks {
		x := &p.blocks[i]
		if err := look(x.aside); err != nil {
			return err
		}
		for _, k := range fresh {
			if err := look(x.columns[k]); err != nil {
				return err
			}
		}
	}
	for _, k := range fresh {
		p.whole[k] = true
	}
	return nil
}

// packReader reads a pack in place of its file.
type packReader struct {
	p    *pack
	file *os.File
	at   []int // by asked column
	pick func(before int64, rows int) []int32
	next int
}

// open begins to read a pack whose columns stand at these places.
func (p *pack) open(at []int, pick func(int64, int) []int32) (*packReader, error) {
	f, err := os.Open(p.path)
	if err != nil {
		return nil, err
	}
	if err := p.check(f, at); err != nil {
		f.Close()
		return nil, err
	}
	return &packReader{p: p, file: f, at: at, pick: pick}, nil
}

// Names lists the file's columns.
func (r *packReader) Names() []string { return r.p.Names }

// Close closes the pack.
func (r *packReader) Close() error { return r.file.Close() }

// Next gives the next block.
func (r *packReader) Next() (format.Block, error) {
	for r.next < len(r.p.blocks) {
		x := &r.p.blocks[r.next]
		r.next++
		if r.pick == nil || len(r.pick(x.first, x.spans)) > 0 {
			return &packedBlock{r, x}, nil
		}
	}
	return nil, io.EOF
}

type packedBlock struct {
	r *packReader
	x *block
}

// Decode reads the block's columns.
func (b *packedBlock) Decode() (*format.Batch, error) {
	batch := &format.Batch{Columns: make([]arrow.Array, len(b.r.at)), Rows: b.x.rows, FirstRow: b.x.first}
	if !b.x.aside.none() {
		var a aside
		m, err := b.read(batch, b.x.aside)
		if err == nil {
			err = a.read(m)
		}
		if err != nil {
			return nil, b.error(err)
		}
		batch.RowIndex, batch.Bad = a.Index, a.Bad
	}
	for i, k := range b.r.at {
		if k < 0 || b.x.columns[k].none() {
			continue
		}
		if same := slices.Index(b.r.at[:i], k); same >= 0 {
			batch.Columns[i] = batch.Columns[same]
			continue
		}
		m, err := b.read(batch, b.x.columns[k])
		if err == nil {
			v := view{b: m, lend: batch.Lend}
			batch.Columns[i], err = v.array()
		}
		if err != nil {
			return nil, b.error(err)
		}
	}
	return batch, nil
}

func (b *packedBlock) error(err error) error {
	return fmt.Errorf("the pack %s, which was whole when it was opened, cannot be read on: %w; run the night again",
		b.r.p.path, err)
}

var packedRooms sync.Pool // of *[]byte

// read reads a part into memory of the batch.
func (b *packedBlock) read(batch *format.Batch, p part) ([]byte, error) {
	out := batch.Lend(p.plain)
	if !p.packed() {
		_, err := b.r.file.ReadAt(out, p.at)
		return out, err
	}
	room, _ := packedRooms.Get().(*[]byte)
	if room == nil {
		room = &[]byte{}
	}
	defer packedRooms.Put(room)
	*room = slices.Grow((*room)[:0], p.size)[:p.size]
	if _, err := b.r.file.ReadAt(*room, p.at); err != nil {
		return nil, err
	}
	n, err := s2.DecodedLen(*room)
	if err == nil && n != p.plain {
		err = errColumn
	}
	if err != nil {
		return nil, err
	}
	return s2.Decode(out, *room)
}
