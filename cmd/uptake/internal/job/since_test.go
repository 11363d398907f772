package job

import (
	"testing"

	"uptake/analysis/report"
)

// TestSinceLast: the first readout says nothing of a last one, a later one what is another, the same made again what it
// said before, and none that shows no comparison or is of earlier data.
func TestSinceLast(t *testing.T) {
	made := func(to, hash string, units int64) *report.Report {
		u := report.Undefined()
		return &report.Report{Schema: report.Schema, Experiment: "chips", Unit: "user", Alpha: .05, DataTo: to,
			InputHash: report.Hash(hash), Arms: []report.Arm{{Name: "a", Control: true, Units: units}},
			Metrics: []report.Metric{{Name: "tasks", Comparisons: []report.Comparison{{Arm: "b", Control: "a",
				Abs: report.Interval{Value: .1, Lo: 0, Hi: .2}, Rel: report.Interval{Value: u, Lo: u, Hi: u},
				P: .05}}}}}
	}
	first, second := made("2026-04-07T00:00:00Z", "aa", 100), made("2026-04-08T00:00:00Z", "bb", 120)
	sinceLast(nil, first)
	if first.Since != nil {
		t.Errorf("the first readout says %+v", first.Since)
	}
	sinceLast(first, second)
	if d := second.Since; d == nil || d.Same || len(d.Arms) != 1 || d.Arms[0] != (report.DiffCount{Name: "a", From: 100,
		To: 120}) || d.From.DataTo != first.DataTo {
		t.Fatalf("the second says %+v", d)
	}
	again := made("2026-04-08T00:00:00Z", "bb", 120)
	sinceLast(second, again)
	if again.Since != second.Since {
		t.Errorf("made again it says %+v", again.Since)
	}
	shut, earlier := made("2026-04-09T00:00:00Z", "cc", 130), made("2026-04-06T00:00:00Z", "dd", 90)
	shut.Withheld = &report.Withheld{}
	sinceLast(second, shut)
	sinceLast(second, earlier)
	if shut.Since != nil || earlier.Since != nil {
		t.Errorf("withheld: %+v, earlier data: %+v", shut.Since, earlier.Since)
	}
}
