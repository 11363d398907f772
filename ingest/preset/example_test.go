package preset_test

import (
	"fmt"

	"uptake/ingest/preset"
)

// A preset says what is bound of a vendor's export, and how its names are known.
func ExampleNamed() {
	p, ok := preset.Named("posthog")
	fmt.Println(p.Name, p.Event, p.Arm, ok)
	fmt.Println(p.Columns[:3])
	fmt.Println(p.Outside)
	// Output:
	// PostHog $feature_flag_called properties.$feature_flag_response true
	// [ts: timestamp unit: distinct_id event_id: uuid]
	// [false ]
}
