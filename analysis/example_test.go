package analysis_test

import (
	"fmt"

	"uptake/analysis"
	"uptake/analysis/spec"
)

// Arms stand in the order of the file, with the place of control; without arms everyone is one group, held against
// none.
func ExampleDeclaredArms() {
	two := &spec.Experiment{Arms: []spec.Arm{{Name: "new_model"}, {Name: "old_model", Control: true}}}
	for _, exp := range []*spec.Experiment{two, {}} {
		arms, control := analysis.DeclaredArms(exp)
		fmt.Println(arms, control)
	}
	// Output:
	// [new_model old_model] 1
	// [all] -1
}
