package table

import (
	"io"
	"os"
	"sync/atomic"

	"uptake/ingest/source"
)

// Progress is how far a scan has read: rows, and bytes of the files. Total is
// 0 where the size of one is not known beforehand.
type Progress struct{ Rows, Done, Total int64 }

// meters knows how far the files of a set have been read.
type meters struct {
	files []meter // by file number
	done  atomic.Int64
	total int64
}

// meter is the position up to which a file has been read.
type meter struct {
	at   atomic.Int64
	open atomic.Bool // what is read while a file is opened may be its end
}

func newMeters(files []source.File) *meters {
	m := &meters{files: make([]meter, len(files))}
	for _, f := range files {
		if f.Size < 0 {
			m.total = 0
			break
		}
		m.total += f.Size
	}
	return m
}

// reach moves a file's position forward.
func (m *meters) reach(f int, to int64) {
	x := &m.files[f]
	for old := x.at.Load(); to > old; old = x.at.Load() {
		if x.at.CompareAndSwap(old, to) {
			m.done.Add(to - old)
			return
		}
	}
}

// metered is a regular file that tells how far it was read.
type metered struct {
	*os.File
	size int64
	all  *meters
	file int
}

func (m *meters) over(f int, size int64, r io.ReadCloser) io.ReadCloser {
	if file, ok := r.(*os.File); ok {
		return &metered{file, size, m, f}
	}
	return r
}

// Size is how many bytes the file has.
func (m *metered) Size() int64 { return m.size }

// Read reads on.
func (m *metered) Read(b []byte) (int, error) {
	n, err := m.File.Read(b)
	x := &m.all.files[m.file]
	m.all.reach(m.file, x.at.Load()+int64(n))
	return n, err
}

// ReadAt reads at random: files are read from their beginning on once they are open.
func (m *metered) ReadAt(b []byte, off int64) (int, error) {
	n, err := m.File.ReadAt(b, off)
	if m.all.files[m.file].open.Load() {
		m.all.reach(m.file, off+int64(n))
	}
	return n, err
}

// WriteTo keeps the file from being copied past the meter.
func (m *metered) WriteTo(w io.Writer) (int64, error) {
	return io.Copy(w, struct{ io.Reader }{m})
}
