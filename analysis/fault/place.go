package fault

import (
	"fmt"

	"uptake/analysis/counted"
)

// Place is where something is wrong; what is not known of it is zero.
type Place struct {
	File   string // of the data, as messages name it
	Row    int64  // from 1 on, a header not counted
	Column string // of the file
	Key    string // of the experiment file, that leads there
}

// Placed is an error and its place. Its sentence is the error's own.
type Placed struct {
	Place
	err error
}

// Error is the sentence.
func (e *Placed) Error() string { return e.err.Error() }

// Unwrap is the error without its place.
func (e *Placed) Unwrap() error { return e.err }

// At gives an error its place. Without an error there is none.
func At(p Place, err error) error {
	if err == nil {
		return nil
	}
	return &Placed{p, err}
}

// Rowf is an error about a row. Its sentence begins with where that is.
func Rowf(p Place, format string, args ...any) error {
	return At(p, fmt.Errorf("%s, row %d: %w", p.File, p.Row, counted.Errorf(format, args...)))
}
