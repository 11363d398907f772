package health

import "uptake/analysis/report"

// badRows gives the share of rows that are broken; more than max_bad_rows never
// gets this far. It warns from a tenth of that limit on.
func badRows(f *Facts) (report.Check, bool) {
	if f.Read == 0 {
		return report.Check{}, false
	}
	status := "ok"
	if float64(f.Bad) > f.Exp.MaxBadRows/10*float64(f.Read) {
		status = "warn"
	}
	return check(status, "%d of %d rows (%.2f%%) are broken; the limit is %.2g%%.", f.Bad, f.Read,
		percent(f.Bad, f.Read), 100*f.Exp.MaxBadRows), true
}

var badRowsWords = Words{
	Meaning: "Some rows cannot be read and are not counted. If they are of one arm or kind, results lean.",
	Causes: []string{"a broken file or a cut line", "dates or numbers in another form than declared",
		"a header or a total in the middle of the data"},
	Todo: "Look at the example row in the ledger; say the right form in the experiment file (csv, time) or mend the " +
		"export.",
}
