package doc_test

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/charts/doc"
)

// A verdict is a word and a shape, so that no colour is needed to read it.
func ExampleVerdictOf() {
	for _, v := range []report.Verdict{report.Ship, report.CannotTell, "not a verdict"} {
		w := doc.VerdictOf(v)
		fmt.Println(w.Word, w.Mark)
	}
	// Output:
	// Ship up
	// Cannot tell question
	// Cannot tell question
}
