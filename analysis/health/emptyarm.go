package health

import (
	"strings"

	"uptake/analysis/report"
)

// emptyArm warns of declared arms without a unit in the result, other than those
// planned to have none.
func emptyArm(f *Facts) (report.Check, bool) {
	if !f.Compare {
		return report.Check{}, false
	}
	var empty []string
	for _, a := range f.Arms {
		if a.Units == 0 && a.Share > 0 {
			empty = append(empty, a.Name)
		}
	}
	if len(empty) == 0 {
		return check("ok", "All %d arms have units.", len(f.splitArms())), true
	}
	return check("warn", "No unit of the result is in %s.", strings.Join(empty, ", ")), true
}

var emptyArmWords = Words{
	Meaning: "An arm that was planned to have units has none, so nothing can be said of it.",
	Causes: []string{
		"the arm is spelled otherwise in the export than in the experiment file",
		"the arm was never switched on",
		"a filter or the dates of the experiment file leave all its rows out",
	},
	Todo: "Compare the arms in the experiment file with the names in the export, then run again.",
}
