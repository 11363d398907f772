package readout

import (
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
)

// infected calls f with every payload in every text of a report: names alone, or whatever
// the analysis writes too, by turns.
func infected(t *testing.T, f func(t *testing.T, r *report.Report, payload string)) {
	fixture.Payloads(func(n, payload string, everything bool) {
		t.Run(n, func(t *testing.T) {
			t.Parallel()
			if everything {
				f(t, fixture.Infect(fixture.ThreeArms(), payload, true), payload)
			} else {
				f(t, fixture.Infect(fixture.Hold(), payload, false), payload)
			}
		})
	})
}
