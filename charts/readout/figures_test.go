package readout

import (
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// pictures returns every static picture of a report.
func pictures(t *testing.T, r *report.Report) map[string]string {
	t.Helper()
	return fixture.Pictures(t, newView(out.Copy(r), out.Options{}), false)
}

func TestLabelsStayInside(t *testing.T) {
	reports := fixture.Reports()
	reports["wide names"] = fixture.Infect(fixture.Hold(), strings.Repeat("漢字 W", 30), false)
	reports["long names"] = fixture.Infect(fixture.ThreeArms(), "quite_a_long_name_for_an_arm_or_a_metric_", false)
	for n, r := range reports {
		ps := pictures(t, r)
		if len(ps) == 0 && n != "one-group" {
			t.Errorf("%s has no picture", n)
		}
		for id, svg := range ps {
			fixture.CheckLabels(t, n+" "+id, svg)
		}
	}
}
