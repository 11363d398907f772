package readout

import (
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// A metric that lacks values in one arm more than in another is said not to be
// compared, in every output; one without a relative difference shows the other one whole.
func TestUncomparedIsSaid(t *testing.T) {
	u := report.Undefined()
	none := report.Interval{Value: u, Lo: u, Hi: u}
	lopsided := fixture.Hold()
	m := &lopsided.Metrics[0]
	for i := range m.Comparisons {
		m.Comparisons[i].Abs, m.Comparisons[i].Rel, m.Comparisons[i].P, m.Comparisons[i].State = none, none, u, ""
	}
	lopsided.Health.Checks = append(lopsided.Health.Checks, report.Check{Name: "missing_by_arm", Status: "fail", P: u,
		Chi2: u, DF: u, Metrics: []report.CheckMetric{{Metric: m.Name, Withheld: true}}})
	absolute := fixture.Hold()
	m = &absolute.Metrics[0]
	for i := range m.Comparisons {
		m.Comparisons[i].Abs, m.Comparisons[i].Rel = report.Interval{Value: 0, Lo: u, Hi: u}, none
	}
	for _, c := range []struct {
		name string
		r    *report.Report
		says []string
	}{
		{"lopsided", lopsided, []string{"not compared", "values missing by arm", "is not compared: values are " +
			"missing in one arm more than in another"}},
		{"absolute", absolute, []string{"0 points (no finite range)", "no relative difference"}},
	} {
		for _, text := range []string{string(mustRender(t, "html", c.r, out.Options{})), string(mustRender(t, "md", c.r,
			out.Options{})), Document.Terminal(c.r, out.Options{})} {
			for _, want := range c.says {
				if want == c.says[len(c.says)-1] && c.name == "lopsided" && text == Document.Terminal(c.r,
					out.Options{}) {
					continue // a terminal prints no heading over its bars
				}
				if !strings.Contains(text, want) {
					t.Errorf("%s: %q is not in %.300s", c.name, want, text)
				}
			}
		}
	}
}

// A metric that is the same for everybody says so once on the page, in place of once
// an arm and once a comparison.
func TestStillMetricIsSaidOnce(t *testing.T) {
	r := fixture.Hold()
	m := &r.Metrics[0]
	m.Cautions = []report.Caution{{Code: "no_variation", Detail: "In control all 9 units have the value 0."},
		{Code: "no_variation", Detail: "In treatment all 9 units have the value 0."}}
	count := func() int { return strings.Count(string(mustRender(t, "md", r, out.Options{})), "have the value 0") }
	if n := count(); n != 2 {
		t.Errorf("the arms' cautions stand %d times where the comparison says nothing", n)
	}
	for i := range m.Comparisons {
		m.Comparisons[i].Cautions = []report.Caution{{Code: "zero_variance", Detail: "All 9 control units have the " +
			"value 0 and all 9 others 0."}}
	}
	if n := count(); n != 1 {
		t.Errorf("said %d times", n)
	}
}

// Of a metric that is not compared in any arm the reason is said once.
func TestReasonOfSeveralArmsIsSaidOnce(t *testing.T) {
	r := fixture.ThreeArms()
	m := &r.Metrics[0]
	if len(m.Comparisons) < 2 {
		t.Fatal("one comparison")
	}
	u := report.Undefined()
	none := report.Interval{Value: u, Lo: u, Hi: u}
	for i := range m.Comparisons {
		m.Comparisons[i] = report.Comparison{Arm: m.Comparisons[i].Arm, Control: m.Comparisons[i].Control, Abs: none,
			Rel: none, SE: u, DF: u, Statistic: u, P: u, Log10P: u, PAdjusted: u,
			Cautions: []report.Caution{{Code: "missing_by_arm", Detail: "It has no value for 9 of 90."}}}
	}
	r.Health.Checks = append(r.Health.Checks, report.Check{Name: "missing_by_arm", Status: "fail", P: u, Chi2: u, DF: u,
		Metrics: []report.CheckMetric{{Metric: m.Name, Withheld: true}}})
	if n := strings.Count(string(mustRender(t, "md", r, out.Options{})), "no value for 9 of 90"); n != 1 {
		t.Errorf("said %d times", n)
	}
}
