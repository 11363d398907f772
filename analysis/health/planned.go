package health

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// PlannedBefore reports whether the plan was written on or before the day the
// experiment started (the declared start, else the first exposure). Where neither is
// known the date is believed, and the check says so.
func PlannedBefore(f *Facts) bool {
	p := f.Exp.Decision.Planned
	if p == spec.NoDay {
		return false
	}
	start := startOf(f)
	return start == spec.NoDay || p <= start
}

// startOf is the declared start, else the day of the first exposure; none where the
// rows have no time either.
func startOf(f *Facts) spec.Day {
	switch {
	case f.Exp.Start != spec.NoDay:
		return f.Exp.Start
	case len(f.Days) > 0:
		return f.Days[0].Day
	}
	return spec.NoDay
}

// planned warns when no plan, or only a later one, was written.
func planned(f *Facts) (report.Check, bool) {
	if !f.Compare {
		return report.Check{}, false
	}
	p, start := f.Exp.Decision.Planned, startOf(f)
	switch {
	case p == spec.NoDay:
		return check("warn", "The file does not say when the plan was written (decision: planned), so nothing "+
			"stronger than looks promising is said."), true
	case start == spec.NoDay:
		return check("warn", "The plan was written on %s; the file gives no start and the rows no day of exposure, "+
			"so nothing shows whether that was before the start. The date is believed.", p), true
	}
	at := ""
	if f.Exp.Start == spec.NoDay {
		at = fmt.Sprintf(" (the file gives none; the first exposure was on %s)", start)
	}
	switch {
	case p > start:
		return check("warn", "The plan was written on %s, after the start%s, so nothing stronger than looks "+
			"promising is said.", p, at), true
	case p == start:
		return check("ok", "The plan was written on %s, the day of the start%s.", p, at), true
	}
	return check("ok", "The plan was written on %s, before the start%s.", p, at), true
}

var plannedWords = Words{
	Meaning: "A metric or an end that is chosen after a look at the data finds something more often than it should, " +
		"so ship is not said.",
	Causes: []string{"the day of the plan is not written in the file", "the file was written when the test already " +
		"ran"},
	Todo: "Write decision: planned with the day on which metric, smallest effect and end were fixed; next time write " +
		"the file before the start.",
}
