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
// end, or after a declared extension. A reading is made once: made again every
// night after the end it gives wrong verdicts far more often than it says. So where
// the output folder holds the readout of an earlier cut with the same reading, of
// the same experiment with the same metrics, its decision stands and the page says
// what the later cut would have said; only the always-valid band, which is watched
// on, decides anew. An end that was moved after a reading makes no second one.
// Nothing else of the report changes.
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
		return x.End != "" && x.DataTo != "" && (!x.Decision.Early || x.Decision.FirstCut != "") && len(x.Decision.Arms) > 0 && x.Health.Status != "fail"
	}
	if !fixed(&first) || !fixed(r) || first.Experiment != r.Experiment || first.DataTo >= r.DataTo || !reflect.DeepEqual(asked(&first), asked(r)) || readingOf(&first) != readingOf(r) {
		return
	}
	cut := first.DataTo
	if first.Decision.FirstCut != "" {
		cut = first.Decision.FirstCut
	}
	later := r.Decision
	if b := later.Band; b != nil && settled(b.Verdict) {
		r.Decision = *b
		r.Decision.FirstCut = cut
		r.Cautions = append(r.Cautions, report.Caution{Code: "band_after_end", Detail: fmt.Sprintf(
			"The reading at the end was made of the data to %s and said: %s; the verdict is that of the always-valid band, which is watched on after it.", cut, first.Decision.Headline)})
		return
	}
	r.Decision = first.Decision
	r.Decision.FirstCut = cut
	if first.End != r.End {
		r.Cautions = append(r.Cautions, report.Caution{Code: "end_moved", Detail: fmt.Sprintf(
			"The end was moved from %s to %s after the data to %s had been read at it. A second reading would be wrong more often than 1 − alpha says, so the first verdict stands and the always-valid band alone can change it. Declare the next reading before the start (decision: {extension: …}), or plan a new experiment.",
			first.End, r.End, cut)})
		return
	}
	r.Cautions = append(r.Cautions, report.Caution{Code: "first_cut", Detail: fmt.Sprintf(
		"The verdict is that of the first data cut at or after the end (data to %s), where the fixed interval was read; it may be read once. By the data to %s alone it would read: %s",
		cut, r.DataTo, later.Headline)})
}

// readingOf is which of the declared readings a readout has made.
func readingOf(r *report.Report) string {
	if a := r.Decision.Alpha; a != nil && a.By == "extension" {
		return a.By
	}
	return ""
}

// settled reports whether a verdict of the band ends the experiment.
func settled(v report.Verdict) bool {
	return v == report.Ship || v == report.DoNotShip || v == report.NoDifference
}

// asked is what a readout was asked to decide on.
func asked(r *report.Report) []string {
	out := append([]string{fmt.Sprint(r.Alpha), fmt.Sprint(r.Decision.AcceptHarm)}, r.Set...)
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
