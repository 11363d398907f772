package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"

	"uptake/analysis/report"
)

// keepFirstCut keeps the verdict of the first data cut at or after the planned
// end. The fixed interval may be read once: read again every night after the end
// it gives wrong verdicts far more often than it says. So where the output folder
// holds the readout of an earlier cut at which the end was reached, of the same
// experiment with the same metrics, its decision stands and the page says what
// the later cut would have said. Nothing else of the report changes.
func keepFirstCut(dir string, r *report.Report) {
	b, err := os.ReadFile(filepath.Join(dir, "readout.json"))
	if err != nil {
		return // no earlier readout, or none that can be read: this is the first
	}
	var first report.Report
	if json.Unmarshal(b, &first) != nil || first.Schema != r.Schema {
		return
	}
	fixed := func(x *report.Report) bool {
		return x.End != "" && x.DataTo != "" && !x.Decision.Early && len(x.Decision.Arms) > 0 && x.Health.Status != "fail"
	}
	if !fixed(&first) || !fixed(r) || first.Experiment != r.Experiment || first.End != r.End || first.DataTo >= r.DataTo || !reflect.DeepEqual(asked(&first), asked(r)) {
		return
	}
	cut := first.DataTo
	if first.Decision.FirstCut != "" {
		cut = first.Decision.FirstCut
	}
	later := r.Decision
	r.Decision = first.Decision
	r.Decision.FirstCut = cut
	r.Cautions = append(r.Cautions, report.Caution{Code: "first_cut", Detail: fmt.Sprintf(
		"The verdict is that of the first data cut at or after the end (data to %s), where the fixed interval was read; it may be read once. By the data to %s alone it would read: %s",
		cut, r.DataTo, later.Headline)})
}

// asked is what a readout was asked to decide on.
func asked(r *report.Report) []string {
	out := append([]string{fmt.Sprint(r.Alpha)}, r.Set...)
	if l := r.Looks; l != nil {
		out = append(out, fmt.Sprint(l.Spending, l.Days))
	}
	for _, m := range r.Metrics {
		line := m.Name + " " + m.Kind + " " + m.Role + " " + m.Better
		for _, a := range []*report.Amount{m.MinimumEffect, m.Margin} {
			if a != nil {
				line += " " + a.Text
			}
		}
		out = append(out, line)
	}
	return out
}
