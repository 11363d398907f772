package nightly

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"uptake/analysis/decide"
	"uptake/analysis/report"
	"uptake/analysis/whole"
	"uptake/cmd/uptake/internal/looks"
)

// rowOf is what a readout says in an index.
func rowOf(r *report.Report) report.IndexRow {
	row := report.IndexRow{ID: r.Experiment, Owner: r.Owner, Status: report.StatusOK, Verdict: r.Decision.Verdict,
		Headline: r.Decision.Headline,
		Needs:    decide.Needs(r), Lift: liftOf(r), Health: r.Health.Status, Checks: []string{}, Alpha: r.Alpha,
		Start: r.Start, End: r.End, Timezone: r.Timezone,
		DataFrom: r.DataFrom, DataTo: r.DataTo, LastGood: r.DataTo, Rows: r.Rows.Read}
	row.Primaries = primariesOf(r)
	row.Early = r.Decision.Early
	row.Ended = reached(r)
	if r.Embargo != nil {
		row.Opens = r.Embargo.Opens
	}
	for _, c := range r.Health.Checks {
		if c.Status == "warn" || c.Status == "fail" {
			row.Checks = append(row.Checks, c.Name)
		}
	}
	return row
}

// liftOf is the lift that the page shows largest.
func liftOf(r *report.Report) *report.RowLift {
	m, c := r.Focus()
	if c == nil || r.Withheld != nil || r.Embargo != nil {
		return nil
	}
	d := c.Decided(!r.Decision.Early)
	lift := report.RowLift{Metric: m.Name, Arm: c.Arm, Control: c.Control, Better: m.Better, Unit: m.Unit,
		Relative: d.Rel.Value.Defined(), Lift: d.Abs, Basis: r.Decision.Basis}
	if lift.Relative {
		lift.Lift = d.Rel
	}
	return &lift
}

// lastGood is the row of the result that stands in a folder; ok is false where there
// is none. What cannot be read is none, and err says why.
func lastGood(out, folder, id string) (row report.IndexRow, ok bool, err error) {
	if folder == "" {
		return row, false, nil
	}
	path := filepath.Join(out, folder, "readout.json")
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return row, false, nil
	}
	var r report.Report
	if err == nil {
		err = json.Unmarshal(b, &r)
	}
	if err == nil && r.Schema != report.Schema {
		err = fmt.Errorf("it has the schema %q", r.Schema)
	}
	if err != nil {
		return row, false, fmt.Errorf("%s, the last result, cannot be read: %w", path, whole.Bare(err))
	}
	if id != "" && r.Experiment != id { // an experiment of another name had the folder before
		return row, false, nil
	}
	row = rowOf(&r)
	row.Folder, row.Status, row.Pages = folder, report.StatusStale, pageIn(filepath.Dir(path), "readout")
	_, err = os.Stat(filepath.Join(out, folder, "ignores.json"))
	row.Ignores = err == nil && !fromSums(&r) // which one of an earlier night can lie beside
	return row, true, nil
}

// fromSums reports whether an engine gave sums alone for a readout, and no rows.
func fromSums(r *report.Report) bool {
	fetched := func(x report.Asked) bool { return x.Fetched }
	return len(r.Rows.Asked) > 0 && !slices.ContainsFunc(r.Rows.Asked, fetched)
}

// looksInIndex is how many looks an index carries of each experiment at most; the
// ledger has them all.
const looksInIndex = 400

// whileClosed are the rules that fire while the numbers are closed.
var whileClosed = []string{"embargo", "gate_failed"}

// withLooks adds what the ledger knows.
func withLooks(row *report.IndexRow, l *looks.Ledger) {
	row.Previous = l.Before()
	row.Looks = append([]report.LedgerLine{}, l.Lines[max(0, len(l.Lines)-looksInIndex):]...)
	if row.Opens != "" { // what was read while the numbers were open is not told again
		row.Previous = ""
		row.Looks = slices.DeleteFunc(row.Looks, func(l report.LedgerLine) bool {
			return !slices.Contains(whileClosed, l.Code)
		})
	}
	for i := range row.Looks {
		l := &row.Looks[i] // of hundreds of experiments the index keeps what a page shows
		l.File, l.InputHash, l.Estimates, l.Keys, l.KeysFrom, l.Settled = "", "", []report.LedgerEstimate{}, nil, nil,
			nil
	}
}
