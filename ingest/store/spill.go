package store

import (
	"encoding/binary"
	"fmt"
	"os"
	"sync"
	"sync/atomic"

	"github.com/zeebo/xxh3"

	"uptake/analysis/whole"
)

// spill is where full chunks go once those in memory take more than they may: one file
// without a name, which is gone when the process is.
type spill struct {
	most int64        // bytes of chunks that stay in memory; 0 = all do
	held atomic.Int64 // bytes of chunks in memory
	mu   sync.Mutex
	file *os.File // nil until something was written
	size int64

	buffer []byte // of the chunk that is written
}

// full reports whether another chunk goes to the file.
func (s *spill) full() bool { return s.most > 0 && s.held.Load() >= s.most }

// headSize is how many bytes a Head takes in the file.
const headSize = 24

// write puts the rows of a chunk into the file.
func (s *spill) write(heads []Head, rest []byte) (c chunk, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		if s.file, err = os.CreateTemp("", "uptake-rows-"); err != nil {
			return c, fmt.Errorf("rows that do not fit into memory have no place in %s: %w. Set TMPDIR to a folder "+
				"with room, or allow more memory", os.TempDir(), whole.Bare(err))
		}
		os.Remove(s.file.Name()) // where a file in use cannot be removed, close does
	}
	b := s.buffer[:0]
	for i := range heads {
		h := &heads[i]
		b = binary.LittleEndian.AppendUint64(b, uint64(h.TS))
		b = binary.LittleEndian.AppendUint64(b, h.EventID)
		b = binary.LittleEndian.AppendUint32(b, h.unit)
		b = binary.LittleEndian.AppendUint32(b, h.word)
	}
	b = append(b, rest...)
	s.buffer = b
	if _, err := s.file.WriteAt(b, s.size); err != nil {
		return c, fmt.Errorf("rows that do not fit into memory cannot be written to %s after %d MB: %w. Set TMPDIR "+
			"to a folder with room, or allow more memory", os.TempDir(), s.size>>20, whole.Bare(err))
	}
	c = chunk{at: s.size, rows: len(heads), size: len(b), sum: xxh3.Hash(b)}
	s.size += int64(len(b))
	return c, nil
}

// read gives a chunk that was written: the heads, and after as many bytes as these took
// the rest of its rows. Both have the room that it asks for.
func (s *spill) read(c *chunk, heads []Head, b []byte) error {
	if _, err := s.file.ReadAt(b, c.at); err != nil {
		return fmt.Errorf("rows that were written to %s cannot be read again: %w", os.TempDir(), whole.Bare(err))
	}
	if xxh3.Hash(b) != c.sum {
		return fmt.Errorf("rows that were written to %s came back changed: that disk cannot be relied on", os.TempDir())
	}
	for i := range heads {
		le, h := binary.LittleEndian, b[i*headSize:]
		heads[i] = Head{int64(le.Uint64(h)), le.Uint64(h[8:]), le.Uint32(h[16:]), le.Uint32(h[20:])}
	}
	return nil
}

func (s *spill) close() {
	if s.file != nil {
		s.file.Close()
		os.Remove(s.file.Name())
	}
}
