package readout

import (
	"uptake/analysis/compare"
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// endSlack is how long before the end of the last day the last row may lie for
// the day to count as complete.
const endSlack = 3 * 3600 * 1_000_000

// setEnd notes whether the end is reached, and counts the planned looks that are: when the last row is at most three
// hours before the end of the experiment's last day, or later; for rows without
// time a declared end is taken as reached. Without an end, rows without time are
// read once, as they are, and so are others where no always-valid band is wanted,
// which alone may be read at any time.
func setEnd(by *compare.Terms, to int64) (reached int) {
	end := by.Exp.End
	complete := func(d spec.Day) bool { return complete(by, to, d) }
	by.Ended = end != spec.NoDay && complete(end) || end == spec.NoDay && (!by.Timed || !by.Exp.Statistics.Sequential)
	if x := by.Exp.Decision.Extension; x > 0 && end != spec.NoDay {
		by.Extended = by.Timed && complete(end+spec.Day(x))
	}
	for _, d := range by.Exp.LookDays() {
		if complete(d) {
			reached++
		}
	}
	return reached
}

// complete reports whether the data reach the end of a day.
func complete(by *compare.Terms, to int64, d spec.Day) bool {
	return !by.Timed || to >= (d+1).Start(by.Exp.Zone)-endSlack
}

// setLooks notes which planned looks the data have reached.
func setLooks(l *report.PlannedLooks, reached int) {
	if l == nil {
		return
	}
	if l.Reached = reached; reached < len(l.Days) {
		l.Next = l.Days[reached]
	}
}
