package evals

import (
	"testing"

	"uptake/analysis/report"
)

// TestGradesFigure: grades are said with the share of every version that is drawn, the baseline first and
// as many beside it as there are shapes; what no item has is not drawn.
func TestGradesFigure(t *testing.T) {
	u := report.Undefined()
	share := func(version string, v report.Num) report.EvalGradeShare {
		return report.EvalGradeShare{Version: version, Share: v, JointLo: v * .8, JointHi: v*.8 + .2}
	}
	s := &subject{Evals: &report.Evals{Baseline: "v2", Alpha: .05}}
	for _, v := range []string{"v1", "v2", "v3", "v4", "v5"} {
		s.Versions = append(s.Versions, report.EvalVersion{Version: v})
	}
	m := &report.EvalMetric{Metric: "outcome", Graded: &report.EvalGraded{Grades: []report.EvalGrade{
		{Name: "works", Cost: 0, Versions: []report.EvalGradeShare{share("v1", .9), share("v2", .7), share("v3", .5),
			share("v4", .25), share("v5", .125)}},
		{Name: "fails", Cost: 4, Versions: []report.EvalGradeShare{share("v1", .1), share("v2", .3), share("v3", .5),
			share("v4", u), share("v5", .875)}}}}}
	f := s.gradesFigure(m, 1)
	if f == nil || f.Finding != "v2 → v1 → v3 → v4. works: 70.0% → 90.0% → 50.0% → 25.0%. fails: 30.0% → 10.0% → "+
		"50.0%." {
		t.Fatalf("it says %+v", f)
	}
	shapes := map[string]bool{}
	for _, k := range f.Key {
		shapes[k.Shape] = true
	}
	if len(f.Key) != 4 || len(shapes) != 4 || f.Key[0].Text != "v2" || f.Narrow.Width != 360 {
		t.Errorf("key %+v, %v wide", f.Key, f.Narrow.Width)
	}
	for i := range m.Graded.Grades {
		m.Graded.Grades[i].Versions = nil
	}
	if s.gradesFigure(m, 1) != nil {
		t.Error("a picture of nothing")
	}
}

// TestRightOfItems: a score of 0 or 1 is right or wrong, whichever is better; shares of runs are numbers.
func TestRightOfItems(t *testing.T) {
	for _, c := range []struct {
		better  string
		was, is report.Num
		want    string
	}{
		{"up", 1, 0, "right to wrong"}, {"down", 1, 0, "wrong to right"}, {"up", 1, .5, "100.0% to 50.0%"},
	} {
		m := &report.EvalMetric{Metric: "correct", Kind: "proportion", Better: c.better}
		if got := movedText(m, report.EvalFlip{Baseline: c.was, Value: c.is}); got != c.want {
			t.Errorf("it says %q, want %q", got, c.want)
		}
	}
}

// TestGradesOfItems: what moved is said by its grades, with the runs that have each where they differ.
func TestGradesOfItems(t *testing.T) {
	m := &report.EvalMetric{Metric: "outcome", Kind: "graded", Better: "down", Graded: &report.EvalGraded{}}
	x := report.EvalFlip{Baseline: 0, Value: 3, BaselineGrades: []report.EvalGradeRuns{{Grade: "works", Runs: 2}},
		Grades: []report.EvalGradeRuns{{Grade: "mediocre", Runs: 1}, {Grade: "invented", Runs: 1}}}
	want := "works to mediocre (1 run) and invented (1 run); cost 0 to 3"
	if got := movedText(m, x); got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}
