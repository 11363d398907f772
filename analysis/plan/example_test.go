package plan_test

import (
	"fmt"

	"uptake/analysis/plan"
	"uptake/analysis/spec"
)

// Four weekly looks that spend little early cost 2 percent more units than one reading at the end.
func ExampleLooksInflation() {
	start, _ := spec.ParseDay("2026-04-01")
	exp := &spec.Experiment{Start: start, End: start + 27}
	exp.Statistics.Looks, exp.Statistics.Spending = 4, spec.OBrienFleming
	fmt.Printf("%.2f\n", plan.LooksInflation(exp, 0.05, 0.8))
	// Output: 1.02
}
