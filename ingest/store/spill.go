package store

import (
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

// write puts the rows of a chunk into the file, and nothing of them stays in it.
func (s *spill) write(c *chunk) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		if s.file, err = os.CreateTemp("", "uptake-rows-"); err != nil {
			return fmt.Errorf("rows that do not fit into memory have no place in %s: %w. Set TMPDIR to a folder "+
				"with room, or allow more memory", os.TempDir(), whole.Bare(err))
		}
		os.Remove(s.file.Name()) // where a file in use cannot be removed, close does
	}
	b := append(append(s.buffer[:0], c.memory[:c.rests]...), c.memory[len(c.memory)-c.rows*headSize:]...)
	s.buffer = b
	if _, err := s.file.WriteAt(b, s.size); err != nil {
		return fmt.Errorf("rows that do not fit into memory cannot be written to %s after %d MB: %w. Set TMPDIR "+
			"to a folder with room, or allow more memory", os.TempDir(), s.size>>20, whole.Bare(err))
	}
	c.memory, c.at, c.sum = nil, s.size, xxh3.Hash(b)
	s.size += int64(len(b))
	return nil
}

// read gives the memory of a chunk that was written, in b, which has the size of it.
func (s *spill) read(c *chunk, b []byte) error {
	if _, err := s.file.ReadAt(b, c.at); err != nil {
		return fmt.Errorf("rows that were written to %s cannot be read again: %w", os.TempDir(), whole.Bare(err))
	}
	if xxh3.Hash(b) != c.sum {
		return fmt.Errorf("rows that were written to %s came back changed: that disk cannot be relied on", os.TempDir())
	}
	return nil
}

func (s *spill) close() {
	if s.file != nil {
		s.file.Close()
		os.Remove(s.file.Name())
	}
}
