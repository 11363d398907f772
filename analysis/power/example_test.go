package power_test

import (
	"fmt"

	"uptake/analysis/power"
)

// Units of control that two equal arms need to find a rise of a rate from 30 % to 31.5 % with a power of 80 %.
func ExampleControlUnits() {
	n := power.ControlUnits(0.015, 0.30*0.70, 0.315*0.685, 1, 0.05, 0.80)
	fmt.Printf("%.0f\n", n)
	// Output: 14853
}

// Twenty users a team, alike by 0.05, are worth half as many.
func ExampleDesignEffect() {
	fmt.Printf("%.2f\n", power.DesignEffect(20, 0, 0.05))
	// Output: 1.95
}
