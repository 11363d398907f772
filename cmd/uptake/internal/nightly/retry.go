package nightly

import (
	"context"
	"math/rand/v2"
	"time"
)

// tries is how often a source is gone to that fails for a reason which may go by itself.
const tries = 4

// again says whether a source that failed is read once more, and waits before: longer after
// every try, and not for all experiments alike. Past the deadline nothing is.
func (n *night) again(file string) func(context.Context, int, error) bool {
	return func(ctx context.Context, try int, err error) bool {
		if try >= tries {
			return false
		}
		wait := time.Duration(float64(time.Second<<(2*(try-1))) * (0.5 + rand.Float64()))
		n.o.Log.Warn("a source cannot be read for the moment and is tried once more", "file", file, "try", try, "wait",
			wait.Round(time.Millisecond).String(), "detail", err.Error())
		n.retries.Add(1)
		return n.wait(ctx, wait)
	}
}

// pause waits; false where the run is to stop.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
