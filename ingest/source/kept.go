package source

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// Kept is standard input that can be opened more than once, each time from its
// beginning. A file is read where it lies; of anything else what was read so far
// is kept in a temporary file. The zero value is ready; Close removes the file.
type Kept struct {
	in      *os.File
	reading sync.Mutex // from in; never waited for by Close
	mu      sync.Mutex // for what is below
	file    *os.File   // what was read so far, or in itself where that is a file; nil until it is opened
	start   int64      // of the input in it
	end     int64
	whole   bool // there is no more to read
}

// Open opens standard input, or again what was read of it and then the rest.
func (k *Kept) Open() (io.ReadCloser, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.file == nil {
		if err := k.begin(); err != nil {
			return nil, err
		}
	}
	return stream{&keptReader{k, k.start}, nopCloser{}}, nil
}

func (k *Kept) begin() error {
	k.in = os.Stdin
	if info, err := k.in.Stat(); err == nil && info.Mode().IsRegular() {
		if at, err := k.in.Seek(0, io.SeekCurrent); err == nil {
			k.file, k.start, k.end, k.whole = k.in, at, info.Size(), true
			return nil
		}
	}
	file, err := os.CreateTemp("", "uptake-input-*")
	if err != nil {
		return fmt.Errorf("standard input is kept in a temporary file, which cannot be made: %w", err)
	}
	k.file = file
	return nil
}

// again reads what was read before; more is false where there is nothing after that.
func (k *Kept) again(p []byte, at int64) (n int, more bool, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case k.file == nil:
		return 0, false, os.ErrClosed
	case at < k.end:
		n, err = k.file.ReadAt(p[:min(int64(len(p)), k.end-at)], at)
		return n, true, err
	}
	return 0, !k.whole, nil
}

// further reads on and keeps it.
func (k *Kept) further(p []byte) (n int, err error) {
	n, err = k.in.Read(p)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.file == nil {
		return 0, os.ErrClosed
	}
	if _, err := k.file.WriteAt(p[:n], k.end); err != nil {
		return 0, fmt.Errorf("standard input cannot be kept in a temporary file: %w", err)
	}
	k.end, k.whole = k.end+int64(n), err == io.EOF
	return n, err
}

// keptReader reads from the beginning, whoever else reads.
type keptReader struct {
	k  *Kept
	at int64
}

func (r *keptReader) Read(p []byte) (n int, err error) {
	if n, more, err := r.k.again(p, r.at); n > 0 || err != nil {
		r.at += int64(n)
		return n, err
	} else if !more {
		return 0, io.EOF
	}
	r.k.reading.Lock()
	defer r.k.reading.Unlock()
	n, more, err := r.k.again(p, r.at) // another may have read on
	if more && n == 0 && err == nil {
		n, err = r.k.further(p)
	} else if !more && err == nil {
		err = io.EOF
	}
	r.at += int64(n)
	return n, err
}

// Close removes what was kept.
func (k *Kept) Close() error {
	if k == nil {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	file := k.file
	k.file = nil
	if file == nil || file == k.in {
		return nil
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}
