package aa_test

import (
	"fmt"

	"uptake/analysis/aa"
	"uptake/analysis/spec"
)

// Arms are shuffled over units often enough for the rate of false alarms to say something, so a file that states sums,
// or ten runs, are refused before any row is read.
func ExampleProblems() {
	exp := &spec.Experiment{Layout: spec.Summary, Metrics: []spec.Metric{{Name: "orders"}}}
	for _, p := range aa.Problems(exp, 10) {
		fmt.Println(p)
	}
	// Output:
	// 10 runs: between 100 and 100,000 runs are possible; with fewer the rate says nothing, more tell nothing new
	// layout summary states sums, and arms can only be shuffled over units: give the rows they were made of
}
