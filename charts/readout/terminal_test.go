package readout

import (
	"fmt"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// TestTerminalIsShort: a summary is one, however much there is to say; what is left
// out is counted.
func TestTerminalIsShort(t *testing.T) {
	r := fixture.Hold()
	for i := range 12 {
		r.Cautions = append(r.Cautions, report.Caution{Code: "note", Detail: fmt.Sprintf("Caution %d. More of it.", i)})
		m := r.Metrics[len(r.Metrics)-1]
		for _, x := range r.Metrics {
			if x.Role == "secondary" {
				m = x
			}
		}
		m.Name = fmt.Sprintf("metric_%d", i)
		r.Metrics = append(r.Metrics, m)
	}
	text := Document.Terminal(r, out.Options{})
	if n := strings.Count(text, "\n"); n > 60 {
		t.Errorf("%d lines:\n%s", n, text)
	}
	if strings.Contains(text, "More of it") || strings.Count(text, "more on the page") != 2 {
		t.Errorf("what is left out is not said:\n%s", text)
	}
}
