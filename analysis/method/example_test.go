package method_test

import (
	"fmt"

	"uptake/analysis/method"
	"uptake/analysis/stats"
)

// Two means by Welch: n, mean and variance of each arm are all that it takes.
func ExampleWelch() {
	control, treatment := stats.FromMoments(400, 5, 9), stats.FromMoments(100, 6, 16)
	c := method.Welch(control, treatment, 0.05)
	fmt.Printf("%+.2f (%+.2f to %+.2f), se %.4f, df %.1f, p %.4f\n", float64(c.Abs.Value), float64(c.Abs.Lo),
		float64(c.Abs.Hi), float64(c.SE), float64(c.DF), float64(c.P))
	fmt.Printf("%+.0f%% of control\n", 100*float64(c.Rel.Value))
	// Output:
	// +1.00 (+0.15 to +1.85), se 0.4272, df 128.2, p 0.0208
	// +20% of control
}

// Two shares by their counts.
func ExamplePooledZ() {
	c := method.PooledZ(stats.FromCount(1000, 300), stats.FromCount(1000, 340), 0.05)
	fmt.Printf("%+.1f points, p %.4f\n", 100*float64(c.Abs.Value), float64(c.P))
	// Output: +4.0 points, p 0.0552
}

// What cannot be known is said: with one unit an arm there is no interval.
func ExampleWelch_undefined() {
	c := method.Welch(stats.FromMoments(1, 5, 0), stats.FromMoments(1, 6, 0), 0.05)
	fmt.Println(c.P.Defined(), c.Cautions[0].Code)
	// Output: false n_below_2
}
