package readout

import (
	"html"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// TestWeighed: what declared weights come to stands in every output, in place of the break-even weight where both
// metrics of the trade-off have one, and says whether it pays.
func TestWeighed(t *testing.T) {
	for _, c := range []struct {
		lo, hi report.Num
		lost   string
		says   string
		trade  bool
	}{
		{-0.019, 0.101, "tickets_per_user", "whether it pays is open", false},
		{0.019, 0.063, "tickets_per_user", "it pays", false},
		{-0.3, -0.1, "tasks_per_user", "it does not pay", true},
	} {
		r := fixture.Hold()
		better := func(name string, v report.Num) report.WeighedMetric {
			return report.WeighedMetric{Metric: name, Weight: 3, Better: report.Interval{Value: v, Lo: v - 0.01,
				Hi:      v + 0.01,
				Bounded: true}, Part: v}
		}
		r.Decision.Weighed = &report.Weighed{Arm: "treatment", Net: report.Interval{Value: (c.lo + c.hi) / 2, Lo: c.lo,
			Hi: c.hi, Bounded: true}, Metrics: []report.WeighedMetric{better("acceptance_rate", 0.074),
			better(c.lost, -0.033)}}
		files := fixture.FilesOf(t, Document, r, out.Options{})
		for _, name := range []string{"readout.html", "readout.md", "readout.txt", "readout.eml"} {
			text := strings.Join(strings.Fields(string(files[name])), " ")
			if name != "readout.eml" && !strings.Contains(text, c.says) {
				t.Errorf("%s does not say that %s", name, c.says)
			}
			if got := strings.Contains(text, "worth less"); got != c.trade {
				t.Errorf("%s: the break-even weight stands there: %v", name, got)
			}
		}
		if page := html.UnescapeString(string(files["readout.html"])); c.lost == "tickets_per_user" &&
			!strings.Contains(page,
				"tickets per user +3.3%") {
			t.Error("the page does not say by how much tickets are up")
		}
	}
}
