package readout

import (
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// TestPlannedLooks: the page reads the intervals of the last look, and lists the
// looks with what was needed and what was seen.
func TestPlannedLooks(t *testing.T) {
	r := fixture.Hold()
	r.Looks = &report.PlannedLooks{Spending: "pocock", Days: []string{"2026-04-10", "2026-04-19", "2026-04-28"},
		Reached: 2, Next: "2026-04-28"}
	r.Decision.Early = true
	iv := report.Interval{Value: 0.05, Lo: 0.011, Hi: 0.089, Method: "fieller", Bounded: true}
	r.Metrics[0].Comparisons[0].Looks = &report.Looks{Abs: iv, Rel: iv, P: 0.02, State: "up", Looks: []report.Look{
		{Look: 1, Day: "2026-04-10", Units: 90, Skipped: "few_units", Information: fixture.Undefined(),
			Boundary: fixture.Undefined(), Level: fixture.Undefined(), Z: fixture.Undefined(), P: fixture.Undefined()},
		{Look: 2, Day: "2026-04-19", Units: 31000, Information: 1, Boundary: 2.19, Level: 0.0288, Z: 2.51, P: 0.012,
			State: "up", Crossed: true}}}
	text := string(mustRender(t, "md", r, out.Options{}))
	for _, want := range []string{"group-sequential 95%", "the data have reached look 2; the next is at the end of " +
		"28 April 2026", "skipped: too few users",
		"| 31,000 | 100% | 2.19 | 0.029 | 2.51 | yes: above zero |", "3 of 3 (28 April 2026)", "+1.1% to +8.9%"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(text, "always-valid 95% interval") {
		t.Error("the page calls the look's interval always-valid")
	}
}
