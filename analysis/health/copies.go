package health

import (
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// copiesLimit is the share of rows read above which copies with another payload
// warn. A resent event is equal to the first; one that differs says that ids are
// given twice or that rows were changed between two exports.
const copiesLimit = 0.01

// redatedLimit is that of copies whose time is another too: what is delivered again keeps
// the time at which it happened.
const redatedLimit = 0.001

// copies looks at rows that bear the id of another and say something else: which
// of them is true cannot be known, so the earliest counts. It applies where there
// are any.
func copies(f *Facts) (report.Check, bool) {
	if f.Differing == 0 {
		return report.Check{}, false
	}
	status := "ok"
	redated := float64(f.Redated) > redatedLimit*float64(f.Read)
	if redated || float64(f.Differing) > copiesLimit*float64(f.Read) {
		status = "warn"
	}
	as := "bear the event id of another row"
	switch f.Exp.Layout {
	case spec.Suggestions:
		as = "bear the event id, or without one the suggestion id, of another row"
	case spec.Units:
		as = "are of the same unit and arm as another row"
	}
	stays := "the earliest counts"
	if !f.HasTime {
		stays = "the least by its columns counts"
	}
	if redated {
		return check(status, "%d rows (%.2f%% of those read) %s and differ from it, %d of them (%.2f%%) in their "+
			"time too, so they are no second delivery of it; of such rows %s. The limit is %.2g%% with another time, "+
			"%.2g%% in all.",
			f.Differing, percent(f.Differing, f.Read), as, f.Redated, percent(f.Redated, f.Read), stays,
			100*redatedLimit, 100*copiesLimit), true
	}
	return check(status, "%d rows (%.2f%% of those read) %s and differ from it in a column, asked for or not; of "+
		"such rows %s. The limit is %.2g%%.",
		f.Differing, percent(f.Differing, f.Read), as, stays, 100*copiesLimit), true
}

var copiesWords = Words{
	Meaning: "Rows share an id and say different things. Only one of them counts, and it may be the wrong one.",
	Causes: []string{"ids are given twice", "rows were changed between two exports and both are read",
		"the id is not that of an event"},
	Todo: "Export once, from one state, and check that the id column names one event each (duplicates: row or keep " +
		"else).",
}
