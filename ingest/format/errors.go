package format

import (
	"errors"
	"fmt"
	"runtime"

	"uptake/analysis/fault"
)

// ErrEmpty is what an error is (errors.Is) when a file has no byte in it,
// nothing but empty lines, or a JSON list without rows. A file that has a header and no rows is no error.
var ErrEmpty = errors.New("the file is empty")

// ErrNoRows is the ErrEmpty of a JSON list without rows.
var ErrNoRows = fmt.Errorf("%w: a list without rows", ErrEmpty)

func emptyError(name string) error {
	return dataError{fmt.Sprintf("%s is empty: not even a header is in it; was the export finished?", name), ErrEmpty}
}

// dataError is a whole sentence already: it names the file.
type dataError struct {
	text  string
	cause error
}

func (e dataError) Error() string { return e.text }
func (e dataError) Unwrap() error { return e.cause }

// readError makes a sentence of an error in reading the bytes of a file.
func readError(name string, err error) error {
	if isSentence(err) {
		return err
	}
	return dataError{fmt.Sprintf("%s could not be read on: %v", name, err), err}
}

// isSentence says whether an error names the file already: one of this package, or one
// of whoever gave the bytes that says so.
func isSentence(err error) bool {
	var d dataError
	var s interface{ Sentence() }
	return errors.As(err, &d) || errors.As(err, &s)
}

// recoverTo turns a panic of a library at a file's content into an error.
func recoverTo(err *error, name string, row int64) {
	at := fault.Place{File: name, Row: row + 1}
	switch r := recover().(type) {
	case nil:
	case runtime.Error:
		*err = fault.At(at, dataError{fmt.Sprintf("%s is damaged somewhere behind row %d: what it says about itself "+
			"does not hold (%v)", name, row, r), r})
	default:
		*err = fault.At(at, dataError{fmt.Sprintf("%s is damaged somewhere behind row %d: %v", name, row, r), nil})
	}
}
