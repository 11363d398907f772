package event_test

import (
	"fmt"
	"time"

	"uptake/analysis/spec"
	"uptake/ingest/event"
)

// The unit of an epoch is told by its size, and a time without a zone is wall clock of the experiment's.
func ExampleClock() {
	zone, _ := time.LoadLocation("America/New_York")
	clock := event.NewClock(zone, spec.TimeForm{})
	for _, text := range []string{"1775044800", "1775044800000", "2026-04-01T12:00:00Z", "2026-04-01 08:00:00",
		"soon"} {
		at, _, found := clock.Parse(text)
		fmt.Println(time.UnixMicro(at).UTC().Format(time.RFC3339), found == event.Value)
	}
	// Output:
	// 2026-04-01T12:00:00Z true
	// 2026-04-01T12:00:00Z true
	// 2026-04-01T12:00:00Z true
	// 2026-04-01T12:00:00Z true
	// 1970-01-01T00:00:00Z false
}
