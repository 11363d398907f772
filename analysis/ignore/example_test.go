package ignore_test

import (
	"fmt"

	"uptake/analysis/ignore"
)

// What two lenses see can become a cause; all others describe.
func ExampleLenses() {
	for _, l := range ignore.Lenses {
		if l.Leads {
			fmt.Printf("%s: %s\n", l.Name, l.Asks)
		}
	}
	// Output:
	// where: where more is ignored than elsewhere, up to three attributes deep
	// drivers: what goes with ignoring between users and within the same user
}
