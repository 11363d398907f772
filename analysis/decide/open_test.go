package decide

import (
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// TestNothingKnown: a declared metric without an interval is named, as one of which
// nothing is ruled out, once the primary metric has one; not where nothing has.
func TestNothingKnown(t *testing.T) {
	add := func(f *Facts, name string, role spec.Role) {
		u := report.Undefined()
		f.Metrics = append(f.Metrics, report.Metric{Name: name, Role: string(role), Better: "up",
			Comparisons: []report.Comparison{{Arm: "b", Control: "a", Abs: report.Interval{Value: u, Lo: u, Hi: u},
				Rel: report.Interval{Value: u, Lo: u, Hi: u}, P: u, PAdjusted: u, State: "none"}}})
	}
	for _, c := range []struct {
		name   string
		change func(*Facts)
		want   string
	}{
		{"all have one", func(*Facts) {}, ""},
		{"a secondary has none", func(f *Facts) { add(f, "spend", spec.Secondary) }, "No interval can be given for " +
			"spend, so nothing is ruled out there."},
		{"an undeclared one has none", func(f *Facts) { add(f, "spend", spec.Diagnostic) }, ""},
		{"four have none", func(f *Facts) {
			for _, n := range []string{"one", "two", "three", "four"} {
				add(f, n, spec.Secondary)
			}
		}, "No interval can be given for one, two, three, and 1 more, so nothing is ruled out there."},
		{"nor has the primary metric", func(f *Facts) {
			add(f, "spend", spec.Secondary)
			f.Metrics = append(f.Metrics[3:], f.Metrics[1:3]...)
			f.Metrics[0].Role = string(spec.Primary)
		}, ""},
		{"beside what is not ruled out", func(f *Facts) {
			add(f, "spend", spec.Secondary)
			f.Metrics[1].Comparisons[0] = comparison(-0.01, 0.3, open)
		}, "Not ruled out: tickets up by up to 30%. No interval can be given for spend, so nothing is ruled out " +
			"there."},
	} {
		f := readout()
		c.change(f)
		if d := Decide(f); d.Open != c.want {
			t.Errorf("%s: %q, want %q", c.name, d.Open, c.want)
		}
	}
}
