package format

import (
	"fmt"
	"io"
	"os"
)

// spool copies the stream to a file of its own, which is gone after Close:
// some formats have their table of contents at the end.
func (s *source) spool(dir string) error {
	f, err := os.CreateTemp(dir, "uptake-*")
	if err != nil {
		return dataError{fmt.Sprintf("%s has to be read from its end, so it is copied to disk first, but no "+
			"temporary file can be made: %v", s.name, err), err}
	}
	// Where the system allows, the name goes at once: then a kill leaves
	// nothing behind.
	os.Remove(f.Name())
	t := &spooled{f, s.text.Closer}
	n, err := io.Copy(f, s.text)
	if err != nil {
		t.Close()
		return readError(s.name, fmt.Errorf("copying it to a temporary file: %w", err))
	}
	s.at, s.size = f, n
	s.text.Closer = t
	return nil
}

type spooled struct {
	file  *os.File
	inner io.Closer
}

func (t *spooled) Close() error {
	t.file.Close()
	os.Remove(t.file.Name())
	return t.inner.Close()
}
