package study_test

import (
	"fmt"

	"uptake/analysis/study"
)

// Non-use is what was seen and not accepted; what was replaced or never seen is neither.
func Example() {
	for _, s := range []study.State{study.StateIgnored, study.StateTypedThrough, study.StateReverted,
		study.StateSuperseded} {
		fmt.Println(s, study.SeenStates.Has(s), study.NonUseStates.Has(s))
	}
	// Output:
	// ignored true true
	// typed_through true true
	// reverted true false
	// superseded false false
}
