package health

import "uptake/analysis/report"

// copiesLimit is the share of rows read from which copies with another payload
// warn. A resent event is equal to the first; one that differs says that ids are
// given twice or that rows were changed between two exports.
const copiesLimit = 0.001

// copies looks at rows that bear the event id of another and say something
// else: which of them is true cannot be known, so the earliest counts. It applies
// where there are any.
func copies(f *Facts) (report.Check, bool) {
	if f.Differing == 0 {
		return report.Check{}, false
	}
	status := "ok"
	if float64(f.Differing) > copiesLimit*float64(f.Read) {
		status = "warn"
	}
	return check(status, "%d rows (%.2f%% of those read) bear the event id of another row and differ from it in a column, asked for or not; of such rows the earliest counts. The limit is %.2g%%.",
		f.Differing, percent(f.Differing, f.Read), 100*copiesLimit), true
}
