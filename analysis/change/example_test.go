package change_test

import (
	"fmt"

	"uptake/analysis/change"
	"uptake/analysis/report"
)

// Two readouts of one experiment: the verdict is another, and the estimate of now lies outside the interval of before.
func ExampleReadouts() {
	readout := func(verdict report.Verdict, value, lo, hi report.Num) *report.Report {
		rel := report.Interval{Value: value, Lo: lo, Hi: hi, Bounded: true}
		return &report.Report{Experiment: "inline", Unit: "user_id", Decision: report.Decision{Verdict: verdict},
			Metrics: []report.Metric{{Name: "acceptance_rate", Comparisons: []report.Comparison{{Arm: "treatment",
				Control: "control", Rel: rel, Abs: report.NoInterval("")}}}}}
	}
	d, err := change.Readouts(readout(report.KeepRunning, 0.02, -0.01, 0.05), readout(report.Ship, 0.08, 0.05, 0.11))
	fmt.Println(d.Verdict.From.Verdict, d.Verdict.To.Verdict, d.Metrics[0].Moved, err)

	_, err = change.Readouts(&report.Report{Experiment: "inline"}, &report.Report{Experiment: "chat"})
	fmt.Println(err)
	// Output:
	// keep_running ship beyond <nil>
	// they are of two experiments, "inline" and "chat"; two results of one experiment can be compared
}
