package decide

import (
	"strings"
	"testing"

	"uptake/analysis/report"
)

// TestLooksDecide: where looks are planned, the last one reached decides, not the
// always-valid band and not the fixed interval.
func TestLooksDecide(t *testing.T) {
	at := func(f *Facts, reached int, lo, hi float64, state string) {
		days := []string{"1970-01-08", "1970-01-15", "1970-01-21"}
		f.Looks = &report.PlannedLooks{Spending: "pocock", Days: days, Reached: reached}
		if reached < 3 {
			f.Looks.Next = days[reached]
		}
		for m := range f.Metrics {
			c := &f.Metrics[m].Comparisons[0]
			c.Looks = &report.Looks{Abs: c.Abs, Rel: c.Rel, State: c.State}
		}
		i := report.Interval{Value: report.Num((lo + hi) / 2), Lo: report.Num(lo), Hi: report.Num(hi), Bounded: true}
		f.Metrics[0].Comparisons[0].Looks = &report.Looks{Abs: i, Rel: i, P: 0.04, State: state}
	}
	f := running() // whose band has settled it
	at(f, 1, -0.05, 0.3, open)
	if d := Decide(f); d.Verdict != report.KeepRunning || !strings.Contains(d.Headline, "next look at the end of "+
		"1970-01-15") || !strings.Contains(strings.Join(d.Reasons, " "), "look 1 of 3") {
		t.Errorf("an open look: %s %q %q", d.Verdict, d.Headline, d.Reasons)
	}
	at(f, 2, 0.03, 0.25, up)
	if d := Decide(f); d.Verdict != report.LooksPromising || !strings.Contains(d.Basis, "Look 2 of 3") {
		t.Errorf("a crossed look: %s %q", d.Verdict, d.Basis)
	}
	at(f, 0, -1, 1, "none")
	if d := Decide(f); d.Verdict != report.KeepRunning || !strings.Contains(strings.Join(d.Reasons, " "),
		"the first is at the end of 1970-01-08") {
		t.Errorf("before the first look: %s %q", d.Verdict, d.Reasons)
	}
	f = readout() // whose fixed interval is clear of zero
	at(f, 3, -0.01, 0.25, open)
	if d := Decide(f); d.Verdict != report.CannotTell || !strings.Contains(d.Basis, "last of 3 planned looks") {
		t.Errorf("the last look is open: %s %q", d.Verdict, d.Basis)
	}
}
