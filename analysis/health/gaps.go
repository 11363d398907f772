package health

import (
	"strings"

	"uptake/analysis/report"
)

// gapMean is the mean number of first exposures, on the same weekday in other
// weeks, from which on a day with none is a hole in the export rather than a
// quiet day.
const gapMean = 20

// dataGaps looks for days without a first exposure between the first and the
// last. It fails where the same weekday of other weeks has 20 first exposures
// or more on average: then rows are missing. Other such days warn.
func dataGaps(f *Facts) (report.Check, bool) {
	if !f.HasTime || len(f.Days) == 0 {
		return report.Check{}, false
	}
	var sum, n [7]int64
	for _, d := range f.Days {
		if d.Units > 0 {
			w := (int(d.Day)%7 + 7) % 7
			sum[w] += d.Units
			n[w]++
		}
	}
	var empty, missing []string
	for _, d := range f.Days {
		if d.Units > 0 {
			continue
		}
		empty = append(empty, d.Day.String())
		if w := (int(d.Day)%7 + 7) % 7; n[w] > 0 && sum[w] >= gapMean*n[w] {
			missing = append(missing, d.Day.String())
		}
	}
	switch {
	case len(missing) > 0:
		return check("fail", "%d days have no first exposure although the same weekday has %d or more in other weeks: %s. Rows seem to be missing.",
			len(missing), gapMean, list(missing)), true
	case len(empty) > 0:
		return check("warn", "%d of %d days have no first exposure: %s.", len(empty), len(f.Days), list(empty)), true
	}
	return check("ok", "Every one of the %d days from %s to %s has first exposures.", len(f.Days), f.Days[0].Day, f.Days[len(f.Days)-1].Day), true
}

// list joins up to five names.
func list(names []string) string {
	if len(names) > 5 {
		return strings.Join(names[:5], ", ") + " and others"
	}
	return strings.Join(names, ", ")
}

var gapWords = Words{
	Meaning: "A day that should have data has none. If rows of that day are absent, what was done then is not counted, and the arms may lack different things; if nobody was there, nothing is wrong.",
	Causes: []string{
		"an export job failed or a file of that day was not copied",
		"the feature or the logging was switched off that day",
		"nobody new came, as on a holiday or once everybody has been seen",
	},
	Todo: "Look in the source system for rows of the days named here. If there are some, export them again and run again.",
}
