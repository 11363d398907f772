package person_test

import (
	"fmt"

	"uptake/analysis/person"
)

// Addresses inside a text are masked, and the rest stays readable.
func ExampleWithin() {
	fmt.Println(person.Within("write to jane.doe@example.com about s-17"))
	// Output: write to j••• about s-17
}
