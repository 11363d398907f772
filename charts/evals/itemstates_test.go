package evals

import (
	"strings"
	"testing"

	"uptake/analysis/report"
)

// TestItemStates: the parts of a bar are all items of a version, each once; without anything but pairs there is no
// picture.
func TestItemStates(t *testing.T) {
	s := &subject{Evals: &report.Evals{Baseline: "v1", Decision: report.EvalDecision{Version: "v2"}}}
	s.Metrics = []report.EvalMetric{{Metric: "correct", Role: "primary",
		Comparisons: []report.EvalComparison{{Version: "v2", Paired: 20}},
		Versions: []report.EvalMetricVersion{
			{Version: "v1", Items: 23, Unscored: report.EvalUnscored{Errored: 2, JudgeFailed: 1, Missing: 3, Absent: 1,
				NotRun: 5}},
			{Version: "v2", Items: 20, Unscored: report.EvalUnscored{NotRun: 15}}}}}
	if o := s.itemStates(&s.Metrics[0], &s.Metrics[0].Versions[0]); o.Of != 35 {
		t.Errorf("of 35 items %d are counted", o.Of)
	}
	f := s.statesFigure()
	want := "v1: 20 scored in both, 3 scored here alone, 2 failed, 1 scorer failed, 4 empty or no such score and 5 " +
		"not run. v2: 20 scored in both and 15 not run."
	if f == nil || f.Finding != want {
		t.Fatalf("it says %+v", f)
	}
	if rows := s.statesTable().Rows; len(rows) != 2 || rows[0][3].Text != "3" || rows[1][7].Text != "15" {
		t.Errorf("%+v", rows)
	}
	for range 11 {
		s.Metrics[0].Versions = append(s.Metrics[0].Versions, s.Metrics[0].Versions[1])
	}
	if f := s.statesFigure(); !strings.HasSuffix(f.Finding, " 1 version stands in the table alone.") {
		t.Errorf("of 13 versions it says %s", f.Finding)
	}
	for i := range s.Metrics[0].Versions {
		v := &s.Metrics[0].Versions[i]
		v.Items, v.Unscored = 20, report.EvalUnscored{}
	}
	if s.statesFigure() != nil {
		t.Error("a picture of nothing but pairs")
	}
}
