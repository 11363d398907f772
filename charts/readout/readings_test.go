package readout

import (
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
)

// TestOneReadingDecides: the marked reading is the one whose numbers decide, and no other is.
func TestOneReadingDecides(t *testing.T) {
	iv := fixture.Interval(0.05, 0.01, 0.09)
	margin := &report.Amount{Text: "2%", Rel: 0.02, Abs: fixture.Undefined()}
	cuped := &report.CUPED{Abs: iv, Rel: iv, P: 0.01, VarianceReduction: 0.2, Sequential: &report.Sequential{Abs: iv,
		Rel: iv}}
	looks := &report.Looks{Abs: iv, Rel: fixture.Interval(0.05, 0.002, 0.098), P: 0.04}
	final := func(by, path string) *report.Final {
		return &report.Final{By: by, Critical: 2.05, Level: 0.04, Path: path, Abs: iv,
			Rel: fixture.Interval(0.05, 0.003, 0.097), P: 0.03}
	}
	for _, c := range []struct {
		name         string
		early        bool
		margin       *report.Amount
		cuped        *report.CUPED
		looks        *report.Looks
		final        *report.Final
		decides, has string
	}{
		{name: "nothing else is read", final: final("end", "single"), decides: "Plain"},
		{name: "adjusted", cuped: cuped, final: final("end", "single"), decides: "Adjusted for the time before " +
			"exposure (CUPED)"},
		{name: "before the end", early: true, decides: "Plain, always-valid"},
		{name: "adjusted, before the end", early: true, cuped: cuped, decides: "Adjusted (CUPED), always-valid"},
		{name: "the band beside", cuped: cuped, final: final("end", "days"), decides: "Read at the planned end",
			has: "2.05 standard errors"},
		{name: "the second reading", final: final("extension", "bound"), decides: "Read after the extension"},
		{name: "a guardrail", margin: margin, cuped: cuped, final: final("end", "single"),
			decides: "One-sided, against its limit", has: "96%"},
		{name: "a look", cuped: cuped, looks: looks, decides: "At the planned look", has: "group-sequential 95%"},
		{name: "a look before the end", early: true, cuped: cuped, looks: looks, decides: "At the planned look"},
		{name: "a guardrail at a look", early: true, margin: margin, looks: looks, decides: "At the planned look",
			has: "one-sided"},
	} {
		r := &report.Report{Alpha: 0.05, Decision: report.Decision{Early: c.early}}
		m := &report.Metric{Name: "tasks", Role: "primary", Better: "up"}
		if m.Margin = c.margin; c.margin != nil {
			m.Role = "guardrail"
		}
		x := &report.Comparison{Arm: "b", Abs: iv, Rel: iv, P: 0.02, CUPED: c.cuped, Looks: c.looks, Final: c.final,
			Sequential: &report.Sequential{Abs: iv, Rel: iv, P: 0.2}}
		var decides []string
		for _, q := range (&subject{Report: r, raw: r, level: "group-sequential 95%"}).readingsOf(m, x) {
			if !q.decides {
				continue
			}
			decides = append(decides, q.name)
			want := iv
			switch {
			case c.looks != nil:
				want = c.looks.Rel
			case strings.HasPrefix(q.name, "Read "), strings.HasPrefix(q.name, "One-sided"):
				want = c.final.Rel
			}
			if q.rel != want || !strings.Contains(q.note, c.has) {
				t.Errorf("%s: %s, %+v, %q", c.name, q.name, q.rel, q.note)
			}
		}
		if len(decides) != 1 || decides[0] != c.decides {
			t.Errorf("%s: %q decide, want %q", c.name, decides, c.decides)
		}
	}
}

// TestPriorSaysItsLevel: what was believed beforehand leaves 95 in 100, whatever alpha is.
func TestPriorSaysItsLevel(t *testing.T) {
	r := fixture.Hold()
	r.Alpha = 0.1
	for _, q := range (&subject{Report: r, raw: r}).readingsOf(&r.Metrics[0], &r.Metrics[0].Comparisons[0]) {
		if strings.Contains(q.name, "prior") {
			if !strings.HasSuffix(q.note, "; 95 in 100") {
				t.Errorf("its note is %q", q.note)
			}
			return
		}
	}
	t.Error("there is no such reading")
}
