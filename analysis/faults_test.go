package analysis

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
		for name, f := range map[string]func(){
			"shuffles": func() {
				shuffles(context.Background(), 50, workers, 1, func(_, run int, _ *rand.Rand) {
					if run >= 7 {
						panic("broken")
					}
				})
			},
			"draws": func() { (&planned{}).count(context.Background(), 1, 50, workers) },
		} {
			err := func() (err error) {
				defer fault.Catch(&err, "")
				f()
				return nil
			}()
			if err == nil {
				t.Errorf("%s with %d workers: no fault came out", name, workers)
			}
		}
	}
}
