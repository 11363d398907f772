package health

import (
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// lateAccepts gives the share of accepts that came after the attribution window
// had closed; it warns above 5 % when the window is the default one.
func lateAccepts(f *Facts) (report.Check, bool) {
	if !f.Attributed || f.Accepts == 0 {
		return report.Check{}, false
	}
	w := f.Exp.Suggestions.Attribution
	status := "ok"
	if !f.Exp.Suggestions.AttributionGiven && f.LateAccepts*20 > f.Accepts {
		status = "warn"
	}
	return check(status, "%d of %d accepts (%.1f%%) came later than the attribution window of %s and do not count.",
		f.LateAccepts, f.Accepts, percent(f.LateAccepts, f.Accepts), spec.Span(w)), true
}

var lateWords = Words{
	Meaning: "Many accepts come after the answer window and do not count, so acceptance is higher than it says here, " +
		"in both arms.",
	Causes: []string{"people take longer to answer than the default window", "answers are logged late or in batches"},
	Todo:   "Set suggestions: attribution to the time in which people really answer, before looking at results.",
}
