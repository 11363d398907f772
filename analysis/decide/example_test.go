package decide_test

import (
	"fmt"
	"time"

	"uptake/analysis/decide"
	"uptake/analysis/spec"
)

// Data reach into 26 April where an experiment ends with the 28th: two whole days are to come.
func ExampleDaysLeft() {
	cut := time.Date(2026, 4, 26, 12, 0, 0, 0, time.UTC)
	end, _ := spec.ParseDay("2026-04-28")
	fmt.Println(decide.DaysLeft(end, cut.UnixMicro(), time.UTC))
	// Output: 2
}
