package readout

import (
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
)

// infected calls f with every payload in every text of two reports.
func infected(t *testing.T, f func(t *testing.T, r *report.Report, payload string)) {
	for n, payload := range fixture.Hostile {
		t.Run(n, func(t *testing.T) {
			t.Parallel()
			f(t, fixture.Infect(fixture.Hold(), payload, false), payload)
			f(t, fixture.Infect(fixture.ThreeArms(), payload, true), payload)
		})
	}
}
