package cli

import (
	"errors"
	"io"
	"io/fs"
)

// output is standard output; it keeps the first error, so that a full disk
// behind a redirection is not taken for success.
type output struct {
	to     io.Writer
	failed error
}

// Write writes to standard output.
func (o *output) Write(b []byte) (int, error) {
	n, err := o.to.Write(b)
	if err != nil && o.failed == nil {
		var p *fs.PathError
		if errors.As(err, &p) {
			err = p.Err
		}
		o.failed = err
	}
	return n, err
}
