package diff_test

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/charts/diff"
	"uptake/charts/out"
)

// Two readouts of the same data say so in a sentence.
func ExampleDocument() {
	fmt.Print(diff.Document.Terminal(&report.Diff{Of: report.Schema, Experiment: "inline", Same: true,
		From: report.DiffSide{DataTo: "2026-04-20T23:59:59Z"}, To: report.DiffSide{DataTo: "2026-04-20T23:59:59Z"}},
		out.Options{}))
	// Output:
	// What changed in inline
	// Two readouts · Before: data to 20 April 2026 23:59 UTC · Now: data to 20 April
	// 2026 23:59 UTC
	//
	// THE SAME
	//   Both results have the same numbers, of the same rows.
}
