package health

import (
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// PlannedBefore reports whether the plan was written on or before the day the
// experiment started (the declared start, else the first exposure).
func PlannedBefore(f *Facts) bool {
	p := f.Exp.Decision.Planned
	if p == spec.NoDay {
		return false
	}
	if f.Exp.Start != spec.NoDay {
		return p <= f.Exp.Start
	}
	return len(f.Days) == 0 || p <= f.Days[0].Day
}

// planned warns when no plan, or only a later one, was written.
func planned(f *Facts) (report.Check, bool) {
	if !f.Compare {
		return report.Check{}, false
	}
	p := f.Exp.Decision.Planned
	switch {
	case p == spec.NoDay:
		return check("warn", "The file does not say when the plan was written (decision: planned), so nothing stronger than looks promising is said."), true
	case !PlannedBefore(f):
		return check("warn", "The plan was written on %s, after the start, so nothing stronger than looks promising is said.", p), true
	}
	return check("ok", "The plan was written on %s, before the start.", p), true
}

var plannedWords = Words{
	Meaning: "A metric or an end that is chosen after a look at the data finds something more often than it should, so ship is not said.",
	Causes:  []string{"the day of the plan is not written in the file", "the file was written when the test already ran"},
	Todo:    "Write decision: planned with the day on which metric, smallest effect and end were fixed; next time write the file before the start.",
}
