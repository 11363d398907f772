package scored_test

import (
	"fmt"

	"uptake/analysis/scored"
)

// The ids 1 and 1.0 are one id, once a data frame has written its column of numbers with a gap in it.
func ExampleWhole() {
	for _, id := range []string{"17.0", "17.5"} {
		if whole, is := scored.Whole(id); is {
			fmt.Println(id, "is", whole)
		} else {
			fmt.Println(id, "is an id of its own")
		}
	}
	// Output:
	// 17.0 is 17
	// 17.5 is an id of its own
}
