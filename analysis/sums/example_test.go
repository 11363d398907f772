package sums_test

import (
	"fmt"

	"uptake/analysis/sums"
)

// Sums of different units merge in any order: here the days' worth of two workers.
func ExampleResult_Merge() {
	a := sums.Result{Units: []int64{3, 2}, Steps: [][]sums.StepTimes{{{Exposed: sums.Waits{60: {Over: 1}}}}}}
	b := sums.Result{Units: []int64{1, 4}, Steps: [][]sums.StepTimes{{{Exposed: sums.Waits{60: {Over: 2},
		3600: {Censored: 1}}}}}}
	var all sums.Result
	for _, r := range []*sums.Result{&b, &a} {
		if err := all.Merge(r); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println(all.Units, all.Steps[0][0].Exposed.Times(), all.Steps[0][0].Exposed[60].Over)
	// Output: [4 6] [60 3600] 3
}
