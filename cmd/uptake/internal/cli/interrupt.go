package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

// orderly is how long a run that is told to stop may take to do so by itself, which
// leaves no temporary file behind. Then it is ended: sums and pictures look at
// nothing while they are made.
const orderly = 200 * time.Millisecond

// stopped is the signal that ended a run, 0 for none, and how long the run may take
// to end by itself, 0 for orderly.
type stopped struct {
	signal   atomic.Int32
	patience atomic.Int64
}

// code is the exit code of a run that was told to stop: 128 and the signal's number.
func (s *stopped) code() int {
	if n := s.signal.Load(); n > 0 {
		return 128 + int(n)
	}
	return codeData
}

// interruptible is a context that an interrupt or a request to end cancels; done
// says that the run is over.
func (a *app) interruptible() (ctx context.Context, done func()) {
	ctx, cancel := context.WithCancel(context.Background())
	signals, over := make(chan os.Signal, 2), make(chan struct{})
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case s := <-signals:
			n, _ := s.(syscall.Signal)
			a.stop.signal.Store(int32(n))
			cancel()
		case <-over:
			return
		}
		select {
		case <-over:
			return
		case <-signals: // a second one waits for nothing
		case <-time.After(max(orderly, time.Duration(a.stop.patience.Load()))):
		}
		a.fetched.Load().Close()
		fmt.Fprintln(a.err, "uptake: stopped before the end; no file is half written")
		os.Exit(a.stop.code())
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(over)
		cancel()
	}
}
