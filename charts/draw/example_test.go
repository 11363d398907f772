package draw_test

import (
	"fmt"

	"uptake/charts/draw"
)

// An axis has round numbers.
func ExampleTicks() {
	at, step := draw.Ticks(0.013, 0.118, 5)
	fmt.Printf("%.2f, %g\n", at, step)
	// Output: [0.05 0.10], 0.05
}
