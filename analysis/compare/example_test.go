package compare_test

import (
	"fmt"

	"uptake/analysis/compare"
)

// The boundary of a look says at which p a test read once would be as strict.
func ExampleNominal() {
	for _, z := range []float64{1.96, 2.8, 4.05} {
		fmt.Printf("%.2f: %.6f\n", z, compare.Nominal(z))
	}
	// Output:
	// 1.96: 0.049996
	// 2.80: 0.005110
	// 4.05: 0.000051
}
