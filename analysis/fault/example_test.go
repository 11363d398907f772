package fault_test

import (
	"errors"
	"fmt"

	"uptake/analysis/fault"
)

// The place of an error is found behind whatever is said around it.
func ExampleRowf() {
	err := fmt.Errorf("metric spend: %w", fault.Rowf(fault.Place{File: "e.csv", Row: 7, Column: "value"},
		"%q is no number", "lots"))
	var at *fault.Placed
	fmt.Println(err)
	fmt.Println(errors.As(err, &at), at.Row, at.Column)
	// Output:
	// metric spend: e.csv, row 7: "lots" is no number
	// true 7 value
}
