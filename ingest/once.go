package ingest

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"uptake/ingest/format"
	"uptake/ingest/source"
)

// Once opens sources for a command that reads them several times: what does not stay as
// it is, a database or a pipe, is asked one time and kept in a temporary file, so every
// reading has the same rows. Files and objects of stores are read where they lie. The zero
// value is ready; Close removes what was kept.
type Once struct {
	mu   sync.Mutex
	kept map[string]string // path → file
}

// Open is an Opener.
func (o *Once) Open(f source.File, in format.Input, ask []format.Column, as format.Options) (format.Reader, error) {
	_, stays, err := f.Now()
	if err != nil || stays || f.Path == source.Stdin {
		return format.Open(in, ask, as)
	}
	first := in.Open
	in.Open = func() (io.ReadCloser, error) {
		path, err := o.keep(f.Path, first)
		if err != nil {
			return nil, err
		}
		return os.Open(path)
	}
	return format.Open(in, ask, as)
}

// keep copies a source into a file the first time.
func (o *Once) keep(path string, open func() (io.ReadCloser, error)) (string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if kept, done := o.kept[path]; done {
		return kept, nil
	}
	from, err := open()
	if err != nil {
		return "", err
	}
	defer from.Close()
	to, err := os.CreateTemp("", "uptake-once-*")
	if err != nil {
		return "", fmt.Errorf("a source that is read several times is kept in a temporary file, which cannot be "+
			"made: %w", err)
	}
	_, err = io.Copy(to, from)
	if err = errors.Join(err, to.Close()); err != nil {
		os.Remove(to.Name())
		return "", err
	}
	if o.kept == nil {
		o.kept = map[string]string{}
	}
	o.kept[path] = to.Name()
	return to.Name(), nil
}

// Close removes what was kept.
func (o *Once) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	var all error
	for _, path := range o.kept {
		all = errors.Join(all, os.Remove(path))
	}
	o.kept = nil
	return all
}
