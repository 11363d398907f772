package index

import (
	"cmp"
	"slices"

	"uptake/analysis/report"
)

// toAct are the verdicts on which somebody has to act, the most pressing first.
var toAct = []report.Verdict{report.DoNotUse, report.DoNotShip, report.Hold, report.Ship, report.LooksPromising}

// The last ranks of urgency: below them stands what needs somebody.
const (
	hasChanged = 10 + iota
	undecided
	running
)

// urgency ranks a row by how much it needs a person: what failed must be mended,
// then come the verdicts on which somebody has to act, then those that changed.
func urgency(r *report.IndexRow) int {
	switch {
	case r.Status == report.StatusFailed:
		return 0
	case r.Status == report.StatusStale:
		return 1
	case r.Error != nil: // a metric or the investigation, beside a readout that stands
		return 2
	}
	if i := slices.Index(toAct, r.Verdict); i >= 0 {
		return 3 + i
	}
	switch {
	case changed(r):
		return hasChanged
	case r.Verdict != report.KeepRunning:
		return undecided
	}
	return running
}

// NeedsSomebody reports whether a row needs a person.
func NeedsSomebody(r *report.IndexRow) bool { return urgency(r) < hasChanged }

// changed reports whether the verdict is another than at the data cut before.
func changed(r *report.IndexRow) bool {
	return r.Status == report.StatusOK && r.Previous != "" && r.Previous != r.Verdict
}

// sortRows puts rows in the order of page and JSON: by urgency, those that keep
// running by the days left, else by id.
func sortRows(rows []report.IndexRow) {
	slices.SortStableFunc(rows, func(a, b report.IndexRow) int {
		ua, ub := urgency(&a), urgency(&b)
		by := cmp.Compare(ua, ub)
		if by == 0 && ua == running {
			by = cmp.Compare(waits(&a), waits(&b))
		}
		return cmp.Or(by, cmp.Compare(a.ID, b.ID), cmp.Compare(a.File, b.File))
	})
}

// waits is how many days of data a row waits for; very many where it is not known.
func waits(r *report.IndexRow) int {
	for _, n := range r.Needs {
		if n.DaysLeft != nil {
			return *n.DaysLeft
		}
	}
	return 1 << 30
}
