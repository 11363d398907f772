package charts

import (
	"strings"
	"testing"

	"uptake/analysis/report"
)

// When the split fails, no output carries the lift, even if the report does.
func TestFailedSplitHidesTheLift(t *testing.T) {
	hold := newView(prepare(holdReport()), Options{})
	var secrets []string
	for _, e := range hold.Effects {
		secrets = append(secrets, e.Rel.String(), e.Rel.Range(), e.Abs.String(), e.Abs.Range())
	}
	r := splitFailsReport()
	outs := map[string]string{"terminal": Terminal(r, Options{})}
	for _, f := range []string{"html", "md", "json"} {
		outs[f] = string(mustRender(t, f, r, Options{}))
	}
	for n, s := range outs {
		for _, secret := range secrets {
			if strings.Contains(s, secret) {
				t.Errorf("the %s output shows %q", n, secret)
			}
		}
		if n != "json" && !strings.Contains(s, "not comparable") {
			t.Errorf("the %s output does not say why the lift is hidden", n)
		}
	}
	for _, m := range prepare(r).Metrics {
		for _, c := range m.Comparisons {
			for _, x := range []report.Num{c.Abs.Value, c.Rel.Lo, c.P, c.SE, c.Statistic, c.PAdjusted, c.Log10P, c.DF} {
				if x.Defined() {
					t.Fatalf("the JSON carries %v for %s", x, m.Name)
				}
			}
		}
	}
	if strings.Contains(outs["html"], `id="figure-effects"`) || strings.Contains(outs["html"], `id="figure-lift`) {
		t.Error("the page draws a lift")
	}
	// The check alone is enough, whatever the verdict says.
	r.Decision.Verdict = report.Ship
	if !mustVeil(r) {
		t.Error("a failed split check does not hide the lift")
	}
}
