package decide

import (
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// TestWhenDeclared: a second reading is said to be declared before the start only
// where the whole plan was, and an earlier readout that knew nothing of it says so.
func TestWhenDeclared(t *testing.T) {
	for _, c := range []struct {
		name    string
		set     []string
		planned spec.Day
		before  bool
		want    string
		says    string
	}{
		{"planned before", nil, 10, true, beforeStart, "both declared before the start."},
		{"on the command line", []string{"decision.extension=7d"}, 10, true, afterData, "declared after the data " +
			"were seen, so it does not hold"},
		{"planned after", nil, 30, false, latePlan, "the plan is dated after the start, so it does not hold"},
		{"no date", nil, spec.NoDay, false, noPlan, "nothing says when it was declared (decision: planned), so it " +
			"does not hold"},
	} {
		f := readout()
		f.Ended, f.Timed, f.Planned = true, true, c.before
		f.Exp.End, f.Exp.Set, f.Exp.Decision.Planned, f.Exp.Decision.Extension = 28, c.set, c.planned, 7
		for i := range f.Metrics {
			for j := range f.Metrics[i].Comparisons {
				f.Metrics[i].Comparisons[j].Final = &report.Final{By: "end", Critical: 2.1, Level: 0.036, Path: "days"}
			}
		}
		if got := f.alpha().ExtensionDeclared; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		d := report.Decision{Alpha: f.alpha(), Basis: f.readingBasis("95%")}
		if !strings.Contains(d.Basis, c.says) {
			t.Errorf("%s: %s", c.name, d.Basis)
		}
		ExtendedLate(&d)
		if d.Alpha.ExtensionDeclared != afterData || strings.Count(d.Basis, "declared after the data were seen") != 1 ||
			strings.Count(d.Basis, "so it does not hold") != 1 {
			t.Errorf("%s, late: %+v %s", c.name, d.Alpha, d.Basis)
		}
	}
}

// TestNextReading: what more data may do depends on which readings are made and declared.
func TestNextReading(t *testing.T) {
	for _, c := range []struct {
		name, by  string
		extension int
		end       spec.Day
		want      string
	}{
		{"none declared", "end", 0, 28, "Do not move the end, which would read the data twice: plan a new " +
			"experiment, and declare a second reading before its start (decision: {extension: 14d})."},
		{"one to come", "end", 7, 28, "The declared second reading is that of the data to the end of 1970-02-05."},
		{"it is made", "extension", 7, 28, "The declared second reading is made, and no part of alpha is left for " +
			"another: more data take a new experiment."},
		{"without a plan", "end", 0, spec.NoDay, "More data take a new experiment: reading this one again would be " +
			"wrong more often than it says."},
	} {
		f := readout()
		f.Ended, f.Timed = true, true
		f.Exp.End, f.Exp.Decision.Extension = c.end, c.extension
		for i := range f.Metrics {
			for j := range f.Metrics[i].Comparisons {
				f.Metrics[i].Comparisons[j].Final = &report.Final{By: c.by, Critical: 2.1, Level: 0.036, Path: "days"}
			}
		}
		if got := f.view(f.Arms[0]).nextReading(); got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

// TestHoldByBand: what the band proves after the end is a hold of its own, with no
// word of an end that is not reached.
func TestHoldByBand(t *testing.T) {
	d := report.Decision{Verdict: report.KeepRunning, Headline: "Keep running: 0 days to go.",
		Reasons: []string{"The data do not reach the end of 2026-04-14.", "Revenue is worse: down 20%; so it is."},
		Harms: []report.Harm{{Metric: "revenue", Arm: "b", Words: "revenue is down 20%"},
			{Metric: "tickets", Arm: "b", Words: "tickets is up 9%", Accepted: beforeStart}}}
	d.Arms = []report.ArmDecision{{Arm: "b", Verdict: d.Verdict, Headline: d.Headline, Reasons: d.Reasons}}
	HoldByBand(&d)
	want := "Hold: since the reading at the end the always-valid band proves that revenue is down 20%."
	if d.Verdict != report.Hold || d.Headline != want || strings.Join(d.Reasons, "|") != "Revenue is worse: down "+
		"20%; so it is." || d.Arms[0].Headline != want || len(d.Arms[0].Reasons) != 1 || d.Code != "harm_after_end" {
		t.Errorf("%+v", d)
	}
}
