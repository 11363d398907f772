package health

import (
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// equalLimit is the share of rows read from which copies told by nothing but
// their looks warn: resent rows are few, and people do the same thing twice.
const equalLimit = 0.02

// equalRows looks at rows without an id that equal another in every column and
// are set aside as its copies. It applies where there are any.
func equalRows(f *Facts) (report.Check, bool) {
	if f.Equal == 0 {
		return report.Check{}, false
	}
	if f.Exp.Duplicates == spec.ByRow {
		return check("ok", "%d rows (%.2f%%) equal another in every column and are set aside as its copies, as "+
			"duplicates: row asks.", f.Equal, percent(f.Equal, f.Read)), true
	}
	status := "ok"
	if float64(f.Equal) > equalLimit*float64(f.Read) {
		status = "warn"
	}
	return check(status, "%d rows (%.2f%%) without an id equal another in every column and are set aside as its "+
		"copies. Where they are events of their own, duplicates: keep counts them.",
		f.Equal, percent(f.Equal, f.Read)), true
}

var equalRowsWords = Words{
	Meaning: "Many rows equal another in every column and count once. If each stands for an event of its own, too " +
		"little is counted.",
	Causes: []string{
		"a table of counts or a coarse clock: two true events look alike",
		"the export was sent twice and holds copies",
	},
	Todo: "If equal rows are events of their own, write duplicates: keep; if they are copies, leave it.",
}
