package stats_test

import (
	"fmt"

	"uptake/analysis/stats"
)

// A share of 60 of 150 with its 95 % interval.
func ExampleWilson() {
	lo, hi := stats.Wilson(150, 60, 1.959963984540054)
	fmt.Printf("%.4f to %.4f\n", lo, hi)
	// Output: 0.3250 to 0.4800
}

// Of three p values the least has to stand against all three, the next against two.
func ExampleHolm() {
	fmt.Printf("%.3f\n", stats.Holm([]float64{0.01, 0.04, 0.03}))
	// Output: [0.030 0.060 0.060]
}

// With 40 % ignored and 83 % good, between 23 and 40 points are good suggestions left unused.
func ExampleRelianceBounds() {
	lo, hi := stats.RelianceBounds(0.40, 1-0.83)
	fmt.Printf("%.2f to %.2f\n", lo, hi)
	// Output: 0.23 to 0.40
}
