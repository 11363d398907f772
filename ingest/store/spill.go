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
}

// full reports whether another chunk goes to the file.
func (s *spill) full() bool { return s.most > 0 && s.held.Load() >= s.most }

// write puts the rows of a chunk into the file.
func (s *spill) write(rows []byte) (c chunk, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		if s.file, err = os.CreateTemp("", "uptake-rows-"); err != nil {
			return c, fmt.Errorf("rows that do not fit into memory have no place in %s: %w. Set TMPDIR to a folder with room, or allow more memory", os.TempDir(), whole.Bare(err))
		}
		os.Remove(s.file.Name()) // where a file in use cannot be removed, close does
	}
	if _, err := s.file.WriteAt(rows, s.size); err != nil {
		return c, fmt.Errorf("rows that do not fit into memory cannot be written to %s after %d MB: %w. Set TMPDIR to a folder with room, or allow more memory", os.TempDir(), s.size>>20, whole.Bare(err))
	}
	c = chunk{at: s.size, size: len(rows), sum: xxh3.Hash(rows)}
	s.size += int64(len(rows))
	return c, nil
}

// read gives the rows of a chunk that was written, in the memory of buffer where they fit.
func (s *spill) read(c *chunk, buffer []byte) ([]byte, error) {
	buffer = sized(buffer, c.size)
	if _, err := s.file.ReadAt(buffer, c.at); err != nil {
		return nil, fmt.Errorf("rows that were written to %s cannot be read again: %w", os.TempDir(), whole.Bare(err))
	}
	if xxh3.Hash(buffer) != c.sum {
		return nil, fmt.Errorf("rows that were written to %s came back changed: that disk cannot be relied on", os.TempDir())
	}
	return buffer, nil
}

func (s *spill) close() {
	if s.file != nil {
		s.file.Close()
		os.Remove(s.file.Name())
	}
}
