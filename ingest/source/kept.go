package source

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// Kept is standard input that can be opened twice: what the first reader takes
// is kept in a temporary file, which the second reads from its beginning. The
// zero value is ready; Close removes the file.
type Kept struct{ file *os.File }

// Open opens the first time standard input and from then on what was read of it.
func (k *Kept) Open() (io.ReadCloser, error) {
	if k.file != nil {
		info, err := k.file.Stat()
		if err != nil {
			return nil, fmt.Errorf("what was read of standard input cannot be read again: %w", err)
		}
		return stream{io.NewSectionReader(k.file, 0, info.Size()), nopCloser{}}, nil
	}
	file, err := os.CreateTemp("", "uptake-input-*")
	if err != nil {
		return nil, fmt.Errorf("standard input is kept in a temporary file, which cannot be made: %w", err)
	}
	k.file = file
	return stream{io.TeeReader(os.Stdin, file), nopCloser{}}, nil
}

// Close removes what was kept.
func (k *Kept) Close() error {
	if k.file == nil {
		return nil
	}
	err := errors.Join(k.file.Close(), os.Remove(k.file.Name()))
	k.file = nil
	return err
}
