package readout

import (
	"flag"
	"maps"
	"slices"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
)

var hostileFull = flag.Bool("hostile.full", false, "put every payload into both reports, not into one by turns")

// infected calls f with every payload in every text of a report: names alone, or whatever
// the analysis writes too, by turns.
func infected(t *testing.T, f func(t *testing.T, r *report.Report, payload string)) {
	for i, n := range slices.Sorted(maps.Keys(fixture.Hostile)) {
		payload := fixture.Hostile[n]
		t.Run(n, func(t *testing.T) {
			t.Parallel()
			if *hostileFull || i%2 == 0 {
				f(t, fixture.Infect(fixture.Hold(), payload, false), payload)
			}
			if *hostileFull || i%2 == 1 {
				f(t, fixture.Infect(fixture.ThreeArms(), payload, true), payload)
			}
		})
	}
}
