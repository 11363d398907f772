package bucket_test

import (
	"fmt"

	"uptake/ingest/bucket"
)

// Where the public hashes put one unit of one experiment: an arm with the first half has those below 0.5.
func Example() {
	for _, h := range bucket.Hashes {
		fmt.Printf("%s %.4f\n", h.Vendor, h.Of("user-1", "inline-suggestions"))
	}
	// Output:
	// GrowthBook 0.9800
	// GrowthBook (hash version 1) 0.5450
	// PostHog 0.0370
	// Optimizely 0.7531
	// Unleash 0.8080
}
