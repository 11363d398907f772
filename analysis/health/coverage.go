package health

import (
	"fmt"

	"uptake/analysis/counted"
	"uptake/analysis/report"
)

// coverage gives the share of exposed units that were ever shown a suggestion.
// It warns when nobody was shown one in an arm where others were.
func coverage(f *Facts) (report.Check, bool) {
	if !f.Suggestions {
		return report.Check{}, false
	}
	c := check("ok", "")
	text, none, some := "", false, false
	for i, a := range f.Arms {
		share := report.Undefined()
		if a.Units > 0 {
			share = report.Num(float64(a.UnitsShown) / float64(a.Units))
			none = none || a.UnitsShown == 0
			some = some || a.UnitsShown > 0
		}
		c.Arms = append(c.Arms, report.CheckArm{Arm: a.Name, Observed: share, Expected: report.Undefined()})
		if i > 0 {
			text += ", "
		}
		text += counted.Sprintf("%s %d of %d (%.1f%%)", a.Name, a.UnitsShown, a.Units, percent(a.UnitsShown, a.Units))
	}
	if !some {
		return report.Check{}, false // no suggestions at all
	}
	c.Detail = fmt.Sprintf("Units ever shown a suggestion: %s.", text)
	if none {
		c.Status = "warn"
	}
	return c, true
}

var coverageWords = Words{
	Meaning: "In one arm nobody was shown a suggestion, so rates among the shown exist in the others alone.",
	Causes: []string{
		"that arm is a holdout without the feature, and all is in order",
		"the feature was never switched on there",
		"shown events of that arm are not logged or named otherwise",
	},
	Todo: "If the arm is no holdout, check its logging of shown suggestions; decide by a metric that every unit has.",
}
