package nightly

import (
	"cmp"
	"slices"
	"time"

	"uptake/analysis/report"
)

// since says what is another than it was by the end of earlier days. Days are counted from
// the latest data cut-off of the rows: the clock has no part in it.
func since(x *report.Index) []report.Since {
	out := []report.Since{}
	cut, err := time.Parse(time.RFC3339, x.DataTo)
	if err != nil {
		return out
	}
	today := cut.UTC().Truncate(24 * time.Hour)
	thursday := today.AddDate(0, 0, -1)
	for thursday.Weekday() != time.Thursday {
		thursday = thursday.AddDate(0, 0, -1)
	}
	for _, d := range []struct {
		name string
		day  time.Time
	}{{"yesterday", today.AddDate(0, 0, -1)}, {"last_thursday", thursday}} {
		s := report.Since{Name: d.name, Day: d.day.Format(time.DateOnly), Verdicts: []report.Turned{}, New: []string{}}
		for i := range x.Experiments {
			turn(&s, &x.Experiments[i])
		}
		slices.Sort(s.New)
		slices.SortFunc(s.Verdicts, func(a, b report.Turned) int {
			return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Folder, b.Folder))
		})
		out = append(out, s)
	}
	return out
}

// turn adds a row to what is another since a day. While its numbers are closed nothing
// of its past is told.
func turn(s *report.Since, r *report.IndexRow) {
	if r.Status != report.StatusOK || r.DataTo == "" || r.Opens != "" {
		return
	}
	var was report.Verdict
	for _, l := range r.Looks {
		if l.DataTo != "" && l.DataTo[:min(len(l.DataTo), len(time.DateOnly))] <= s.Day {
			was = l.Verdict
		}
	}
	switch was {
	case "":
		s.New = append(s.New, r.ID)
	case r.Verdict:
	default:
		s.Verdicts = append(s.Verdicts, report.Turned{ID: r.ID, Folder: r.Folder, From: was, To: r.Verdict})
	}
}
