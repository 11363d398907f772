package metric_test

import (
	"fmt"

	"uptake/analysis/metric"
)

// A built-in metric says which end states it counts: the ignore rate leaves out what nobody saw.
func ExampleFindBuiltin() {
	b, ok := metric.FindBuiltin("ignore_rate")
	fmt.Println(ok, b.Y.Names())
	fmt.Println(b.X.Names())
	_, ok = metric.FindBuiltin("ignored")
	fmt.Println(ok)
	// Output:
	// true [ignored]
	// [ignored accepted edited partial reverted dismissed typed_through]
	// false
}
