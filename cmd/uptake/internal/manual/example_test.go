package manual_test

import (
	"fmt"

	"uptake/cmd/uptake/internal/manual"
)

// What a caution's code asks people to do.
func ExampleCode() {
	text, _ := manual.Code("small_levels")
	fmt.Println(text)
	// Output:
	// ## Cautions
	//
	// **`small_levels`** Nothing: the levels that are left are tested. Fewer, larger levels would bring them in.
}
