package plan

import (
	"context"
	"testing"

	"uptake/analysis/fault"
)

// TestFaultsReachWhoWaits: a panic in a draw comes out where the draws are waited for,
// and nothing waits for ever, with one worker and with several.
func TestFaultsReachWhoWaits(t *testing.T) {
	for _, workers := range []int{1, 4} {
		err := func() (err error) {
			defer fault.Catch(&err, "")
			_, err = (&Planned{}).Count(context.Background(), 50, workers, 1)
			return err
		}()
		if err == nil {
			t.Errorf("%d workers: no fault came out", workers)
		}
	}
}
