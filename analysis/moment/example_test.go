package moment_test

import (
	"fmt"

	"uptake/analysis/moment"
)

// Two parts of the same units, added up apart, merge to what they are together: sums and products are exact integers.
func Example() {
	monday, tuesday := moment.New(2), moment.New(2)
	monday.Add(3, 10) // accepted, seen
	tuesday.Add(1, 4)
	if err := monday.Merge(tuesday); err != nil {
		fmt.Println(err)
	}
	sum, cross := monday.Big()
	fmt.Println(monday.N, "units:", sum, cross)
	// Output: 2 units: [4 14] [10 34 116]
}
