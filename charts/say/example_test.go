package say_test

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// A difference has as many digits as its interval bears, a real minus sign, and its bounds.
func ExampleDifference() {
	fmt.Println(say.Difference(report.Interval{Value: 0.0394, Lo: 0.0271, Hi: 0.0518, Bounded: true}, say.Points))
	fmt.Println(say.Difference(report.NoInterval(""), say.Percent))
	// Output:
	// +3.9 points (+2.7 to +5.2)
	// not known
}

// Counts have thousands and the right number.
func ExamplePlural() {
	fmt.Println(say.Plural(1, "unit", "units"), say.Plural(12345, "unit", "units"))
	// Output: 1 unit 12,345 units
}
