package looks_test

import (
	"fmt"

	"uptake/cmd/uptake/internal/looks"
)

// A folder in which nobody has looked yet has an empty ledger, not an error.
func ExampleRead() {
	l, err := looks.Read("a folder that is not there")
	fmt.Println(l != nil, err)
	// Output: true <nil>
}
