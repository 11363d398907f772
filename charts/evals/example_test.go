package evals_test

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/evals"
	"uptake/charts/out"
)

// What a terminal says first of a version that loses nothing and gains nothing that can be shown.
func ExampleDocument() {
	r := &report.Evals{Evals: "prompt-7", Baseline: "v1",
		Versions: []report.EvalVersion{{Version: "v1"}, {Version: "v2"}},
		Decision: report.EvalDecision{Version: "v2", Verdict: report.EvalAccept,
			Headline: "v2 loses no more than the margins allow."}}
	said := evals.Document.Terminal(r, out.Options{})
	fmt.Println(strings.Join(strings.SplitN(said, "\n", 8)[:7], "\n"))
	// Output:
	// Evaluation prompt-7
	// v2 against v1
	//
	// ACCEPT WITH A NOTE
	//   v2 loses no more than the margins allow.
}
