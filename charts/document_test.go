package charts

import (
	"testing"

	"uptake/analysis/power"
	"uptake/charts/internal/fixture"
)

// TestDocuments: every document has every output, the page names the JSON that is written
// beside it, also where that is not asked for, and what there is not is refused by name.
func TestDocuments(t *testing.T) {
	fixture.CheckDocument(t, Readout, fixture.Hold())
	fixture.CheckDocument(t, Ignores, investigation())
	fixture.CheckDocument(t, Plan, madePlan(t, func(*power.Inputs) {}))
	fixture.CheckDocument(t, AA, madeAA())
}
