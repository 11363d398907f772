package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"uptake/analysis/spec"
)

// keptStdin is standard input on disk, for a command that reads it twice.
type keptStdin struct {
	path string // "" when standard input is not a source
	real *os.File
	open *os.File
}

// keepStdin copies standard input to a temporary file if it is a source, and
// puts the file in its place.
func keepStdin(e *spec.Experiment) (*keptStdin, error) {
	k := &keptStdin{real: os.Stdin}
	stdin := e.Assignments != nil && e.Assignments.Path == "-"
	for _, s := range e.Sources {
		stdin = stdin || s.Path == "-"
	}
	if !stdin {
		return k, nil
	}
	f, err := os.CreateTemp("", "uptake-stdin-*")
	if err == nil {
		k.path = f.Name()
		_, err = io.Copy(f, k.real)
		err = errors.Join(err, f.Close())
	}
	if err == nil {
		err = k.rewind()
	}
	if err != nil {
		k.remove()
		return nil, fmt.Errorf("standard input cannot be kept to be read twice: %w", err)
	}
	return k, nil
}

// rewind lets the next reader begin at the beginning.
func (k *keptStdin) rewind() (err error) {
	if k.path == "" {
		return nil
	}
	if k.open != nil {
		k.open.Close()
	}
	k.open, err = os.Open(k.path)
	os.Stdin = k.open
	return err
}

// remove puts standard input back and removes the file.
func (k *keptStdin) remove() {
	if k.path == "" {
		return
	}
	os.Stdin = k.real
	if k.open != nil {
		k.open.Close()
	}
	os.Remove(k.path)
}
