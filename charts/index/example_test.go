package index_test

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/charts/index"
)

// A row needs somebody where its run failed, and where there is something to decide.
func ExampleNeedsSomebody() {
	for _, r := range []report.IndexRow{
		{ID: "broken", Status: report.StatusFailed},
		{ID: "good", Status: report.StatusOK, Verdict: report.Ship},
		{ID: "early", Status: report.StatusOK, Verdict: report.CannotTell},
	} {
		fmt.Println(r.ID, index.NeedsSomebody(&r))
	}
	// Output:
	// broken true
	// good true
	// early false
}
