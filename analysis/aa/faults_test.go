package aa

import (
	"context"
	"math/rand/v2"
	"testing"

	"uptake/analysis/fault"
)

// TestFaultsReachWhoWaits: a panic in a goroutine comes out where it is waited for, and
// nothing waits for ever, with one worker and with several.
func TestFaultsReachWhoWaits(t *testing.T) {
	for _, workers := range []int{1, 4} {
		err := func() (err error) {
			defer fault.Catch(&err, "")
			return shuffles(context.Background(), 50, workers, 1, func(_, run int, _ *rand.Rand) {
				if run >= 7 {
					panic("broken")
				}
			})
		}()
		if err == nil || err == context.Canceled {
			t.Errorf("%d workers: no fault came out: %v", workers, err)
		}
	}
}
