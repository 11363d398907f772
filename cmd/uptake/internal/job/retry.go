package job

import (
	"context"
	"errors"
	"net"
	"os"
	"syscall"

	"uptake/ingest/warehouse/engine"
)

// temporary are what a system says of a file or a connection that may be there again in
// a moment.
var temporary = []error{syscall.EIO, syscall.EBUSY, syscall.ETIMEDOUT, syscall.ECONNRESET, syscall.ECONNREFUSED,
	syscall.ECONNABORTED, syscall.EHOSTUNREACH,
	syscall.ENETUNREACH, syscall.ENETDOWN, syscall.EAGAIN, syscall.EINTR, syscall.EMFILE, syscall.ENFILE,
	syscall.ESTALE, os.ErrDeadlineExceeded}

// Temporary reports whether a source failed for a reason that may go by itself: a file
// server that does not answer, a connection that broke. A file that is missing, may not be
// read or is broken stays so.
func Temporary(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	for _, t := range temporary {
		if errors.Is(err, t) {
			return true
		}
	}
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

// unreached reports whether an engine could not be reached, for a reason that may go by itself: to ask it again costs
// nothing twice.
func unreached(err error) bool { return engine.Unreached(err) && Temporary(err) }

// persist does what reads sources, and again as often as Again says.
func (r Run) persist(ctx context.Context, read func() error) error {
	return r.persistIf(ctx, Temporary, read)
}

// persistIf persists where the error is such a one.
func (r Run) persistIf(ctx context.Context, such func(error) bool, do func() error) error {
	for try := 1; ; try++ {
		err := do()
		if err == nil || r.Again == nil || !such(err) || !r.Again(ctx, try, err) {
			return err
		}
	}
}
