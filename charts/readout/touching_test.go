package readout

import (
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// TestCautionsThatTouchTheDecision: however many other cautions there are, those that
// bear on the decision reach the terminal, of the whole readout and of a metric alike;
// others of a metric stay on the page.
func TestCautionsThatTouchTheDecision(t *testing.T) {
	for code, touches := range map[string]bool{"end_moved": true, "extension_late": true, "band_after_end": true,
		"first_cut":            true,
		"large_minimum_effect": true, "large_margin": true, "note": false, "also_unavailable": false} {
		for _, ofMetric := range []bool{false, true} {
			r := fixture.Hold()
			r.Cautions = nil
			for range 3 {
				r.Cautions = append(r.Cautions, report.Caution{Code: "note", Detail: "One of many."})
			}
			c := report.Caution{Code: code, Detail: "This one it is. More of it."}
			if ofMetric {
				r.Metrics[0].Cautions = append(r.Metrics[0].Cautions, c)
			} else {
				r.Cautions = append(r.Cautions, c)
			}
			if got := strings.Contains(Document.Terminal(r, out.Options{}), "This one it is."); got != touches {
				t.Errorf("%s, of a metric %v: on the terminal %v, want %v", code, ofMetric, got, touches)
			}
			if md, err := Document.Render("md", r, out.Options{}); err != nil || !strings.Contains(string(md),
				"This one it is.") {
				t.Errorf("%s, of a metric %v: not in Markdown: %v", code, ofMetric, err)
			}
		}
	}
}

// TestHarmCardInOrder: of several harms the card names the one that the headline names
// first: those that nobody accepted, in the decision's order; never another arm's, nor
// the main metric's.
func TestHarmCardInOrder(t *testing.T) {
	m, _ := rateOf(0.292, 0.332, 0.012)
	r := &report.Report{Unit: "user", Metrics: []report.Metric{*m}, Decision: report.Decision{Verdict: report.Hold}}
	add := func(metric, arm, accepted string) {
		r.Metrics = append(r.Metrics, report.Metric{Name: metric, Kind: "mean", Role: "secondary", Better: "up",
			Unit: "number",
			Arms: []report.Estimate{{Arm: "control", Value: 40}, {Arm: "treatment", Value: 30}}})
		r.Decision.Harms = append(r.Decision.Harms, report.Harm{Metric: metric, Arm: arm, Control: "control",
			Accepted: accepted, Abs: fixture.Interval(-10, -16, -4), Rel: fixture.Interval(-0.25, -0.4, -0.1),
			Words: metric + " is down 25%"})
	}
	add("elsewhere", "another", "")
	add(m.Name, "treatment", "")
	add("let_pass", "treatment", "before_start")
	add("first", "treatment", "")
	add("second", "treatment", "")
	k := (&subject{Report: r, raw: r, level: "95%"}).harmCard()
	if k.Label != "Harm: first" || !k.Decides || !strings.Contains(k.Note, "2 more metrics are worse") ||
		!strings.Contains(k.Note, "Something is proven worse in another.") {
		t.Errorf("%+v", k)
	}
	r.Decision.Harms = r.Decision.Harms[:3]
	if k = (&subject{Report: r, raw: r, level: "95%"}).harmCard(); k.Label != "Harm: let pass" || k.Decides {
		t.Errorf("accepted alone: %+v", k)
	}
}

// TestSumsAreNoRows: a table of sums is not said to hold rows that are units.
func TestSumsAreNoRows(t *testing.T) {
	for layout, want := range map[string][2]string{"summary": {"Units in the comparison", "Read from sums of each arm"},
		"units": {"Rows in the comparison", "Every row is its own unit"}} {
		r := fixture.Hold()
		r.Layout, r.Unit = layout, "row"
		text := Document.Terminal(r, out.Options{})
		if !strings.Contains(text, want[0]) || !strings.Contains(text, want[1]) {
			t.Errorf("%s: %v is not in\n%s", layout, want, text)
		}
	}
}

// TestLookApart: between planned looks the difference is the look's and the values are
// of all data, which is said where they differ, and only there.
func TestLookApart(t *testing.T) {
	for reached, data := range map[int]float64{0: 0.04, 2: 0.04, 3: 0.05} {
		m, c := rateOf(0.292, 0.332, 0.012)
		c.Abs.Value = report.Num(data)
		c.Looks = &report.Looks{}
		r := &report.Report{Metrics: []report.Metric{*m}, Looks: &report.PlannedLooks{Days: make([]string, 4),
			Reached: reached}}
		got := (&subject{Report: r, raw: r}).lookApart(m, c)
		if want := map[int]string{3: "The difference is that of look 3; the values are of all data so " +
			"far."}[reached]; got != want {
			t.Errorf("look %d, difference %v: %q, want %q", reached, data, got, want)
		}
	}
}
