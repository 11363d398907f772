package layout_test

import (
	"fmt"
	"math"
	"strings"
	"time"

	"uptake/ingest/simulate/layout"
)

// One instant of one exposure: a vendor logs milliseconds, another a text.
func ExampleFind() {
	e := layout.Event{ID: "e1", User: 7, At: time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC).UnixMicro(), Exposes: true,
		Met: true, Arm: layout.Test, Latency: math.NaN(), Value: math.NaN(), Experiment: "inline"}
	for _, name := range []string{"statsig", "segment"} {
		l, err := layout.Find(name)
		if err != nil {
			fmt.Println(err)
			return
		}
		line := l.Lines(&e)[0]
		for _, time := range []string{"1775034000000", "2026-04-01T09:00:00.000Z"} {
			if strings.Contains(line, time) {
				fmt.Println(l.Vendor, time)
			}
		}
	}
	// Output:
	// Statsig 1775034000000
	// Segment 2026-04-01T09:00:00.000Z
}
