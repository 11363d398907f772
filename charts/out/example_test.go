package out_test

import (
	"fmt"

	"uptake/charts/out"
)

// No cell of a CSV becomes a formula; a number stays one.
func ExampleCSVText() {
	fmt.Println(out.CSVText("=HYPERLINK(1)"), out.CSVText("-0.5"), out.CSVText("pro"))
	// Output: '=HYPERLINK(1) -0.5 pro
}
