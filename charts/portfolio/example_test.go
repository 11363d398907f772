package portfolio_test

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/out"
	"uptake/charts/portfolio"
)

// Of eight finished experiments six taught something, and two of these won.
func ExampleDocument() {
	said := portfolio.Document.Terminal(&report.Portfolio{Finished: 8, Running: 3, Learned: 6, Won: 2,
		LearningRate: 0.75, WinRate: 1. / 3}, out.Options{})
	said, _, _ = strings.Cut(said, "\n  How:")
	fmt.Println(said)
	// Output:
	// Finished experiments
	// 8 finished, 3 others are not
	//
	// FINISHED
	//   6 of 8 finished experiments gave an answer, 2 shipped.
}
