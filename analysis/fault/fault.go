// Package fault makes an error of a panic of ours, so that it takes neither the
// program nor the work beside it down. Goroutines are started through conc, whose
// Wait hands a panic in one of them on to who waits; Catch stands where there is
// something to say about it: the file, the partition, the experiment.
package fault

import (
	"fmt"

	"github.com/sourcegraph/conc/panics"
)

// Error is a panic that was caught.
type Error struct {
	While string // what was being done: "reading events.csv"
	*panics.Recovered
}

// Error says that it is ours.
func (e *Error) Error() string {
	s := "a fault of the program, not of your data"
	if e.While != "" {
		s += ", while " + e.While
	}
	return fmt.Sprintf("%s: %v", s, e.Value)
}

// Catch, deferred, puts a panic into err.
func Catch(err *error, while string) {
	if r := recover(); r != nil {
		*err = Of(r, while)
	}
}

// Of is the error of what recover gave.
func Of(r any, while string) *Error {
	if p, ok := r.(*panics.Recovered); ok { // handed on by a Wait
		return &Error{while, p}
	}
	p := panics.NewRecovered(2, r)
	return &Error{while, &p}
}
