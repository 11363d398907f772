package report_test

import (
	"encoding/json"
	"fmt"
	"math"

	"uptake/analysis/report"
)

// What is not defined is NaN in Go and null in JSON, never 0.
func ExampleNum() {
	out, err := json.Marshal([]report.Num{0.25, report.Undefined(), report.Num(math.Inf(1))})
	fmt.Println(string(out), err)
	fmt.Println(report.Undefined().Defined())
	// Output:
	// [0.25,null,null] <nil>
	// false
}
