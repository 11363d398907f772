package health

import (
	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// FullWeeks returns the number of whole weeks that exposures span: from the
// first day with one (or the declared start, if later) to the last day of data
// (or the declared end, if earlier).
func FullWeeks(f *Facts) int {
	if !f.HasTime || len(f.Days) == 0 {
		return 0
	}
	first, last := f.Days[0].Day, spec.DayOf(f.To, f.Exp.Zone)
	if f.Exp.End != spec.NoDay {
		last = min(last, f.Exp.End)
	}
	return max(0, int(last-first)+1) / 7
}

// fullWeeks warns when fewer whole weeks were seen than the decision asks for.
func fullWeeks(f *Facts) (report.Check, bool) {
	if !f.HasTime || !f.Compare {
		return report.Check{}, false
	}
	n, need := FullWeeks(f), f.Exp.Decision.MinWeeks
	if n < need {
		return check("warn", "The data hold %s of exposures; the decision asks for %d.", weeks(n), need), true
	}
	return check("ok", "The data hold %s of exposures, at least the %d asked for.", weeks(n), need), true
}

func weeks(n int) string { return counted.Noun(n, "full week") }

var weekWords = Words{
	Meaning: "People behave otherwise on other days of the week, so part of a week may not stand for all of it.",
	Causes:  []string{"the test has not run long enough yet", "the export begins late or ends early"},
	Todo: "Let it run until whole weeks are full, or set end and decision: min_weeks to what the test can reach, " +
		"before looking at results.",
}
