package health_test

import (
	"fmt"
	"time"

	"uptake/analysis/health"
	"uptake/analysis/spec"
)

// Exposed from 1 April on, data up to the noon of the 15th: two whole weeks and a day.
func ExampleFullWeeks() {
	first, _ := spec.ParseDay("2026-04-01")
	facts := &health.Facts{Exp: &spec.Experiment{End: spec.NoDay, Zone: time.UTC}, HasTime: true,
		Days: []health.Day{{Day: first}}, To: time.Date(2026, 4, 15, 12, 0, 0, 0, time.UTC).UnixMicro()}
	fmt.Println(health.FullWeeks(facts))
	// Output: 2
}
