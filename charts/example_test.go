package charts_test

import (
	"fmt"

	"uptake/charts"
)

// The documents that there are.
func ExampleNames() {
	fmt.Println(charts.Names())
	// Output: [readout ignores plan aa portfolio digest evals past diff]
}
