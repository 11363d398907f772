package readout

import (
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
	"uptake/charts/say"
)

// TestBeforeTheEndNothingIsReadOnce: intervals that may be read once are not
// shown before the planned end; estimates are.
func TestBeforeTheEndNothingIsReadOnce(t *testing.T) {
	r := fixture.Hold()
	r.Decision.Early, r.Decision.Verdict = true, report.KeepRunning
	v := newView(out.Copy(r), out.Options{})
	seen, steps := 0, 0
	for _, sec := range v.Sections {
		if sec.ID != "lasting" && sec.ID != "adoption" {
			continue
		}
		for _, tb := range sec.Tables {
			if !strings.Contains(tb.Caption, "since exposure") && !strings.Contains(tb.Caption, "Exposed early") &&
				!strings.Contains(tb.Caption, "first accept") && !strings.Contains(tb.Caption, "each step") {
				continue
			}
			if strings.Contains(tb.Caption, "each step") {
				steps = len(tb.Rows)
				for _, row := range tb.Rows {
					if row[3].Text != say.Dash || row[4].Text != say.Dash {
						t.Errorf("%s: p %q and %q before the end", tb.Caption, row[3].Text, row[4].Text)
					}
				}
			}
			for _, row := range tb.Rows {
				for _, c := range row[1:] {
					if strings.Contains(c.Text+c.Sub, " to ") && !strings.Contains(c.Sub, ", n ") {
						t.Errorf("%s: %q %q is an interval", tb.Caption, c.Text, c.Sub)
					}
					seen++
				}
			}
		}
	}
	if steps != 5 {
		t.Errorf("%d steps of the funnel were looked at", steps)
	}
	if seen < 10 {
		t.Errorf("only %d cells were looked at", seen)
	}
}
