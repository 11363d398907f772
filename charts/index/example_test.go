package index_test

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/charts/index"
)

// A row needs somebody where its run failed, be it in one metric, and where there is something to decide.
func ExampleNeedsSomebody() {
	for _, r := range []report.IndexRow{
		{ID: "broken", Status: report.StatusFailed},
		{ID: "in part", Status: report.StatusOK, Verdict: report.KeepRunning, Error: &report.RunError{Metric: "cost"}},
		{ID: "good", Status: report.StatusOK, Verdict: report.Ship},
		{ID: "early", Status: report.StatusOK, Verdict: report.CannotTell},
	} {
		fmt.Println(r.ID, index.NeedsSomebody(&r))
	}
	// Output:
	// broken true
	// in part true
	// good true
	// early false
}
