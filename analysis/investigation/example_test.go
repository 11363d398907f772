package investigation_test

import (
	"fmt"

	"uptake/analysis/investigation"
	"uptake/analysis/report"
)

// A test of a share is sized in points of it, one of a number per unit in percent of what it was before.
func ExampleDraftedEffect() {
	for _, t := range []*report.NextTest{
		{Primary: "ignore_rate", MDE: 0.0125, Baseline: 0.4},
		{Primary: "kept_per_unit", MDE: 0.5, Baseline: 4},
	} {
		effect, known := investigation.DraftedEffect(t)
		fmt.Println(t.Primary, effect.Text, known)
	}
	// Output:
	// ignore_rate 1.25pp true
	// kept_per_unit 12.5% true
}
