package config

import (
	"fmt"
	"slices"
	"time"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
)

const day = 24 * time.Hour

// extension reads how many days after the end a second reading is made. What it
// needs is fixed before the start: an end to extend, whole days, and no more of
// them than the experiment itself has.
func extension(t *object, e *spec.Experiment) int {
	if !t.has("extension") {
		return 0
	}
	before := len(t.p.List)
	d := t.duration("extension")
	planned := int(e.End-e.Start) + 1
	switch {
	case len(t.p.List) > before: // it is no length of time, which is said
	case d <= 0 || d%day != 0:
		t.bad("extension", "is a number of whole days, such as 14d, after which a second reading is made")
	case e.Start == spec.NoDay || e.End == spec.NoDay:
		t.bad("extension", "is counted from end, so the file must give start and end; without an end nothing is read "+
			"but the always-valid band, which needs no extension")
	case e.End >= e.Start && int(d/day) > planned:
		t.bad("extension", "of %d days is longer than the %d days of the experiment; plan a longer experiment, or a "+
			"new one after this", int(d/day), planned)
	case e.Statistics.Looks > 0:
		t.bad("extension", "adds a reading after the end, and planned looks spend all of alpha by the end; leave one "+
			"of the two out")
	default:
		return int(d / day)
	}
	return 0
}

// extensionSentence says when the second reading is made and what it costs.
func extensionSentence(e *spec.Experiment) string {
	n := e.Decision.Extension
	when := ""
	switch p := e.Decision.Planned; {
	case slices.ContainsFunc(e.Set, func(s string) bool { return spec.SetKey(s) == "decision.extension" }):
		when = " It stands on the command line, so the page says that it was declared after the data were seen."
	case p == spec.NoDay:
		when = " No plan date is given, so the page says that nothing shows it was declared before the start."
	case e.Start != spec.NoDay && p > e.Start:
		when = fmt.Sprintf(" The plan of %s is dated after the start, so the page says that it does not count as "+
			"declared before it.", p)
	}
	return counted.Sprintf("A second reading is declared, of the data to the end of %s, %d days after the end; for it "+
		"the reading at the end is held to 90 %% of alpha.%s", e.End+spec.Day(n), n, when)
}
