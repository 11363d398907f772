package ignore

import (
	"context"
	"testing"

	"uptake/analysis/fault"
)

// TestFaultsReachWhoWaits: a panic in one of several things comes out where they are
// waited for.
func TestFaultsReachWhoWaits(t *testing.T) {
	for _, workers := range []int{1, 4} {
		err := func() (err error) {
			defer fault.Catch(&err, "")
			f := &Facts{opt: Options{Workers: workers}}
			return f.atOnce(context.Background(), 20, func(i int) {
				if i >= 3 {
					panic("broken")
				}
			})
		}()
		if err == nil {
			t.Errorf("with %d workers: no fault came out", workers)
		}
	}
}
