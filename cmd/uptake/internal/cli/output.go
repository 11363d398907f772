package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// output is standard output; it keeps the first error, so that a full disk
// behind a redirection is not taken for success.
type output struct {
	to     io.Writer
	failed error
}

// colored reports whether words may have a colour: standard output is a terminal that
// has some, and NO_COLOR does not ask for none (no-color.org).
func (o *output) colored() bool {
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && onTerminal(o.to)
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
