package job

import (
	"encoding/json"
	"os"
	"path/filepath"

	"uptake/analysis/change"
	"uptake/analysis/report"
)

// lastReadout is the readout that stands in a folder; nil where none does, or none that can be read.
func lastReadout(dir string, r *report.Report) *report.Report {
	b, err := os.ReadFile(filepath.Join(dir, "readout.json"))
	if err != nil {
		return nil
	}
	var last report.Report
	if json.Unmarshal(b, &last) != nil || last.Schema != r.Schema || last.Experiment != r.Experiment {
		return nil
	}
	return &last
}

// sinceLast says in a readout what is another in it than in the last one; where that is of the same rows
// and says the same, what it said itself. Nothing is said where this one shows no comparison, nor of later data.
func sinceLast(last, r *report.Report) {
	if last == nil || r.Withheld != nil || r.Embargo != nil || last.DataTo > r.DataTo {
		return
	}
	d, err := change.Readouts(last, r)
	switch {
	case err != nil: // they count other units
	case d.Same && len(d.Plan) == 0:
		r.Since = last.Since
	default:
		r.Since = d
	}
}
